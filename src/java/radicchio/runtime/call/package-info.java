/**
 * Functions of components, and calls of them (CanonicalABI.md, "canon lift" and "canon lower"). A {@link
 * radicchio.runtime.call.ComponentFunction} is a guest's {@link radicchio.runtime.call.LiftedFunction} or a {@link
 * radicchio.runtime.call.HostFunction}. {@link radicchio.runtime.call.CallToGuest} and {@link
 * radicchio.runtime.call.CallToHost} are such functions lowered for a guest. {@link radicchio.runtime.call.Plans} has the
 * conversions of a function's type. Each call makes its task or subtask in {@code task}.
 */
package radicchio.runtime.call;
