package radicchio.engine;

import java.nio.file.Path;

/**
 * An engine that runs core modules. {@link java.util.ServiceLoader} finds it, through the loader of this class, by its name in
 * {@code META-INF/services/radicchio.engine.EngineProvider}. It needs a public constructor without parameters. Any thread may
 * call it.
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
