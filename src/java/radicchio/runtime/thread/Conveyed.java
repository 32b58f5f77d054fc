package radicchio.runtime.thread;

import java.util.ServiceLoader;

/** What a thread had when this was made ({@link Conveyance}), for threads that work for it. Any thread may use it. */
public final class Conveyed {
  private static final Conveyance HOW =
      ServiceLoader.load(Conveyance.class, Conveyed.class.getClassLoader())
          .findFirst()
          .orElse(new None());

  private static final class None implements Conveyance {
    @Override
    public Object capture() {
      return this;
    }

    @Override
    public Object exchange(Object captured) {
      return captured;
    }
  }

  private final Object captured = HOW.capture();

  private Conveyed() {}

  /** Captures what the running thread has. */
  public static Conveyed ofThisThread() {
    return new Conveyed();
  }

  /** Runs a body on the running thread, with what the other thread had. */
  public void run(Runnable body) {
    Object before = HOW.exchange(captured);
    try {
      body.run();
    } finally {
      HOW.exchange(before);
    }
  }
}
