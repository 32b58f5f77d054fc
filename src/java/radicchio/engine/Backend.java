package radicchio.engine;

/** How the bodies of a core module run. Both obey the same rules; one is faster. */
public enum Backend {
  /** Compiled to JVM bytecode before the first call. */
  COMPILER,
  /** Interpreted, instruction by instruction. */
  INTERPRETER
}
