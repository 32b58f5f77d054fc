/**
 * The boundary to an engine: core modules are compiled, instantiated in a store and called here, whatever runs them.
 *
 * <p>In come bytes of a core module and what its imports are ({@link radicchio.engine.Func} and its like). Out come a
 * {@link radicchio.engine.CoreModule}, its instances, and {@link radicchio.error.RadicchioException}s: no exception of
 * an engine leaves. {@link radicchio.engine.Engine} is the door; {@code runtime}, {@code values} and the hosts of WASI
 * call it. An engine is an {@link radicchio.engine.EngineProvider}; this package names none. It uses {@code error}
 * alone.
 */
package radicchio.engine;
