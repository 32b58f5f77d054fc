package radicchio.runtime.task;

import java.util.Optional;
import java.util.function.Supplier;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/**
 * Calls of a guest that are not calls of an exported function: destructors, allocations, start functions. They are synchronous, and
 * each has a separate thread of the guest.
 */
public final class InnerCalls {
  /** The caller of a function without values. */
  private static final Caller NOBODY =
      new Caller() {
        @Override
        public Object[] started() {
          return new Object[0];
        }

        @Override
        public void returned(Object result) {
          // nothing waits for it
        }

        @Override
        public void cancelled() {
          throw new IllegalStateException("a synchronous call was cancelled");
        }
      };

  private InnerCalls() {}

  /** Ends a resource that the host owned. */
  public static void destroy(GuestResource type, int rep) {
    destroy(type, rep, null);
  }

  /**
   * Ends a resource whose last owner dropped it ({@code canon resource.drop}).
   *
   * @param caller the component instance that drops it; null for the host
   */
  static void destroy(GuestResource type, int rep, ComponentInstance caller) {
    ComponentInstance implementer = (ComponentInstance) type.implementer();
    implementer.enterFrom(caller);
    try {
      if (type.destructor().isPresent()) {
        Supplier<long[]> destructor = () -> type.destructor().get().call(rep);
        if (caller == null) {
          runFromHost(implementer, destructor);
        } else {
          run(implementer, destructor);
        }
      }
    } finally {
      implementer.leaveTo(caller);
    }
  }

  /** Runs a synchronous call into an instance, which may block if other threads of the instance can go on meanwhile. */
  public static <T> T run(ComponentInstance instance, Supplier<T> body) {
    if (!instance.isConcurrent()) {
      return body.get();
    }
    Task task = task(instance);
    Result<T> result = new Result<>();
    inThread(
        task,
        () -> {
          task.enter();
          task.start();
          result.value = body.get();
          task.returns(null);
          task.exit();
        });
    return result.value;
  }

  /** Does the same as {@link #run} on a thread of the host. */
  public static <T> T runFromHost(ComponentInstance instance, Supplier<T> body) {
    Result<T> result = new Result<>();
    instance.onHostThread(() -> result.value = run(instance, body));
    return result.value;
  }

  /** Runs an allocation in an instance, which must not leave it. */
  public static long[] allocate(ComponentInstance instance, Supplier<long[]> body) {
    instance.forbidLeaving();
    long[] allocated;
    if (instance.isConcurrent()) {
      Result<long[]> result = new Result<>();
      inThread(task(instance), () -> result.value = body.get());
      allocated = result.value;
    } else {
      allocated = body.get();
    }
    instance.allowLeaving();
    return allocated;
  }

  private static final class Result<T> {
    private T value;
  }

  private static Task task(ComponentInstance instance) {
    return new Task(
        instance,
        Task.Kind.SYNC,
        Optional.empty(),
        new TaskHandles(instance, Outside.COMPONENT),
        NOBODY);
  }

  private static void inThread(Task task, Runnable body) {
    Schedule schedule = task.instance().schedule();
    GuestThread thread = schedule.synchronous(task);
    task.begins(thread);
    schedule.runSynchronously(thread, body);
  }
}
