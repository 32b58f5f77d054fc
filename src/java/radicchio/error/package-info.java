/**
 * What this library throws, and how it shows text that is not its own. Every room uses it, and it uses none.
 *
 * <p>{@link radicchio.error.RadicchioException} is each exception of ours, of one {@link radicchio.error.ErrorKind};
 * Clojure sees it as {@code ex-info}. {@link radicchio.error.ErrException} is what a host function throws for an
 * {@code err}. {@link radicchio.error.ForeignText} shows names, texts and values of others, bounded and escaped.
 */
package radicchio.error;
