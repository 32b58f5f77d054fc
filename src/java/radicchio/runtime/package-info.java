/**
 * Components at run time: linking, instances, functions across the boundary, handles and resources
 * (component-model, {@code design/mvp/CanonicalABI.md} and {@code Explainer.md}).
 *
 * <p>The door is {@link radicchio.runtime.CompiledComponent}: bytes are compiled once, by any thread, and
 * instantiated many times. An {@link radicchio.runtime.Instance} has one store and with it one lock: a call
 * into it waits until the call before it has ended. The types are those that
 * validation found; an instantiation adds its resource types to them, and plans of functions without handles are made
 * once a component.
 */
package radicchio.runtime;
