package radicchio.wasi.p1;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.Waiting;

/** {@code poll_oneoff}: waits for time and for input. */
final class Poll {
  private static final int MOST_SUBSCRIPTIONS = 4096;
  private static final int SUBSCRIPTION_SIZE = 48;
  private static final int EVENT_SIZE = 32;
  private static final int TIME = 0;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int ABSOLUTE = 1;

  private final Descriptors descriptors;
  private final Optional<GrantedClocks> clock;

  Poll(Descriptors descriptors, Optional<GrantedClocks> clock) {
    this.descriptors = descriptors;
    this.clock = clock;
  }

  /** The condition of one subscription. */
  private sealed interface Wait {
    /** A time of {@link System#nanoTime}. */
    record Until(long start, long nanos) implements Wait {
      long left() {
        return nanos - (System.nanoTime() - start);
      }
    }

    /** Input of a stream. */
    record For(HostInput stream) implements Wait {}

    /** A condition that is true already, or an error. */
    record Nothing(Errno errno, long bytes) implements Wait {}
  }

  private record Subscription(long userdata, int type, Wait awaited) {}

  private record Event(Errno errno, long bytes) {}

  Errno call(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    int from = (int) args[0];
    int to = (int) args[1];
    int count = (int) args[2];
    if (count <= 0 || count > MOST_SUBSCRIPTIONS) {
      return Errno.INVAL;
    }
    memory.require(from, (long) count * SUBSCRIPTION_SIZE);
    memory.require(to, (long) count * EVENT_SIZE);
    memory.require((int) args[3], 4);
    List<Subscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      subscriptions.add(subscription(memory, from + i * SUBSCRIPTION_SIZE));
    }
    int events = write(memory, to, subscriptions);
    while (events == 0) {
      await(subscriptions);
      Buffers.requireRunning();
      events = write(memory, to, subscriptions);
    }
    memory.writeInt((int) args[3], events);
    return Errno.SUCCESS;
  }

  private Subscription subscription(GuestMemory memory, int at) throws FileFailure {
    int type = memory.readByte(at + 8);
    Wait wait =
        switch (type) {
          case TIME -> time(memory, at);
          case READ -> input(memory.readInt(at + 16));
          case WRITE -> output(memory.readInt(at + 16));
          default -> new Wait.Nothing(Errno.INVAL, 0);
        };
    return new Subscription(memory.readLong(at), type, wait);
  }

  private Wait time(GuestMemory memory, int at) {
    GrantedClocks granted =
        clock.orElseThrow(() -> Denials.of("poll_oneoff with a clock", ":clock", "true"));
    int id = memory.readInt(at + 16);
    long nanos = memory.readLong(at + 24);
    int flags = memory.readShort(at + 40);
    if (!Time.isKnown(id) || (flags & ~ABSOLUTE) != 0) {
      return new Wait.Nothing(Errno.INVAL, 0);
    }
    long left = flags == ABSOLUTE ? left(nanos, Time.of(id, granted)) : nanos;
    return new Wait.Until(System.nanoTime(), left < 0 ? Long.MAX_VALUE : left);
  }

  /** Returns the unsigned time until a time, which may be in the past. */
  private static long left(long moment, long now) {
    return Long.compareUnsigned(moment, now) <= 0 ? 0 : moment - now;
  }

  private Wait input(int number) throws FileFailure {
    try {
      Descriptor descriptor = descriptors.get(number);
      if (descriptor instanceof Descriptor.Input input) {
        return new Wait.For(input.stream);
      }
      if (descriptor instanceof Descriptor.File file) {
        return new Wait.Nothing(Errno.SUCCESS, Math.max(0, file.file.size() - file.position));
      }
      return new Wait.Nothing(Errno.BADF, 0);
    } catch (ErrnoFailure e) {
      return new Wait.Nothing(e.errno(), 0);
    }
  }

  private Wait output(int number) {
    try {
      Descriptor descriptor = descriptors.get(number);
      boolean writable =
          descriptor instanceof Descriptor.Output || descriptor instanceof Descriptor.File;
      return new Wait.Nothing(writable ? Errno.SUCCESS : Errno.BADF, 0);
    } catch (ErrnoFailure e) {
      return new Wait.Nothing(e.errno(), 0);
    }
  }

  /** Waits until the first of them may be true. There is a stream or a time, unless an event was written. */
  private static void await(List<Subscription> subscriptions)
      throws IOException, InterruptedException {
    long nanos = Long.MAX_VALUE;
    Optional<HostInput> stream = Optional.empty();
    for (Subscription each : subscriptions) {
      if (each.awaited() instanceof Wait.Until until) {
        nanos = Math.min(nanos, Math.max(0, until.left()));
      } else if (each.awaited() instanceof Wait.For input) {
        stream = Optional.of(input.stream()); // there is only one standard input
      }
    }
    if (stream.isPresent()) {
      Waiting.until(stream.get().readable(), nanos);
    } else {
      Waiting.forTime(nanos);
    }
  }

  /** Writes an event for each true condition. Returns their number. */
  private static int write(GuestMemory memory, int to, List<Subscription> subscriptions)
      throws IOException, InterruptedException {
    int events = 0;
    for (Subscription each : subscriptions) {
      Optional<Event> event = event(each.awaited());
      if (event.isPresent()) {
        int at = to + events++ * EVENT_SIZE;
        memory.writeLong(at, each.userdata());
        memory.writeLong(at + 8, event.get().errno().code() | (long) each.type() << 16);
        memory.writeLong(at + 16, event.get().bytes());
        memory.writeLong(at + 24, 0);
      }
    }
    return events;
  }

  private static Optional<Event> event(Wait wait) throws IOException, InterruptedException {
    if (wait instanceof Wait.Until until) {
      return until.left() <= 0 ? Optional.of(new Event(Errno.SUCCESS, 0)) : Optional.empty();
    }
    if (wait instanceof Wait.For input) {
      return input.stream().readable().isReady()
          ? Optional.of(new Event(Errno.SUCCESS, Math.max(0, input.stream().available())))
          : Optional.empty();
    }
    Wait.Nothing known = (Wait.Nothing) wait;
    return Optional.of(new Event(known.errno(), known.bytes()));
  }

  /** The clocks of WASI. */
  static final class Time {
    static final int REALTIME = 0;
    static final int MONOTONIC = 1;
    private static final long NANOS = 1_000_000_000L;

    private Time() {}

    static boolean isKnown(int id) {
      return id == REALTIME || id == MONOTONIC;
    }

    static long of(int id, GrantedClocks clocks) {
      if (id == MONOTONIC) {
        return clocks.monotonicNanos();
      }
      Instant now = clocks.now();
      return now.getEpochSecond() * NANOS + now.getNano();
    }
  }
}
