package radicchio.engine.chicory.lanes;

/** The instructions on all bits of a vector that are more than one instruction of the JVM. */
public final class V128 {
  private V128() {}

  /** 1 if a bit is set, otherwise 0. */
  public static int anyTrue(long low, long high) {
    return (low | high) != 0 ? 1 : 0;
  }
}
