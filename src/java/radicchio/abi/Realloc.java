package radicchio.abi;

/**
 * The {@code realloc} option of a canonical definition. The runtime's implementation forbids the instance to
 * leave while it runs ("Lifting and Lowering Context"); the result is checked by whoever calls.
 */
@FunctionalInterface
public interface Realloc {
  /** Pointers and lengths are unsigned 32-bit numbers. */
  int call(int oldPointer, int oldByteLength, int alignment, int newByteLength);
}
