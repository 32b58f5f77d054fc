package radicchio.engine;

/** The way in which the functions of a core module run. Both backends behave the same; one is faster. */
public enum Backend {
  /** Compiled to JVM bytecode before the first call. */
  COMPILER,
  /** Interpreted, instruction by instruction. */
  INTERPRETER
}
