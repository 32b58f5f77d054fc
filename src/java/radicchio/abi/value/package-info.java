/**
 * Host values, as the Canonical ABI makes and reads them. An implementation of {@link radicchio.abi.value.Values} has a
 * {@link radicchio.abi.value.Maker} and a {@link radicchio.abi.value.ValueReader} for each type: lifting calls the maker, and a
 * reader converts a host value to its staged form (see {@link radicchio.abi}) or throws a {@link
 * radicchio.abi.value.Refusal}. {@link radicchio.abi.value.Heap} has the heap that a lifted value is charged for. Uses {@code component}.
 */
package radicchio.abi.value;
