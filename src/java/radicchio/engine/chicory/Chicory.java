package radicchio.engine.chicory;

import java.nio.file.Path;
import java.util.function.Supplier;
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
    return withHeap(() -> CompiledModule.of(wasm, options));
  }

  /** See {@link radicchio.engine.Engine#compileInto}. */
  public static CompiledAhead compileInto(byte[] wasm, Path folder) {
    return withHeap(() -> AheadOfTime.compile(wasm, folder));
  }

  /** See {@link radicchio.engine.Engine#oversizedFunctions}. */
  public static int oversizedFunctions(byte[] wasm) {
    return withHeap(() -> Oversized.count(wasm));
  }

  /** See {@link radicchio.engine.Engine#clearCache}. */
  public static ClearedCache clearCache() {
    return ClassCache.clear();
  }

  private static <T> T withHeap(Supplier<T> compiling) {
    try {
      return compiling.get();
    } catch (OutOfMemoryError e) {
      throw Refused.heap(e);
    }
  }

  /** See {@link radicchio.engine.Engine#store}. */
  public static Store store(Limits limits) {
    Preload.ensure();
    StackRoom.require();
    return new GuestStore(limits);
  }
}
