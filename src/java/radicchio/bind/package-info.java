/**
 * The part of the namespace {@code radicchio.bind} that each call of a generated function runs: {@link radicchio.bind.OwnInstance},
 * the instance that a namespace calls by default. Uses {@code runtime}.
 */
package radicchio.bind;
