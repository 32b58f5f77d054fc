package radicchio.runtime.stream.host;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.ElementPlan;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.Operation;

/** The host's readable end of a guest's stream. Besides reads that complete later, it has some that wait for guests. */
public final class HostStreamReader implements StreamReader, Group.End {
  private final HostDoor door;
  private final Shared.Readable shared;
  private final ElementPlan plan;
  private final Outside outside;

  /** Open while the host holds the end. */
  private final Operation held;

  /** The read that waits; null for none. Guarded by this, like all fields below. */
  private Waiting waiting;

  /** Whether the writer has dropped its end. */
  private boolean atEnd;

  /** Why no read is possible any more; null if one is. */
  private RuntimeException failure;

  private HostStreamReader(
      HostDoor door, Shared.Readable shared, ElementPlan plan, Outside outside) {
    this.door = door;
    this.shared = shared;
    this.plan = plan;
    this.outside = outside;
    this.held = door.begin();
  }

  /**
   * Makes the reader of a stream that a guest gave to the host. Must be called inside the store.
   *
   * @param plan the plan of the elements as values of the host
   * @param outside the form of handles in them
   */
  public static HostStreamReader of(
      HostDoor door, Shared.Readable shared, ElementPlan plan, Outside outside) {
    HostStreamReader made = new HostStreamReader(door, shared, plan, outside);
    door.onEnd(made);
    return made;
  }

  /** Returns the plan of its elements. */
  public ElementPlan plan() {
    return plan;
  }

  /** A read, which is the listener of its copy. */
  private final class Waiting implements CopyListener {
    private final CopyBuffer buffer;

    /** The size of an element, in the units of the read's result. */
    private final int unit;

    /** Whether it takes more elements after the first ones, as long as the guest writes without waiting. */
    private final boolean fills;

    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    /** Ends the copy, which has some elements and takes more; null otherwise. Used inside the store. */
    private Runnable reclaim;

    /** Whether the copy has begun and not ended. Used inside the store. */
    private boolean copies;

    Waiting(CopyBuffer buffer, int unit, boolean fills) {
      this.buffer = buffer;
      this.unit = unit;
      this.fills = fills;
    }

    /** Begins the copy, inside the store. */
    void begin() {
      if (!isCurrent(this)) {
        return;
      }
      copies = true;
      try {
        shared.read(buffer, this);
      } catch (Throwable t) {
        door.fail(t);
      }
    }

    @Override
    public void copied(Runnable reclaims) {
      reclaim = reclaims;
      if (!fills || buffer.remaining() == 0) {
        settle();
      }
    }

    /** Completes with the elements that it has, if it has some. Called inside the store, when no guest runs or it is full. */
    private void settle() {
      if (reclaim != null) {
        reclaim.run();
        done(CopyResult.COMPLETED);
      }
    }

    /** Tests whether it is complete, now that no guest runs. Called inside the store. */
    boolean isComplete() {
      settle();
      return result.isDone();
    }

    @Override
    public void done(CopyResult how) {
      copies = false;
      reclaim = null;
      if (how == CopyResult.DROPPED) {
        ended();
        succeed(buffer.progress() > 0 ? buffer.progress() * unit : END);
      } else if (how == CopyResult.COMPLETED) {
        succeed(buffer.progress() * unit);
      }
    }

    private void succeed(int count) {
      finish(this);
      result.complete(count);
    }

    /** Ends the copy, inside the store. Its target is not used any more. */
    void withdraw() {
      if (copies) {
        shared.cancel();
        copies = false;
      }
    }
  }

  private synchronized boolean isCurrent(Waiting read) {
    return waiting == read && !read.result.isDone();
  }

  private synchronized void finish(Waiting read) {
    if (waiting == read) {
      waiting = null;
    }
  }

  private void ended() {
    synchronized (this) {
      atEnd = true;
    }
    door.forget(this);
    held.complete(shared::drop);
  }

  // Reads that complete later

  @Override
  public CompletionStage<Integer> read(byte[] target, int offset, int length) {
    return later(bytes(target, offset, length, false));
  }

  @Override
  public CompletionStage<Integer> read(Object[] target, int offset, int length) {
    return later(objects(target, offset, length));
  }

  private CompletionStage<Integer> later(Waiting read) {
    if (register(read)) {
      door.arrive(read::begin);
    }
    // Whoever depends on the result must not run inside the store.
    CompletableFuture<Integer> outside = new CompletableFuture<>();
    read.result.whenCompleteAsync(
        (count, failed) -> {
          if (failed != null) {
            outside.completeExceptionally(failed);
          } else {
            outside.complete(count);
          }
        });
    outside.whenComplete(
        (count, failed) -> {
          if (outside.isCancelled()) {
            withdraw(read);
          }
        });
    return outside;
  }

  // Reads that wait

  /**
   * Reads as {@link #read(byte[], int, int)} does, and runs guests until it has elements or the end.
   *
   * @throws RadicchioException as that; {@code LIMIT} if it takes longer than a call may, or the thread was interrupted
   */
  public int readNow(byte[] target, int offset, int length) {
    return now(bytes(target, offset, length, false));
  }

  /**
   * Does the same as {@link #readNow(byte[], int, int)}, but takes more elements after the first ones, as long as the guest writes
   * without waiting.
   */
  public int fillNow(byte[] target, int offset, int length) {
    return now(bytes(target, offset, length, true));
  }

  /** Does the same as {@link #readNow(byte[], int, int)} for other elements. */
  public int readNow(Object[] target, int offset, int length) {
    return now(objects(target, offset, length));
  }

  private int now(Waiting read) {
    if (register(read)) {
      try {
        door.run(read::begin, read::isComplete);
      } finally {
        if (!read.result.isDone()) {
          withdraw(read);
        }
      }
    }
    return HostReads.outcome(read.result);
  }

  // Both

  private Waiting bytes(byte[] target, int offset, int length, boolean fills) {
    if (!plan.isScalar()) {
      throw HostReads.wrongTarget(false);
    }
    HostReads.checkLength(length, plan.size());
    int count = length / plan.size();
    return new Waiting(CopyBuffer.ofBytes(target, offset, plan.size(), count), plan.size(), fills);
  }

  private Waiting objects(Object[] target, int offset, int length) {
    if (plan.isScalar()) {
      throw HostReads.wrongTarget(true);
    }
    HostReads.checkLength(length, 1);
    return new Waiting(CopyBuffer.ofObjects(target, offset, length, plan, outside), 1, false);
  }

  /** Makes a read the one that waits. Returns false if its result is known. */
  private synchronized boolean register(Waiting read) {
    if (failure != null) {
      read.result.completeExceptionally(failure);
    } else if (atEnd) {
      read.result.complete(END);
    } else if (waiting != null) {
      throw HostReads.twoReads();
    } else {
      waiting = read;
    }
    return !read.result.isDone();
  }

  private void withdraw(Waiting read) {
    finish(read);
    door.arrive(read::withdraw);
  }

  // The end

  @Override
  public void close() {
    Waiting read = fail(HostReads.closed());
    held.complete(
        () -> {
          if (read != null) {
            read.withdraw();
          }
          door.forget(this);
          shared.drop();
        });
    if (read != null) {
      read.result.completeExceptionally(HostReads.closed());
    }
  }

  /** Forbids further reads. Returns the one that waits; null for none. */
  private synchronized Waiting fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    Waiting read = waiting;
    waiting = null;
    return read;
  }

  @Override
  public void ended(RuntimeException why) {
    Waiting read = fail(why);
    if (read != null) {
      read.result.completeExceptionally(why);
    }
  }

  @Override
  public Optional<String> unclosed() {
    return Optional.of("a stream that the host was given");
  }

  /** Tests whether its instance is the one behind a door. */
  public boolean isBehind(HostDoor other) {
    return door == other;
  }

  /**
   * Takes what it reads from, to pass it on. Must be called inside the store.
   *
   * @throws RadicchioException {@code CLOSED} if it was closed or given away; {@code ARGUMENT} if a read waits
   */
  public Shared.Readable giveAway() {
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
      if (waiting != null) {
        throw HostReads.twoReads();
      }
      failure =
          RadicchioException.of(
              ErrorKind.CLOSED,
              "this end of the stream was given away, and cannot be read any more");
    }
    door.forget(this);
    held.complete(() -> {});
    return shared;
  }
}
