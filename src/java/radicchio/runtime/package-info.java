/**
 * Components at run time (component-model, {@code design/mvp/CanonicalABI.md} and {@code Explainer.md}).
 *
 * <p>Any thread compiles bytes once to a {@link radicchio.runtime.CompiledComponent}, and makes any number of {@link
 * radicchio.runtime.Instance}s of it, each in a separate store or in a given one. One thread at a time runs in a store: a call
 * into an instance waits until the previous call has ended. Linking is in {@code link}, functions and calls are in {@code
 * call}, tasks in {@code task}, component instances in {@code instance}, streams and futures in {@code stream}, resources and
 * handles in {@code resource}, threads in {@code thread}. Each of them uses those after it.
 */
package radicchio.runtime;
