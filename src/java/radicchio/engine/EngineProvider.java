package radicchio.engine;

import java.nio.file.Path;

/**
 * An engine that runs core modules. It is found by {@link java.util.ServiceLoader}, through the loader of this class:
 * its name stands in {@code META-INF/services/radicchio.engine.EngineProvider}. It has a public constructor without
 * parameters, and is called by any thread.
 */
public interface EngineProvider {
  /** See {@link Engine#compile(byte[], CompileOptions)}. */
  CoreModule compile(byte[] wasm, CompileOptions options);

  /** See {@link Engine#compileInto}. */
  CompiledAhead compileInto(byte[] wasm, Path folder);

  /** See {@link Engine#oversizedFunctions}. */
  int oversizedFunctions(byte[] wasm);

  /** See {@link Engine#clearCache}. */
  ClearedCache clearCache();

  /** See {@link Engine#store}. */
  CoreStore store(Limits limits);
}
