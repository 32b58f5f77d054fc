package radicchio.engine.chicory;

import java.nio.file.Path;
import java.util.function.Supplier;
import radicchio.engine.ClearedCache;
import radicchio.engine.CompileOptions;
import radicchio.engine.CompiledAhead;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.EngineProvider;
import radicchio.engine.Limits;
import radicchio.engine.chicory.compile.AheadOfTime;
import radicchio.engine.chicory.compile.ClassCache;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.compile.FreshModule;
import radicchio.engine.chicory.module.Refused;
import radicchio.engine.chicory.store.GuestStore;
import radicchio.engine.chicory.store.Preload;
import radicchio.engine.limits.HeapReserve;
import radicchio.engine.limits.StackRoom;

/** Chicory as an engine. */
public final class Chicory implements EngineProvider {
  @Override
  public CoreModule compile(byte[] wasm, CompileOptions options) {
    return withHeap(() -> CompiledModule.of(wasm, options));
  }

  @Override
  public CompiledAhead compileInto(byte[] wasm, Path folder) {
    return withHeap(() -> AheadOfTime.compile(wasm, folder));
  }

  @Override
  public int oversizedFunctions(byte[] wasm) {
    return withHeap(() -> FreshModule.countInterpreted(wasm));
  }

  @Override
  public ClearedCache clearCache() {
    return ClassCache.clear();
  }

  private static <T> T withHeap(Supplier<T> compiling) {
    try {
      return compiling.get();
    } catch (OutOfMemoryError e) {
      throw Refused.heap(e);
    }
  }

  @Override
  public CoreStore store(Limits limits) {
    Preload.ensure();
    StackRoom.require();
    return withHeap(
        () -> {
          HeapReserve.keep();
          return new GuestStore(limits);
        });
  }
}
