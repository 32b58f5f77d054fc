package radicchio.engine;

import java.util.List;

/**
 * A core module that was parsed, validated and made ready to run. Immutable; any thread may use it, in any
 * number of stores.
 */
public interface CoreModule {

  /** An import, in the order of the module's import section. */
  record Import(String module, String name, ExternType type) {}

  /** An export, in the order of the module's export section. */
  record Export(String name, ExternType type) {}

  List<Import> imports();

  List<Export> exports();

  Backend backend();

  /** Where its functions come from. */
  Origin origin();

  /** Where the functions of a module come from. */
  enum Origin {
    /** They are interpreted: {@link #backend} is the interpreter. */
    INTERPRETED,
    /** They were compiled now. */
    COMPILED,
    /** Compiled earlier, they were in this user's cache. */
    CACHE,
    /** Compiled ahead of time, they were on the class path. */
    CLASS_PATH
  }

  /** How many functions run interpreted although {@link #backend} is the compiler: those that cannot be compiled. */
  int interpretedFunctions();
}
