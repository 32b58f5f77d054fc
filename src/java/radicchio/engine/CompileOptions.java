package radicchio.engine;

/**
 * How a module is made ready to run.
 *
 * @param cache whether compiled classes may be taken from the cache of this user and kept there; it means
 *     nothing to the interpreter
 */
public record CompileOptions(Backend backend, boolean cache) {

  /** With the cache, where there is one. */
  public static CompileOptions of(Backend backend) {
    return new CompileOptions(backend, true);
  }

  /** The same, compiled anew. */
  public CompileOptions withoutCache() {
    return new CompileOptions(backend, false);
  }
}
