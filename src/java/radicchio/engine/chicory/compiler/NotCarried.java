package radicchio.engine.chicory.compiler;

/** Thrown for a module with an instruction that this compiler does not support yet. */
public final class NotCarried extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCarried(int opcode) {
    this("an instruction is not compiled: 0x" + Integer.toHexString(opcode));
  }

  public NotCarried(String message) {
    super(message);
  }
}
