package radicchio.runtime.stream.host;

import java.util.concurrent.CompletionStage;
import radicchio.abi.ElementPlan;
import radicchio.abi.PlainValues;
import radicchio.component.ValType.StreamType;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.thread.Group;

/**
 * A stream that the host gave: its readable end reads from a {@link StreamSource}. The source is asked only while a read waits.
 * Used inside the store.
 */
public final class HostStream implements Shared.Readable, Group.End {
  /** The most bytes, and the most elements, that are asked for at a time. */
  private static final int MOST_BYTES = 1 << 16;

  private static final int MOST_ELEMENTS = 1 << 10;

  private final StreamType type;
  private final HostDoor door;
  private final StreamSource source;
  private final ElementPlan plan;
  private final Outside outside;
  private final WaitingRead read;
  private boolean ended;

  /** Receives the source's elements, from one read to the next. */
  private byte[] bytes = new byte[0];

  private HostStream(StreamType type, HostDoor door, StreamSource source, Outside outside) {
    this.type = type;
    this.door = door;
    this.source = source;
    this.plan = ElementPlan.of(type.element(), PlainValues.INSTANCE);
    this.outside = outside;
    this.read = new WaitingRead(door);
  }

  /**
   * Makes the readable side of a source.
   *
   * @param outside the form of handles in its elements
   */
  public static HostStream of(
      StreamType type, HostDoor door, StreamSource source, Outside outside) {
    HostStream made = new HostStream(type, door, source, outside);
    door.onEnd(made);
    return made;
  }

  @Override
  public StreamType type() {
    return type;
  }

  @Override
  public void read(CopyBuffer target, CopyListener listener) {
    if (ended) {
      listener.done(CopyResult.DROPPED);
    } else if (target.remaining() == 0) {
      listener.done(CopyResult.COMPLETED);
    } else {
      read.begin(target, listener);
      try {
        pull();
      } catch (Throwable t) {
        release();
        throw t instanceof RadicchioException ours ? ours : door.hostThrew(t);
      }
    }
  }

  /** Asks the source for the elements that the pending read wants. */
  private void pull() {
    int count = plan.isScalar() ? pullBytes() : pullElements();
    if (count == StreamSource.END) {
      release();
      read.end(CopyResult.DROPPED);
    } else if (count > 0) {
      read.end(CopyResult.COMPLETED);
    } else {
      await(source.whenReadable());
    }
  }

  private int pullBytes() {
    int size = plan.size();
    int wanted = (int) Math.min((long) read.target().remaining() * size, MOST_BYTES / size * size);
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    int count = ((StreamSource.OfBytes) source).read(bytes, 0, wanted);
    if (count > 0) {
      CopyBuffer.copy(CopyBuffer.ofBytes(bytes, 0, size, count / size), read.target());
    }
    return count;
  }

  private int pullElements() {
    Object[] elements = new Object[Math.min(read.target().remaining(), MOST_ELEMENTS)];
    int count = ((StreamSource.OfElements) source).read(elements, 0, elements.length);
    if (count > 0) {
      CopyBuffer.copy(CopyBuffer.ofObjects(elements, 0, count, plan, outside), read.target());
    }
    return count;
  }

  private void await(CompletionStage<Void> readable) {
    read.waitForHost();
    CopyBuffer waiting = read.target();
    readable.whenComplete((ready, failure) -> door.arrive(() -> arrived(waiting, failure)));
  }

  private void arrived(CopyBuffer waiting, Throwable failure) {
    if (read.target() != waiting) {
      return; // it was cancelled
    }
    try {
      if (failure != null) {
        release();
        door.fail(failure);
      } else {
        pull();
      }
    } catch (Throwable t) {
      release();
      door.fail(t);
    }
  }

  @Override
  public void cancel() {
    read.end(CopyResult.CANCELLED);
  }

  @Override
  public void drop() {
    release();
  }

  @Override
  public void ended(RuntimeException why) {
    release();
  }

  /** Closes the source, once. */
  private void release() {
    if (!ended) {
      ended = true;
      bytes = new byte[0];
      door.forget(this);
      source.close();
    }
  }
}
