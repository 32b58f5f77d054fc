package radicchio.engine;

import java.util.Optional;

/**
 * How a module is made ready to run.
 *
 * @param cache whether compiled classes may be taken from the cache of this user and kept there; ignored by the
 *     interpreter
 * @param loader where classes that were compiled ahead of time are looked for first: the loader of the code that
 *     uses the module. Then come the context class loader and this library's own
 */
public record CompileOptions(Backend backend, boolean cache, Optional<ClassLoader> loader) {

  /** For code that is loaded by no loader in particular. */
  public CompileOptions(Backend backend, boolean cache) {
    this(backend, cache, Optional.empty());
  }

  /** With the cache, where there is one. */
  public static CompileOptions of(Backend backend) {
    return new CompileOptions(backend, true);
  }

  /** The same, compiled anew. */
  public CompileOptions withoutCache() {
    return new CompileOptions(backend, false, loader);
  }

  /** The same, with a loader of its own. */
  public CompileOptions withLoader(ClassLoader first) {
    return new CompileOptions(backend, cache, Optional.of(first));
  }
}
