package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Frees the objects of the GC proposal that an instance no longer reaches. The engine marks what is reached by calling
 * itself, as deep as the guest's data: where the stack of the thread does not suffice, a thread with much more does it.
 * It does so between calls, and only after many objects were made. Guarded by the store's lock.
 */
final class Sweeping {
  private static final long STACK = 1L << 30;
  private static final MethodHandle SAFE_POINT = safePoint();

  private final Instance instance;
  private boolean deep;

  /** Whether even the larger stack does not suffice: then nothing is freed any more. */
  private boolean tooDeep;

  Sweeping(Instance instance) {
    this.instance = instance;
  }

  private static MethodHandle safePoint() {
    try {
      return MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup())
          .findVirtual(Instance.class, "gcSafePoint", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the engine has no method gcSafePoint", e);
    }
  }

  void sweep() {
    if (tooDeep) {
      return;
    }
    if (!deep) {
      try {
        mark();
        return;
      } catch (StackOverflowError e) {
        deep = true; // nothing was freed yet
      }
    }
    onDeepStack();
  }

  private void mark() {
    try {
      SAFE_POINT.invokeExact(instance);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a method that declares no exception threw one", e);
    }
  }

  private void onDeepStack() {
    Throwable[] thrown = new Throwable[1]; // read after the thread's end
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                mark();
              } catch (RuntimeException | Error e) {
                thrown[0] = e;
              }
            },
            "radicchio-sweep",
            STACK);
    thread.setDaemon(true);
    thread.start();
    await(thread);
    if (thrown[0] instanceof StackOverflowError) {
      tooDeep = true;
    } else if (thrown[0] instanceof Error e) {
      throw e;
    } else if (thrown[0] instanceof RuntimeException e) {
      throw e;
    }
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
