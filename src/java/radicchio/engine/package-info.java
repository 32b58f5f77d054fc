/**
 * The boundary to an engine: core modules are compiled, instantiated in a store and called here, for every engine.
 *
 * <p>Its inputs are the bytes of a core module and the arguments of its imports ({@link radicchio.engine.Func} and the other externs). Its
 * outputs are a {@link radicchio.engine.CoreModule}, its instances, and {@link radicchio.error.RadicchioException}s; no exception of an
 * engine leaves it. {@link radicchio.engine.Engine} is the entrance. {@code runtime}, {@code values} and the hosts of WASI call it. An engine
 * is an {@link radicchio.engine.EngineProvider}; this package names none. It uses only {@code error}.
 */
package radicchio.engine;
