package radicchio.engine.chicory;

import java.nio.file.Path;
import radicchio.engine.ClearedCache;
import radicchio.engine.CompileOptions;
import radicchio.engine.CompiledAhead;
import radicchio.engine.CoreModule;
import radicchio.engine.Limits;
import radicchio.engine.Store;

/** The door of this package: the engine that stands behind {@link radicchio.engine.Engine}. */
public final class Chicory {
  private Chicory() {}

  /** See {@link radicchio.engine.Engine#compile}. */
  public static CoreModule compile(byte[] wasm, CompileOptions options) {
    return CompiledModule.of(wasm, options);
  }

  /** See {@link radicchio.engine.Engine#compileInto}. */
  public static CompiledAhead compileInto(byte[] wasm, Path folder) {
    return AheadOfTime.compile(wasm, folder);
  }

  /** See {@link radicchio.engine.Engine#oversizedFunctions}. */
  public static int oversizedFunctions(byte[] wasm) {
    return Oversized.count(wasm);
  }

  /** See {@link radicchio.engine.Engine#clearCache}. */
  public static ClearedCache clearCache() {
    return ClassCache.clear();
  }

  /** See {@link radicchio.engine.Engine#store}. */
  public static Store store(Limits limits) {
    Preload.ensure();
    return new GuestStore(limits);
  }
}
