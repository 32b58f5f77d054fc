/**
 * Streams and futures of the host.
 *
 * <p>A host written in Java gives a {@link radicchio.runtime.stream.host.StreamSource} for a {@code stream}, and any {@link
 * java.util.concurrent.CompletionStage} of the staged value for a {@code future}. It gets a {@link
 * radicchio.runtime.stream.host.StreamReader} and a {@link radicchio.runtime.stream.host.FutureReader}. These are the staged forms
 * of the types (see {@link radicchio.abi}), in arguments and results and in all values that contain them.
 *
 * <p>A host that may block gives a {@link radicchio.runtime.stream.host.BlockingProducer} or a {@link
 * radicchio.runtime.stream.host.BlockingValue}, which run on a thread of the store. {@link
 * radicchio.runtime.stream.host.HostStreamReader} also has reads that wait, and run guests meanwhile.
 */
package radicchio.runtime.stream.host;
