package radicchio.engine.chicory;

import java.io.IOException;
import radicchio.engine.Backend;
import radicchio.engine.CoreModule;
import radicchio.engine.Limits;
import radicchio.engine.Store;
import radicchio.engine.Wasi;
import radicchio.engine.WasiOptions;

/** The door of this package: the engine that stands behind {@link radicchio.engine.Engine}. */
public final class Chicory {
  private Chicory() {}

  /** See {@link radicchio.engine.Engine#compile}. */
  public static CoreModule compile(byte[] wasm, Backend backend) {
    return CompiledModule.of(wasm, backend);
  }

  /** See {@link radicchio.engine.Engine#store}. */
  public static Store store(Limits limits) {
    Preload.ensure();
    return new GuestStore(limits);
  }

  /** See {@link radicchio.engine.Engine#wasi}. */
  public static Wasi wasi(WasiOptions options) throws IOException {
    return WasiHost.of(options);
  }
}
