package radicchio.runtime.stream;

import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.thread.Schedule;

/** A component instance that has ends of streams and futures. Used inside the store. */
public interface Participant {
  HandleSpace handles();

  /** Traps while {@code realloc} or {@code post-return} runs. */
  void checkMayLeave();

  /** Returns a context for one batch, with handles in the form of the other side. Its budget is that of one call. */
  Context context(CanonicalOptions options, Outside outside);

  /** Returns the threads of its store. */
  Schedule schedule();

  /** Returns the way between its store and threads of the host. */
  HostDoor door();
}
