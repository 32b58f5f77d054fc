package radicchio.engine;

import java.util.Optional;

/**
 * The options of compiling a module.
 *
 * @param cache whether compiled classes may be read from this user's cache and written to it; ignored by the interpreter
 * @param loader the first loader to search for classes that were compiled ahead of time: the loader of the code that uses the
 *     module. The context class loader and this library's own loader follow
 */
public record CompileOptions(Backend backend, boolean cache, Optional<ClassLoader> loader) {

  /** For code without a particular loader. */
  public CompileOptions(Backend backend, boolean cache) {
    this(backend, cache, Optional.empty());
  }

  /** Returns options with the cache, if there is one. */
  public static CompileOptions of(Backend backend) {
    return new CompileOptions(backend, true);
  }

  /** Returns the same options without the cache. */
  public CompileOptions withoutCache() {
    return new CompileOptions(backend, false, loader);
  }

  /** Returns the same options with a loader. */
  public CompileOptions withLoader(ClassLoader first) {
    return new CompileOptions(backend, cache, Optional.of(first));
  }
}
