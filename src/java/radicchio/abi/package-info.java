/**
 * The Canonical ABI: how component-level values cross between a host, or another component, and the linear
 * memory and core values of a guest (component-model, {@code design/mvp/CanonicalABI.md}).
 *
 * <p>The door is {@link radicchio.abi.CanonicalFunction}: a function type's plan, made once when a function
 * is linked. A plan turns each type into a small tree of loaders and storers whose offsets are settled; no
 * type is looked at when a function is called.
 *
 * <p><b>Lowering</b> has two phases. <em>Reading</em> turns a host value into its <em>staged</em> form and
 * refuses what its type does not allow; nothing of the guest is touched. <em>Lowering</em> then writes staged
 * values into core values and memory. <b>Lifting</b> makes host values at once. What a host value <em>is</em>
 * is decided by an implementation of {@link radicchio.abi.Values}; under {@link radicchio.abi.Values#PLAIN}
 * the host value is the staged form itself, which is how one component's result becomes another's argument:
 * lift plain, lower.
 *
 * <p>The staged form of a value, by type:
 * <ul>
 *   <li>a <em>scalar</em> ({@code bool}, a number, {@code char}, an enum, flags): a {@code Long} that holds
 *       its slot: 0 or 1; the integer ({@code u64}: its bits); {@link Float#floatToRawIntBits};
 *       {@link Double#doubleToRawLongBits}; the code point; the case's index; a bit a flag
 *   <li>{@code string}: a {@code String} without unpaired surrogates, or {@link radicchio.abi.GuestString}
 *   <li>a list of scalars, of fixed length or not: its image in memory, a {@code byte[]}, little-endian
 *   <li>any other list: {@code Object[]} of staged elements; a map: {@code Object[]} of key, value, key, …
 *   <li>a record or tuple: {@code Object[]} of staged fields
 *   <li>a variant (not an enum), option or result: {@link radicchio.abi.StagedCase}
 *   <li>a handle: the object that {@link radicchio.abi.Handles} gives and takes
 * </ul>
 */
package radicchio.abi;
