/**
 *
 * Streams, futures and error contexts as values of a Clojure program: a {@code stream<u8>} is an {@link java.io.InputStream},
 * any other stream a {@link radicchio.values.streams.StreamElements}, a future a {@link
 * java.util.concurrent.CompletableFuture}, an error context an exception. {@link radicchio.values.streams.EndValues} makes and
 * reads them.
 */
package radicchio.values.streams;
