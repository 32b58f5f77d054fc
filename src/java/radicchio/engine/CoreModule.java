package radicchio.engine;

import java.util.List;

/**
 * A core module that is parsed, validated and ready to run. It is immutable. Any thread may use it, in any number of stores.
 */
public interface CoreModule {

  /** An import, in the order of the module's import section. */
  record Import(String module, String name, ExternType type) {}

  /** An export, in the order of the module's export section. */
  record Export(String name, ExternType type) {}

  List<Import> imports();

  List<Export> exports();

  Backend backend();

  /** Returns the origin of its functions. */
  Origin origin();

  /** The origin of a module's functions. */
  enum Origin {
    /** They are interpreted: {@link #backend} is the interpreter. */
    INTERPRETED,
    /** They were compiled by this call. */
    COMPILED,
    /** They were compiled earlier, and read from this user's cache. */
    CACHE,
    /** They were compiled ahead of time, and found on the class path. */
    CLASS_PATH
  }

  /** Returns the number of functions that are interpreted although {@link #backend} is the compiler: those that cannot be compiled. */
  int interpretedFunctions();
}
