/**
 * WebAssembly components for Java programs.
 *
 * <pre>{@code
 * Component component = Component.compile(Path.of("resize.wasm"));
 * try (Instance instance = component.instantiate()) {
 *   Object image = instance.call("resize-image", Map.of("width", 1, "height", 1, "pixels", pixels), 800, 600);
 * }
 * }</pre>
 *
 * <p>A {@link radicchio.api.Component} is compiled once, and instantiated any number of times, by any thread. {@link
 * radicchio.api.Options} has the limits of an instance, its imports and its grants. {@code wit gen --java} writes records and
 * interfaces for a component, so that its functions have types.
 *
 * <p>Values: {@code bool} is a {@link java.lang.Boolean}; {@code s8}, {@code u8}, {@code s16}, {@code u16} and {@code s32} are
 * {@link java.lang.Integer}, {@code u32} and {@code s64} {@link java.lang.Long}; {@code u64} is a {@link java.lang.Long} whose bits
 * are unsigned, as for {@link java.lang.Long#toUnsignedString(long)}; {@code f32} and {@code f64} are {@link java.lang.Float} and
 * {@link java.lang.Double}; {@code char} is an {@link java.lang.Integer}, a code point; {@code string} is a {@link
 * java.lang.String}; {@code list<u8>} and {@code list<s8>} are {@code byte[]}; other lists and tuples are a {@link java.util.List};
 * a {@code record} is a {@link java.util.Map} with the names of WIT as keys; an {@code enum} is a {@link java.lang.String}, {@code
 * flags} a {@link java.util.Set} of them; a {@code variant} is a {@link radicchio.api.values.Variant}, a {@code result} a {@link
 * radicchio.api.values.Result}, an {@code option} a {@link java.util.Optional}; a resource is a {@link
 * radicchio.runtime.resource.Handle}, which its owner closes; {@code stream<u8>} is an {@link java.io.InputStream}, other streams
 * are {@link java.lang.Iterable} and {@link java.lang.AutoCloseable}; a {@code future} is a {@link
 * java.util.concurrent.CompletableFuture}. Arguments may also be of wider kinds: any integer class in range, arrays and any {@link
 * java.util.Collection} for lists.
 *
 * <p>Errors: every exception of Radicchio is a {@link radicchio.error.RadicchioException}, whose {@link
 * radicchio.error.ErrorKind} has the kind of failure. An exception of a host function leaves the call unchanged.
 */
package radicchio.api;
