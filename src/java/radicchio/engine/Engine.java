package radicchio.engine;

import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Core WebAssembly on the JVM. The first {@link EngineProvider} that is found runs it; nothing else names the engine. Any thread
 * may call.
 *
 * <p>Every method throws {@code CONFIG} if the class path of this library has no engine.
 */
public final class Engine {
  private static volatile EngineProvider provider;

  private Engine() {}

  /** Found on first use. A search that fails is repeated, because the next one may succeed. */
  private static EngineProvider provider() {
    EngineProvider found = provider;
    if (found == null) {
      found = found(Engine.class.getClassLoader());
      provider = found;
    }
    return found;
  }

  private static EngineProvider found(ClassLoader loader) {
    try {
      return ServiceLoader.load(EngineProvider.class, loader)
          .findFirst()
          .orElseThrow(() -> missing(null));
    } catch (ServiceConfigurationError e) {
      throw missing(e);
    }
  }

  private static RadicchioException missing(Throwable cause) {
    return RadicchioException.of(
        ErrorKind.CONFIG,
        "missing engine for core modules: expected META-INF/services/"
            + EngineProvider.class.getName()
            + " on the class path, and the engine that it names; use Radicchio's own jar, or merge the files of"
            + " META-INF/services if you merge several jars"
            + (cause == null ? "" : ": " + ForeignText.thrown(cause)),
        cause);
  }

  /** Does the same as {@link #compile(byte[], CompileOptions)}, with the cache. */
  public static CoreModule compile(byte[] wasm, Backend backend) {
    return compile(wasm, CompileOptions.of(backend));
  }

  /**
   * Parses, validates and compiles a core module. A module that was compiled earlier is not parsed, validated or compiled again:
   * its classes are found by the digest of its bytes, on the class path, where {@link #compileInto} put them, or in this user's
   * cache. The cache is a folder, {@code $XDG_CACHE_HOME/radicchio} or the equivalent of the platform. The system property {@code
   * radicchio.cache} or the environment variable {@code RADICCHIO_CACHE} names another folder, or is {@code false} for no cache.
   * A file of the cache is not used if it is damaged, or if another user could have written it.
   *
   * @param wasm the binary format; not changed, not kept
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}, with {@code :offset} if known; {@code
   *     INVALID} with the name of a feature that the engine does not support
   */
  public static CoreModule compile(byte[] wasm, CompileOptions options) {
    return provider().compile(wasm, options);
  }

  /**
   * Compiles a core module into a folder of the class path, where {@link #compile} finds it. Existing classes are unchanged.
   *
   * @param folder made if it does not exist
   * @throws radicchio.error.RadicchioException as {@link #compile}; {@code CONFIG} if the folder cannot be written
   */
  public static CompiledAhead compileInto(byte[] wasm, Path folder) {
    return provider().compileInto(wasm, folder);
  }

  /**
   * Returns the number of functions of a core module that are too large for the JVM, and are interpreted even if the module is
   * compiled. Only these are checked.
   *
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}
   */
  public static int oversizedFunctions(byte[] wasm) {
    return provider().oversizedFunctions(wasm);
  }

  /**
   * Deletes the compiled classes in this user's cache, of this version and of others.
   *
   * @throws radicchio.error.RadicchioException {@code CONFIG} if a file cannot be deleted
   */
  public static ClearedCache clearCache() {
    return provider().clearCache();
  }

  /** Makes a new, empty store. */
  public static CoreStore store(Limits limits) {
    return provider().store(limits);
  }
}
