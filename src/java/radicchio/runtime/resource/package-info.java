/**
 * Resources and handles (CanonicalABI.md, "Resource State" and "Table State"): what a component instance has an index
 * for, and the handles that the host has. A resource type is one of a guest or of the host; on the way between the two
 * a handle changes its form, as {@link radicchio.runtime.resource.Outside} says.
 *
 * <p>It uses {@code component} and {@code abi}; calls, instances and linking are in rooms that use it. All but {@link
 * radicchio.runtime.resource.Handle} is used within an entrance of the store.
 */
package radicchio.runtime.resource;
