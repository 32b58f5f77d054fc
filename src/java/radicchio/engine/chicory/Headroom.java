package radicchio.engine.chicory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * Whether any memory of this JVM has an array with more bytes than its guest may use. Only then does an access look at
 * the memory's limit; else the JVM's check of the index is the only one. The JVM's compilers take the answer for a
 * constant, and compile anew when it changes, which it does at most once: a guest that grows by many small steps needs
 * the room, and memory accesses of all guests cost about a tenth more from then on.
 */
final class Headroom {
  private static final MutableCallSite ANSWER =
      new MutableCallSite(MethodHandles.constant(boolean.class, false));
  private static final MethodHandle USED = ANSWER.dynamicInvoker();

  private Headroom() {}

  static boolean isUsed() {
    try {
      return (boolean) USED.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("a constant threw", t);
    }
  }

  /** Before any memory has room. */
  static synchronized void use() {
    if (!isUsed()) {
      ANSWER.setTarget(MethodHandles.constant(boolean.class, true));
      MutableCallSite.syncAll(new MutableCallSite[] {ANSWER});
    }
  }
}
