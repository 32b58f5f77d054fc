package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sockets of one instance. It limits their number, and closes all of them with the instance. Any thread may use
 * it.
 */
public final class OpenSockets {
  private static final int MOST_LINGERING = 256;
  private static final AtomicInteger LINGERING = new AtomicInteger();

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, with its contents. */
  private final Set<Slot> taken = new HashSet<>();

  private boolean closed;

  /** Completes when the instance may have another socket; complete if nothing waits for that. */
  private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

  public OpenSockets(int most) {
    this.most = most;
  }

  /** Closes the resources of a socket in the system. */
  @FunctionalInterface
  public interface Closing {
    void close() throws IOException;
  }

  /** The place of one socket, from its creation until its channel is closed. */
  public final class Slot {
    private Optional<Closing> held = Optional.empty();
    private boolean lingers;

    /**
     * Replaces the action that closes the resources of the socket.
     *
     * @throws SocketFailure if the instance is closed; then the resources are closed, too
     */
    public void hold(Closing closing) throws IOException, SocketFailure {
      lock.lock();
      try {
        if (!closed) {
          held = Optional.of(closing);
          return;
        }
      } finally {
        lock.unlock();
      }
      closing.close();
      throw instanceClosed();
    }

    /**
     * Records that the guest closed the socket. The socket may still send its data, even after its instance is
     * closed.
     *
     * @return false if too many sockets of this JVM do so
     */
    public boolean linger() {
      lock.lock();
      try {
        lingers = LINGERING.incrementAndGet() <= MOST_LINGERING;
        if (!lingers) {
          LINGERING.decrementAndGet();
        }
        return lingers;
      } finally {
        lock.unlock();
      }
    }

    /** Closes the resources of the socket, and frees its place. Does nothing the second time. */
    public void close() throws IOException {
      Optional<Closing> ending;
      lock.lock();
      try {
        ending = held;
        held = Optional.empty();
        if (lingers) {
          lingers = false;
          LINGERING.decrementAndGet();
        }
      } finally {
        lock.unlock();
      }
      try {
        if (ending.isPresent()) {
          ending.get().close();
        }
      } finally {
        free();
      }
    }

    private void free() {
      CompletableFuture<Void> awaited;
      lock.lock();
      try {
        taken.remove(this);
        awaited = room;
      } finally {
        lock.unlock();
      }
      awaited.complete(null);
    }
  }

  public Slot take() throws SocketFailure {
    lock.lock();
    try {
      if (closed) {
        throw instanceClosed();
      }
      if (taken.size() >= most) {
        throw new SocketFailure(
            SocketError.NEW_SOCKET_LIMIT, "expected at most " + most + " sockets");
      }
      Slot slot = new Slot();
      taken.add(slot);
      return slot;
    } finally {
      lock.unlock();
    }
  }

  /** Returns a stage that completes as soon as the instance may have another socket. */
  public CompletionStage<Void> whenRoom() {
    lock.lock();
    try {
      if (taken.size() >= most && room.isDone()) {
        room = new CompletableFuture<>();
      }
      return taken.size() < most ? CompletableFuture.completedStage(null) : room;
    } finally {
      lock.unlock();
    }
  }

  private static SocketFailure instanceClosed() {
    return new SocketFailure(SocketError.INVALID_STATE, "the instance is closed");
  }

  /** Closes all sockets. Later operations on them fail. */
  public void closeAll() throws IOException {
    Optional<IOException> failed = Optional.empty();
    for (Closing each : ending()) {
      try {
        each.close();
      } catch (IOException e) {
        failed.ifPresent(e::addSuppressed);
        failed = Optional.of(e);
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  private List<Closing> ending() {
    lock.lock();
    try {
      closed = true;
      List<Closing> held = new ArrayList<>();
      taken.stream().filter(slot -> !slot.lingers).forEach(slot -> slot.held.ifPresent(held::add));
      return held;
    } finally {
      lock.unlock();
    }
  }
}
