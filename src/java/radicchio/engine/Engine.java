package radicchio.engine;

import java.io.IOException;
import radicchio.engine.chicory.Chicory;

/**
 * The door of the engine room: core WebAssembly on the JVM. Nothing outside this package names the engine
 * that stands behind it.
 */
public final class Engine {
  private Engine() {}

  /**
   * Parses, validates and compiles a core module.
   *
   * @param wasm the binary format; not changed, not kept
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID} with {@code :offset}
   *     where known; {@code INVALID} naming the feature where the engine lacks it
   */
  public static CoreModule compile(byte[] wasm, Backend backend) {
    return Chicory.compile(wasm, backend);
  }

  /**
   * WASI preview 1 for one guest.
   *
   * @throws IOException where a granted directory is not there
   */
  public static Wasi wasi(WasiOptions options) throws IOException {
    return Chicory.wasi(options);
  }

  /** A new, empty store. */
  public static Store store(Limits limits) {
    return Chicory.store(limits);
  }
}
