package radicchio.runtime.stream;

import radicchio.component.ValType;
import radicchio.component.ValType.StreamType;

/** A stream that a guest made ({@code SharedStreamImpl}). At most one copy waits: of the readable end, or of the writable one. */
public final class SharedStream implements Shared.Readable, Shared.Writable {
  private final StreamType type;
  private boolean dropped;
  private CopyBuffer pending;
  private CopyListener pendingListener;

  public SharedStream(StreamType type) {
    this.type = type;
  }

  @Override
  public ValType type() {
    return type;
  }

  private void reset() {
    pending = null;
    pendingListener = null;
  }

  private void resetAndNotify(CopyResult result) {
    CopyListener listener = pendingListener;
    reset();
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
    if (dropped) {
      listener.done(CopyResult.DROPPED);
    } else if (pending == null) {
      pends(target, listener);
    } else {
      CopyBuffer.checkApart(target, pending, type.element(), "stream");
      if (pending.remaining() > 0) {
        if (target.remaining() > 0) {
          CopyBuffer.copy(pending, target);
          pendingListener.copied(this::reset);
        }
        listener.done(CopyResult.COMPLETED);
      } else {
        resetAndNotify(CopyResult.COMPLETED);
        pends(target, listener);
      }
    }
  }

  @Override
  public void write(CopyBuffer source, CopyListener listener) {
    if (dropped) {
      listener.done(CopyResult.DROPPED);
    } else if (pending == null) {
      pends(source, listener);
    } else {
      CopyBuffer.checkApart(source, pending, type.element(), "stream");
      if (pending.remaining() > 0) {
        if (source.remaining() > 0) {
          CopyBuffer.copy(source, pending);
          pendingListener.copied(this::reset);
        }
        listener.done(CopyResult.COMPLETED);
      } else if (source.isZeroLength() && pending.isZeroLength()) {
        listener.done(CopyResult.COMPLETED);
      } else {
        resetAndNotify(CopyResult.COMPLETED);
        pends(source, listener);
      }
    }
  }

  private void pends(CopyBuffer buffer, CopyListener listener) {
    pending = buffer;
    pendingListener = listener;
  }
}
