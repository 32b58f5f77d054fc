package radicchio.engine;

import java.nio.file.Path;
import radicchio.engine.chicory.Chicory;

/**
 * The door of the engine room: core WebAssembly on the JVM. Nothing outside this package names the engine
 * that stands behind it.
 */
public final class Engine {
  private Engine() {}

  /** As {@link #compile(byte[], CompileOptions)}, with the cache. */
  public static CoreModule compile(byte[] wasm, Backend backend) {
    return compile(wasm, CompileOptions.of(backend));
  }

  /**
   * Parses, validates and compiles a core module. One that was compiled earlier is not parsed, validated or
   * compiled again: its classes are found by the digest of its bytes, on the class path, where
   * {@link #compileInto} put them, or in the cache of this user. The cache is a folder,
   * {@code $XDG_CACHE_HOME/radicchio} or what the platform has for it; the system property
   * {@code radicchio.cache} or the environment's {@code RADICCHIO_CACHE} names another one, or is {@code false}
   * for none. Nothing in it is used that is damaged, or that anyone else could have written.
   *
   * @param wasm the binary format; not changed, not kept
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID} with {@code :offset}
   *     where known; {@code INVALID} naming the feature where the engine lacks it
   */
  public static CoreModule compile(byte[] wasm, CompileOptions options) {
    return Chicory.compile(wasm, options);
  }

  /**
   * Compiles a core module into a folder that is, or becomes, a part of the class path, and where
   * {@link #compile} finds it. Classes that are there already are left as they are.
   *
   * @param folder made where it is not there
   * @throws radicchio.error.RadicchioException as {@link #compile}; {@code CONFIG} where the folder cannot be
   *     written
   */
  public static CompiledAhead compileInto(byte[] wasm, Path folder) {
    return Chicory.compileInto(wasm, folder);
  }

  /**
   * How many functions of a core module are too large for the JVM, and run interpreted where it is compiled. Only
   * these are looked at.
   *
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}
   */
  public static int oversizedFunctions(byte[] wasm) {
    return Chicory.oversizedFunctions(wasm);
  }

  /**
   * Deletes the compiled classes in this user's cache, of this version and of others.
   *
   * @throws radicchio.error.RadicchioException {@code CONFIG} where a file cannot be deleted
   */
  public static ClearedCache clearCache() {
    return Chicory.clearCache();
  }

  /** A new, empty store. */
  public static Store store(Limits limits) {
    return Chicory.store(limits);
  }
}
