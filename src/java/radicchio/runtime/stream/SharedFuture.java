package radicchio.runtime.stream;

import radicchio.component.ValType;
import radicchio.component.ValType.FutureType;

/** A future that a guest made ({@code SharedFutureImpl}). At most one copy waits: of the readable end, or of the writable one. */
public final class SharedFuture implements Shared.Readable, Shared.Writable {
  private final FutureType type;
  private boolean dropped;
  private CopyBuffer pending;
  private CopyListener pendingListener;

  public SharedFuture(FutureType type) {
    this.type = type;
  }

  @Override
  public ValType type() {
    return type;
  }

  private void resetAndNotify(CopyResult result) {
    CopyListener listener = pendingListener;
    pending = null;
    pendingListener = null;
    listener.done(result);
  }

  @Override
  public void cancel() {
    resetAndNotify(CopyResult.CANCELLED);
  }

  @Override
  public void drop() {
    if (!dropped) {
      dropped = true;
      if (pending != null) {
        resetAndNotify(CopyResult.DROPPED);
      }
    }
  }

  @Override
  public void read(CopyBuffer target, CopyListener listener) {
    if (pending == null) {
      pends(target, listener);
    } else {
      CopyBuffer.checkApart(target, pending, type.element(), "future");
      CopyBuffer.copy(pending, target);
      resetAndNotify(CopyResult.COMPLETED);
      listener.done(CopyResult.COMPLETED);
    }
  }

  @Override
  public void write(CopyBuffer source, CopyListener listener) {
    if (dropped) {
      listener.done(CopyResult.DROPPED);
    } else if (pending == null) {
      pends(source, listener);
    } else {
      CopyBuffer.checkApart(source, pending, type.element(), "future");
      CopyBuffer.copy(source, pending);
      resetAndNotify(CopyResult.COMPLETED);
      listener.done(CopyResult.COMPLETED);
    }
  }

  private void pends(CopyBuffer buffer, CopyListener listener) {
    pending = buffer;
    pendingListener = listener;
  }
}
