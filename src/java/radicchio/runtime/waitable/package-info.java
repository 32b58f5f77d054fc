/**
 * What guests wait for (CanonicalABI.md, "Waitable State"): a {@link radicchio.runtime.waitable.Waitable} has at most one {@link
 * radicchio.runtime.waitable.Event}, and may be in a {@link radicchio.runtime.waitable.WaitableSet}.
 */
package radicchio.runtime.waitable;
