package radicchio.runtime.stream.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import radicchio.error.Unchanged;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.thread.Conveyed;
import radicchio.runtime.thread.Group;

/**
 * What a {@link BlockingProducer} has produced and the guest has not read yet: between the producer's thread and the store. Its
 * lock is held only to move elements, so it never makes the store wait.
 */
public final class ProducedElements implements BlockingProducer.Sink, Group.End {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_ELEMENTS = 1 << 10;

  private final HostDoor door;
  private final BlockingProducer producer;

  /** What the thread had that gave the stream to the guest, for the producer. */
  private final Conveyed conveyed = Conveyed.ofThisThread();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, like all fields below. The bytes from {@code from} up to {@code to} are not read yet. */
  private byte[] bytes = new byte[0];

  private int from;
  private int to;
  private final Deque<Object[]> elements = new ArrayDeque<>();

  private boolean started;
  private boolean ended;
  private boolean gone;

  /** The producer's thread while it produces; null otherwise. */
  private Thread thread;

  /** The number of threads that wait for the guest. */
  private int writers;

  /** Why the instance has ended; null if it has not. */
  private RuntimeException end;

  private Throwable failure;

  /** Completes when something can be read; null if the store does not wait for that. */
  private CompletableFuture<Void> ready;

  private ProducedElements(HostDoor door, BlockingProducer producer) {
    this.door = door;
    this.producer = producer;
  }

  /** Makes a source of what the producer produces. Must be called inside the store. */
  public static StreamSource of(HostDoor door, BlockingProducer producer, boolean scalar) {
    ProducedElements produced = new ProducedElements(door, producer);
    door.onEnd(produced);
    return scalar ? produced.new Bytes() : produced.new Elements();
  }

  // The producer's side

  private void run() {
    Throwable thrown = begins() ? produce() : null;
    lock.lock();
    try {
      thread = null;
      ended = true;
      failure = thrown;
      wake();
    } finally {
      lock.unlock();
    }
  }

  private boolean begins() {
    lock.lock();
    try {
      thread = gone ? null : Thread.currentThread();
      return !gone;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what it threw; null for nothing. */
  private Throwable produce() {
    try {
      conveyed.run(() -> produceAll());
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void produceAll() {
    try {
      producer.produce(this);
    } catch (Exception e) {
      throw Unchanged.<RuntimeException>thrown(e);
    }
  }

  @Override
  public boolean write(byte[] source, int offset, int length) {
    int done = 0;
    while (done < length) {
      lock.lock();
      try {
        if (!await(() -> to - from < MOST_BYTES)) {
          return false;
        }
        int count = Math.min(length - done, MOST_BYTES - (to - from));
        reserve(count);
        System.arraycopy(source, offset + done, bytes, to, count);
        to += count;
        done += count;
        wake();
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  private void reserve(int count) {
    if (to + count > bytes.length) {
      byte[] larger = to - from + count > bytes.length ? new byte[MOST_BYTES] : bytes;
      System.arraycopy(bytes, from, larger, 0, to - from);
      bytes = larger;
      to -= from;
      from = 0;
    }
  }

  @Override
  public boolean write(Object staged) {
    lock.lock();
    try {
      if (!await(() -> elements.size() < MOST_ELEMENTS)) {
        return false;
      }
      elements.add(new Object[] {staged});
      wake();
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTaken() {
    lock.lock();
    try {
      boolean taken = await(this::isTaken) || isTaken();
      if (taken && gone && thread == Thread.currentThread()) {
        thread.interrupt(); // it was not told that the reader has gone
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isTaken() {
    return from == to && elements.isEmpty();
  }

  private interface Test {
    boolean isTrue();
  }

  /** Waits until a condition holds. Returns false if the reader has closed. */
  private boolean await(Test test) {
    long left = door.timeoutNanos();
    writers++;
    try {
      while (isOpen() && !test.isTrue()) {
        if (left <= 0) {
          throw HostReads.tooLong("the guest to read");
        }
        left = changed.awaitNanos(left);
      }
      return isOpen();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HostReads.interrupted();
    } finally {
      writers--;
    }
  }

  private boolean isOpen() {
    if (end != null) {
      throw end;
    }
    return !gone && !ended;
  }

  private void wake() {
    if (ready != null) {
      CompletableFuture<Void> waiting = ready;
      ready = null;
      waiting.complete(null);
    }
  }

  // The store's side

  private CompletionStage<Void> whenReadable() {
    lock.lock();
    try {
      if (isReadable()) {
        return CompletableFuture.completedFuture(null);
      }
      ready = ready == null ? new CompletableFuture<>() : ready;
      return ready;
    } finally {
      lock.unlock();
    }
  }

  private boolean isReadable() {
    return ended || from < to || !elements.isEmpty();
  }

  /** Starts the producer, once. Returns 0 if nothing was produced yet, or the end. */
  private int nothing() {
    if (!started) {
      started = true;
      door.runBlocking(this::run);
    } else if (failure != null) {
      throw Unchanged.<RuntimeException>thrown(failure);
    }
    return ended ? StreamSource.END : 0;
  }

  @Override
  public void ended(RuntimeException why) {
    lock.lock();
    try {
      end = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void close() {
    door.forget(this);
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
      if (thread != null && writers == 0) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    producer.close();
  }

  private final class Bytes implements StreamSource.OfBytes {
    @Override
    public int read(byte[] target, int offset, int length) {
      lock.lock();
      try {
        int count = Math.min(length, to - from);
        if (count == 0) {
          return nothing();
        }
        System.arraycopy(bytes, from, target, offset, count);
        from += count;
        changed.signalAll();
        return count;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public CompletionStage<Void> whenReadable() {
      return ProducedElements.this.whenReadable();
    }

    @Override
    public void close() {
      ProducedElements.this.close();
    }
  }

  private final class Elements implements StreamSource.OfElements {
    @Override
    public int read(Object[] target, int offset, int length) {
      lock.lock();
      try {
        int count = 0;
        while (count < length && !elements.isEmpty()) {
          target[offset + count++] = elements.poll()[0];
        }
        if (count == 0) {
          return nothing();
        }
        changed.signalAll();
        return count;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public CompletionStage<Void> whenReadable() {
      return ProducedElements.this.whenReadable();
    }

    @Override
    public void close() {
      ProducedElements.this.close();
    }
  }
}
