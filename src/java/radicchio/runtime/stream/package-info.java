/**
 * Streams, futures and error contexts (CanonicalABI.md, "Stream State" and "Future State").
 *
 * <p>A host written in Java gives a {@link radicchio.runtime.stream.StreamSource} for a {@code stream}, and any {@link
 * java.util.concurrent.CompletionStage} of the staged value for a {@code future}. It gets a {@link
 * radicchio.runtime.stream.StreamReader} and a {@link radicchio.runtime.stream.FutureReader}. A {@link
 * radicchio.runtime.stream.ErrorContext} is the same in both directions. These are the staged forms of the types (see {@link
 * radicchio.abi}), in arguments and results and in all values that contain them.
 *
 * <p>A host that may block gives a {@link radicchio.runtime.stream.BlockingProducer} or a {@link
 * radicchio.runtime.stream.BlockingValue}, which run on a thread of the store. {@link
 * radicchio.runtime.stream.HostStreamReader} also has reads that wait, and run guests meanwhile.
 */
package radicchio.runtime.stream;
