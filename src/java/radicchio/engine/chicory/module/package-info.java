/**
 * What a core module is: its bytes, checked by {@code format} before the engine reads them, and its types ({@link
 * radicchio.engine.chicory.module.ModuleTypes}). {@link radicchio.engine.chicory.module.ValidModule} is what passed. What
 * cannot run here is {@link radicchio.engine.chicory.module.Refused}, with the reason. {@code compile} and {@code store}
 * call it; it runs nothing, and uses {@code rewrite} and {@code format}.
 */
package radicchio.engine.chicory.module;
