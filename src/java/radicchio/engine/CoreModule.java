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

  /** How many functions run interpreted although {@link #backend} is the compiler: too large for the JVM. */
  int interpretedFunctions();
}
