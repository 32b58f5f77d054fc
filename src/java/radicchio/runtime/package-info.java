/**
 * Components at run time (component-model, {@code design/mvp/CanonicalABI.md} and {@code Explainer.md}), and instances
 * of core modules.
 *
 * <p>The door is {@link radicchio.runtime.CompiledComponent}: bytes are compiled once, by any thread, and instantiated
 * many times, in a store of its own or in one that is given. One thread at a time runs in a store: a call into an
 * instance waits until the call before it has ended. Linking is in {@code link}, calls are in {@code task}, resources
 * and handles in {@code resource}; each uses those after it.
 */
package radicchio.runtime;
