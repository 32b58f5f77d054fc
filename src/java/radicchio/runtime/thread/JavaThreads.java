package radicchio.runtime.thread;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Makes threads of Java: virtual ones if the JVM has them (Java 21), else daemons of the platform. */
public final class JavaThreads {
  private static final ThreadFactory FACTORY = factory();

  private JavaThreads() {}

  /** Makes a thread, which the caller must start. */
  public static Thread make(Runnable body) {
    Thread thread = FACTORY.newThread(body);
    thread.setName("radicchio-task");
    return thread;
  }

  private static ThreadFactory factory() {
    try {
      return virtual();
    } catch (NoSuchMethodException | ClassNotFoundException e) {
      return JavaThreads::daemon;
    } catch (Throwable e) {
      throw new IllegalStateException("the JVM has virtual threads, but does not make them", e);
    }
  }

  private static ThreadFactory virtual() throws Throwable {
    Class<?> builder = Class.forName("java.lang.Thread$Builder");
    Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Object made =
        lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual)).invoke();
    return (ThreadFactory)
        lookup
            .findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
            .invoke(made);
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    return thread;
  }
}
