package radicchio.runtime.stream.host;

import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.thread.Operation;

/** The read of a guest that an end of the host has not answered. There is at most one at a time. Used inside the store. */
final class WaitingRead {
  private final HostDoor door;

  /** Where the elements go; null if no read waits. */
  private CopyBuffer target;

  private CopyListener listener;

  /** Open while the read waits for the host; null if it does not. */
  private Operation operation;

  WaitingRead(HostDoor door) {
    this.door = door;
  }

  void begin(CopyBuffer target, CopyListener listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Returns where the elements go; null if no read waits. */
  CopyBuffer target() {
    return target;
  }

  /** The host has to do something first, which the guest may wait for. */
  void waitForHost() {
    if (operation == null) {
      operation = door.begin();
    }
  }

  /** Ends the read. */
  void end(CopyResult result) {
    CopyListener told = listener;
    target = null;
    listener = null;
    if (operation != null) {
      operation.complete(() -> {});
      operation = null;
    }
    told.done(result);
  }
}
