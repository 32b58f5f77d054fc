/**
 * Resources and handles (CanonicalABI.md, "Resource State" and "Table State"): the elements with an index in a component
 * instance, and the handles of the host. A guest or the host defines a resource type. Between the two a handle changes its form;
 * see {@link radicchio.runtime.resource.Outside}.
 *
 * <p>This package uses {@code component} and {@code abi}. Calls, instances and linking are in packages that use it. Everything
 * but {@link radicchio.runtime.resource.Handle} is used inside an entrance of the store.
 */
package radicchio.runtime.resource;
