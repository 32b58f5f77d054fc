package radicchio.abi.context;

/**
 * The {@code realloc} option of a canonical definition. While it runs, the runtime's implementation forbids the instance to
 * leave ("Lifting and Lowering Context"). The caller checks the result.
 */
@FunctionalInterface
public interface Realloc {
  /** Pointers and lengths are unsigned 32-bit numbers. */
  int call(int oldPointer, int oldByteLength, int alignment, int newByteLength);
}
