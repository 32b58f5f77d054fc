package radicchio.wasi.sockets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.grant.HostNames;
import radicchio.wasi.sockets.grant.Permissions;

/** Looks up names for one instance, on threads that all instances share. Any thread may use it. */
final class Lookups {
  /** The most pending lookups of one instance. */
  static final int MOST_PENDING = 8;

  private static final int THREADS = 32;
  private static final int QUEUE = 1024;
  private static final ExecutorService ASIDE = threads();

  private final Permissions permissions;
  private final Resolver resolver;
  private final AtomicInteger pending = new AtomicInteger();

  Lookups(Permissions permissions, Resolver resolver) {
    this.permissions = permissions;
    this.resolver = resolver;
  }

  private static ExecutorService threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            run -> {
              Thread made = new Thread(null, run, "radicchio-lookup", 0, false);
              made.setDaemon(true);
              made.setContextClassLoader(null);
              return made;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Starts to look up a name. The result for an IP address is the address itself. */
  NameLookup start(String text) throws SocketFailure {
    permissions.requireGrant();
    Optional<InetAddress> address = HostNames.address(text);
    if (address.isPresent()) {
      return new NameLookup(CompletableFuture.completedFuture(List.of(address.get())));
    }
    String name =
        HostNames.ascii(text)
            .orElseThrow(
                () ->
                    new SocketFailure(
                        SocketError.INVALID_ARGUMENT, "expected a domain name or an IP address"));
    permissions.requireLookup(name);
    Optional<List<InetAddress>> known = permissions.pinned(name);
    return new NameLookup(
        known.isPresent() ? CompletableFuture.completedFuture(known.get()) : aside(name));
  }

  private CompletableFuture<List<InetAddress>> aside(String name) throws SocketFailure {
    if (pending.incrementAndGet() > MOST_PENDING) {
      pending.decrementAndGet();
      throw tooMany();
    }
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    try {
      ASIDE.execute(() -> lookUp(name, answer));
    } catch (RejectedExecutionException e) {
      pending.decrementAndGet();
      throw tooMany();
    }
    return answer;
  }

  private static SocketFailure tooMany() {
    return new SocketFailure(SocketError.OUT_OF_MEMORY, "too many lookups are pending");
  }

  private void lookUp(String name, CompletableFuture<List<InetAddress>> answer) {
    try {
      List<InetAddress> found = permissions.pin(name, resolver.resolve(name));
      pending.decrementAndGet();
      answer.complete(found);
    } catch (UnknownHostException e) {
      fail(answer, SocketFailure.of(e));
    } catch (SocketFailure e) {
      fail(answer, e);
    } catch (RuntimeException e) { // a custom resolver of the JVM may throw any exception
      fail(answer, new SocketFailure(SocketError.PERMANENT_RESOLVER_FAILURE, String.valueOf(e)));
    }
  }

  private void fail(CompletableFuture<List<InetAddress>> answer, SocketFailure failure) {
    pending.decrementAndGet();
    answer.completeExceptionally(failure);
  }
}
