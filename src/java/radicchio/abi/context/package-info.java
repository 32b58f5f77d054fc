/**
 * The context of a call (CanonicalABI.md, "Lifting and Lowering Context"): a {@link radicchio.abi.context.Context} has the memory,
 * {@code realloc} and string encoding of one side, its handles, the budget of heap and the deadline. The runtime implements
 * {@link radicchio.abi.context.Handles} and {@link radicchio.abi.context.Ends}. {@link radicchio.abi.context.Trap} makes traps.
 */
package radicchio.abi.context;
