package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only thread of the JVM that waits for channels. It starts with the first wait, and ends when nothing has waited
 * for a second. Actions that depend on its stages run on this thread, and must not wait.
 */
public final class ChannelSelector {
  private static final long IDLE_MILLIS = 1000;

  /** The time after which a wait ends if the system has no selector left; the caller then checks again. */
  private static final long RETRY_MILLIS = 20;

  private static final ReentrantLock LOCK = new ReentrantLock();

  /** Guarded by {@link #LOCK}. */
  private static Optional<ChannelSelector> running = Optional.empty();

  private final Selector selector;
  private final Thread thread;

  /** The requests of other threads. Guarded by {@link #LOCK}. */
  private final Queue<Runnable> asked = new ArrayDeque<>();

  /** The number of waits. Only this thread uses it, and the map below. */
  private int waits;

  /** The waits by channel, because a channel that closes itself after a failure loses its key. */
  private final Map<SelectableChannel, Waits> waiting = new IdentityHashMap<>();

  /** The waits for one channel. */
  private static final class Waits {
    private record Wait(int operation, CompletableFuture<Void> ready) {}

    private final List<Wait> pending = new ArrayList<>();

    void add(int operation, CompletableFuture<Void> ready) {
      pending.add(new Wait(operation, ready));
    }

    /** Removes the waits for one of the operations. */
    List<CompletableFuture<Void>> take(int operations) {
      List<CompletableFuture<Void>> taken = new ArrayList<>();
      for (Iterator<Wait> each = pending.iterator(); each.hasNext(); ) {
        Wait wait = each.next();
        if ((wait.operation() & operations) != 0) {
          taken.add(wait.ready());
          each.remove();
        }
      }
      return taken;
    }

    int operations() {
      return pending.stream().mapToInt(Wait::operation).reduce(0, (one, other) -> one | other);
    }
  }

  private ChannelSelector(Selector selector) {
    this.selector = selector;
    this.thread = new Thread(null, this::run, "radicchio-sockets", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  /**
   * Waits for a channel.
   *
   * @param operation one of {@link SelectionKey}
   * @return completes when the channel is ready for the operation, is closed, or cannot be waited for; the caller
   *     then checks the channel again
   */
  public static CompletableFuture<Void> ready(SelectableChannel channel, int operation) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    LOCK.lock();
    try {
      ChannelSelector current = running.isPresent() ? running.get() : start();
      current.ask(() -> current.register(channel, operation, ready));
    } catch (IOException e) { // the system has no descriptors left
      ready.completeOnTimeout(null, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } finally {
      LOCK.unlock();
    }
    return ready;
  }

  /** Called while the lock is held, like {@link #ask}. */
  private static ChannelSelector start() throws IOException {
    ChannelSelector started = new ChannelSelector(Selector.open());
    started.thread.start(); // if the system has no threads left, the next wait tries again
    running = Optional.of(started);
    return started;
  }

  private void ask(Runnable task) {
    asked.add(task);
    selector.wakeup();
  }

  /**
   * Closes a channel, and ends the waits for it. When this returns, the port is free, which a channel keeps while a
   * selector has its key. The caller must not hold a lock that actions after a wait take.
   */
  public static void close(SelectableChannel channel) throws IOException {
    try {
      closing(channel).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException thrown) {
        throw thrown;
      }
      throw e;
    }
  }

  /** Does the same as {@link #close}, without waiting. The result completes when the channel is closed. */
  public static CompletableFuture<Void> closing(SelectableChannel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    LOCK.lock();
    try {
      if (running.isPresent() && Thread.currentThread() != running.get().thread) {
        ChannelSelector current = running.get();
        current.ask(() -> current.closeHere(channel, closed));
        return closed;
      }
      if (running.isEmpty()) { // no other thread can start with the channel meanwhile
        channel.close();
        closed.complete(null);
        return closed;
      }
    } catch (IOException e) {
      closed.completeExceptionally(e);
      return closed;
    } finally {
      LOCK.unlock();
    }
    running.get().closeHere(channel, closed);
    return closed;
  }

  private void closeHere(SelectableChannel channel, CompletableFuture<Void> closed) {
    Optional<Waits> pending = Optional.ofNullable(waiting.remove(channel));
    try {
      channel.close();
      if (pending.isPresent() && selector.isOpen()) {
        selector.selectNow(); // removes the channel, which is closed only then
      }
      closed.complete(null);
    } catch (IOException | RuntimeException e) {
      closed.completeExceptionally(e);
    }
    pending.ifPresent(each -> complete(each.take(~0)));
  }

  private void run() {
    try {
      boolean idle;
      do {
        taken().forEach(Runnable::run);
        idle = waits == 0;
        selector.select(idle ? IDLE_MILLIS : 0);
        fire();
      } while (!idle || waits > 0 || !ends());
    } catch (IOException e) {
      // all waits end; their callers check again, and a new thread starts
    } finally {
      end();
    }
  }

  private List<Runnable> taken() {
    LOCK.lock();
    try {
      List<Runnable> taken = List.copyOf(asked);
      asked.clear();
      return taken;
    } finally {
      LOCK.unlock();
    }
  }

  private void register(SelectableChannel channel, int operation, CompletableFuture<Void> ready) {
    try {
      SelectionKey key = channel.keyFor(selector);
      if (key == null) {
        key = channel.register(selector, 0);
      }
      key.interestOpsOr(operation);
      waiting.computeIfAbsent(channel, each -> new Waits()).add(operation, ready);
      waits++;
    } catch (ClosedChannelException | CancelledKeyException | ClosedSelectorException e) {
      ready.complete(null); // the waiting threads find it closed
    }
  }

  private void fire() {
    List<CompletableFuture<Void>> due = new ArrayList<>();
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        Waits pending = waiting.get(key.channel());
        due.addAll(pending.take(key.readyOps()));
        key.interestOps(pending.operations());
      }
    }
    selector.selectedKeys().clear();
    complete(due);
  }

  private void complete(List<CompletableFuture<Void>> due) {
    waits -= due.size();
    due.forEach(ready -> ready.complete(null));
  }

  /** Tests whether no new requests have arrived. After that, the next request starts a new thread. */
  private boolean ends() {
    LOCK.lock();
    try {
      if (asked.isEmpty()) {
        closeSelector();
      }
      return asked.isEmpty();
    } finally {
      LOCK.unlock();
    }
  }

  /** Called while the lock is held: no selector has a channel that is closed after this. */
  private void closeSelector() {
    if (running.filter(this::equals).isPresent()) {
      running = Optional.empty();
    }
    try {
      selector.close();
    } catch (IOException e) {
      // nothing uses it any more
    }
  }

  private void end() {
    LOCK.lock();
    try {
      closeSelector();
    } finally {
      LOCK.unlock();
    }
    waiting.values().forEach(each -> complete(each.take(~0)));
    taken().forEach(Runnable::run);
  }
}
