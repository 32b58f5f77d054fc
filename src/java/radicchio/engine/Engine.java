package radicchio.engine;

import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Core WebAssembly on the JVM. It is run by the {@link EngineProvider} that is found first; nothing else names the
 * engine. Any thread may call.
 *
 * <p>Every method throws {@code CONFIG} if there is no engine on the class path of this library.
 */
public final class Engine {
  private static volatile EngineProvider provider;

  private Engine() {}

  /** Found at first use. A search that fails is repeated: what is missing may be there the next time. */
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
        "there is not an engine that runs core modules: expected META-INF/services/"
            + EngineProvider.class.getName()
            + " on the class path, and the engine that it names; use Radicchio's own jar, or merge the files of"
            + " META-INF/services when several jars become one"
            + (cause == null ? "" : ": " + ForeignText.thrown(cause)),
        cause);
  }

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
    return provider().compile(wasm, options);
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
    return provider().compileInto(wasm, folder);
  }

  /**
   * How many functions of a core module are too large for the JVM, and run interpreted where it is compiled. Only
   * these are looked at.
   *
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}
   */
  public static int oversizedFunctions(byte[] wasm) {
    return provider().oversizedFunctions(wasm);
  }

  /**
   * Deletes the compiled classes in this user's cache, of this version and of others.
   *
   * @throws radicchio.error.RadicchioException {@code CONFIG} where a file cannot be deleted
   */
  public static ClearedCache clearCache() {
    return provider().clearCache();
  }

  /** A new, empty store. */
  public static CoreStore store(Limits limits) {
    return provider().store(limits);
  }
}
