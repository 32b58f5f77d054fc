/**
 * The Canonical ABI: passes component-level values between a host, or another component, and the linear memory and core
 * values of a guest (component-model, {@code design/mvp/CanonicalABI.md}).
 *
 * <p>{@link radicchio.abi.CanonicalFunction} is the entrance: the plan of a function type, made once when a function is
 * linked. A plan converts each type to a small tree of loaders and storers with fixed offsets. A call reads no types.
 *
 * <p><b>Lowering</b> has two phases. <em>Reading</em> converts a host value to its <em>staged</em> form, and refuses a value
 * that does not fit its type; it does not touch the guest. <em>Lowering</em> then writes staged values into core values and
 * memory. <b>Lifting</b> makes host values at once. An implementation of {@link radicchio.abi.value.Values} defines the host
 * values. With {@link radicchio.abi.PlainValues} the host value is the staged form itself. So the result of one component
 * becomes the argument of another: lift plain, then lower.
 *
 * <p>The staged form of a value, by type:
 * <ul>
 *   <li>a <em>scalar</em> ({@code bool}, a number, {@code char}, an enum, flags): a {@code Long} that holds
 *       its slot: 0 or 1; the integer ({@code u64}: its bits); {@link Float#floatToRawIntBits};
 *       {@link Double#doubleToRawLongBits}; the code point; the case's index; a bit a flag
 *   <li>{@code string}: a {@code String} without unpaired surrogates, or {@link radicchio.abi.value.GuestString}
 *   <li>a list of scalars, of fixed length or not: its image in memory, a {@code byte[]}, little-endian; of
 *       a host's result also what remains of a {@code ByteBuffer}, if the length is not fixed
 *   <li>any other list: {@code Object[]} of staged elements; a map: {@code Object[]} of key, value, key, …
 *   <li>a record or tuple: {@code Object[]} of staged fields
 *   <li>a variant (not an enum), option or result: {@link radicchio.abi.value.StagedCase}
 *   <li>a handle: the object that {@link radicchio.abi.context.Handles} lifts and lowers
 *   <li>a stream, a future, an error context: the object that {@link radicchio.abi.context.Ends} lifts and lowers
 * </ul>
 */
package radicchio.abi;
