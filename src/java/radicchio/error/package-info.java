/**
 * The exceptions of this library, and the printing of foreign text. Every room uses this one; it uses no other.
 *
 * <p>{@link radicchio.error.RadicchioException} is the exception for every {@link radicchio.error.ErrorKind}; Clojure
 * sees it as {@code ex-info}. A host function throws {@link radicchio.error.ErrException} for an {@code err}. {@link
 * radicchio.error.ForeignText} shows foreign names, texts and values, bounded and escaped.
 */
package radicchio.error;
