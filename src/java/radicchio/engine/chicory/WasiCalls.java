package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasi.WasiPreview1;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import radicchio.engine.WasiOptions;
import radicchio.engine.sandbox.Errno;
import radicchio.engine.sandbox.Sandbox;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * WASI's functions as guests call them: the engine's, but for time, which it does not deny; for randomness; for
 * its sockets, which trap; for buffers out of bounds, which it would make before it looks; and for the errors of
 * files, of which it knows few.
 */
final class WasiCalls {
  private static final int SUCCESS = 0;
  private static final int BADF = 8;
  private static final int INVAL = 28;
  private static final int NOSYS = 52;
  private static final int NOTSOCK = 57;
  private static final int NOTSUP = 58;
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;
  private static final int EVENT_CLOCK = 0;
  private static final int SUBSCRIPTION_SIZE = 48;
  private static final int EVENT_SIZE = 32;
  private static final int MOST_SUBSCRIPTIONS = 4096;
  private static final int IOVEC_SIZE = 8;
  private static final int FOLLOW_LINKS = 1;
  private static final long NANOS = 1_000_000_000L;

  private final WasiPreview1 wasi;
  private final Sandbox sandbox;
  private final Optional<Clock> clock;
  private final boolean random;

  WasiCalls(WasiPreview1 wasi, Sandbox sandbox, WasiOptions options) {
    this.wasi = wasi;
    this.sandbox = sandbox;
    this.clock = options.clock();
    this.random = options.random().isPresent();
  }

  /** The body of a function: as the engine's. */
  @FunctionalInterface
  interface Call {
    long[] apply(Instance instance, long[] args);
  }

  /** Why the last operation on a file failed. */
  Optional<Errno> lastError() {
    return sandbox.lastError();
  }

  Call of(String name, WasmFunctionHandle engine) {
    return switch (name) {
      case "clock_time_get" -> this::clockTime;
      case "clock_res_get" -> this::clockResolution;
      case "random_get" -> random ? engine::apply : denied(name, ":random", "true");
      case "poll_oneoff" -> (instance, args) -> poll(engine, instance, args);
      case "proc_exit" -> (instance, args) -> exit((int) args[0]);
      case "proc_raise" -> (instance, args) -> result(NOSYS);
      case "sock_accept", "sock_recv", "sock_send" -> this::notASocket;
      case "fd_fdstat_set_rights" -> (instance, args) -> result(NOTSUP);
      case "fd_read", "fd_write", "fd_pread", "fd_pwrite" -> (instance, args) -> {
        requireBuffers(instance.memory(), (int) args[1], (int) args[2]);
        return precise(engine, instance, args);
      };
      case "fd_filestat_get" -> (instance, args) -> filestat(engine, instance, args);
      default -> (instance, args) -> precise(engine, instance, args);
    };
  }

  private static long[] result(int errno) {
    return new long[] {errno};
  }

  // Files

  /** The engine says EIO of whatever it has no other name for; the sandbox knows better. */
  private long[] precise(WasmFunctionHandle engine, Instance instance, long... args) {
    sandbox.forgetError();
    long[] out = engine.apply(instance, args);
    if (out != null && out.length == 1 && out[0] == Errno.IO.code()) {
      sandbox.lastError().ifPresent(errno -> out[0] = errno.code());
    }
    return out;
  }

  /** The engine has no answer for a directory that was granted; for its {@code .} it has. */
  private long[] filestat(WasmFunctionHandle engine, Instance instance, long[] args) {
    try {
      return precise(engine, instance, args);
    } catch (WasmRuntimeException e) {
      if (!String.valueOf(e.getMessage()).startsWith("Unhandled descriptor")) {
        throw e;
      }
      return result(wasi.pathFilestatGet(
          instance.memory(), (int) args[0], FOLLOW_LINKS, ".", (int) args[1]));
    }
  }

  /** Each buffer lies within the memory, which bounds what the engine allocates for it. */
  private static void requireBuffers(Memory memory, int vectors, int count) {
    long size = (long) memory.pages() * Memory.PAGE_SIZE;
    requireWithin(size, vectors, Integer.toUnsignedLong(count) * IOVEC_SIZE);
    for (int i = 0; i < count; i++) {
      int at = vectors + i * IOVEC_SIZE;
      requireWithin(size, memory.readInt(at), Integer.toUnsignedLong(memory.readInt(at + 4)));
    }
  }

  private static void requireWithin(long size, int offset, long length) {
    if (Integer.toUnsignedLong(offset) + length > size) {
      throw new WasmRuntimeException("out of bounds memory access");
    }
  }

  private long[] notASocket(Instance instance, long[] args) {
    return result(wasi.sockShutdown((int) args[0], 0) == BADF ? BADF : NOTSOCK);
  }

  // Time

  private long[] clockTime(Instance instance, long[] args) {
    Clock granted = clock.orElseThrow(() -> denial("clock_time_get", ":clock", "true"));
    int id = (int) args[0];
    if (id != REALTIME && id != MONOTONIC) {
      return result(INVAL);
    }
    instance.memory().writeLong((int) args[2], id == REALTIME ? nanos(granted) : System.nanoTime());
    return result(SUCCESS);
  }

  private static long nanos(Clock clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() * NANOS + now.getNano();
  }

  private long[] clockResolution(Instance instance, long[] args) {
    clock.orElseThrow(() -> denial("clock_res_get", ":clock", "true"));
    int id = (int) args[0];
    if (id != REALTIME && id != MONOTONIC) {
      return result(INVAL);
    }
    instance.memory().writeLong((int) args[1], 1);
    return result(SUCCESS);
  }

  /** Waiting takes a clock; that for files and streams alone does not. */
  private long[] poll(WasmFunctionHandle engine, Instance instance, long[] args) {
    Memory memory = instance.memory();
    int subscriptions = (int) args[0];
    int count = (int) args[2];
    if (count <= 0 || count > MOST_SUBSCRIPTIONS) {
      return result(INVAL);
    }
    long size = (long) memory.pages() * Memory.PAGE_SIZE;
    requireWithin(size, subscriptions, (long) count * SUBSCRIPTION_SIZE);
    requireWithin(size, (int) args[1], (long) count * EVENT_SIZE);
    if (clock.isEmpty()) {
      for (int i = 0; i < count; i++) {
        if (memory.read(subscriptions + i * SUBSCRIPTION_SIZE + 8) == EVENT_CLOCK) {
          throw denial("poll_oneoff with a clock", ":clock", "true");
        }
      }
    }
    return precise(engine, instance, args);
  }

  // What ends a guest

  private static long[] exit(int code) {
    throw RadicchioException.of(
            ErrorKind.EXIT,
            "the guest asked to exit with code " + Integer.toUnsignedString(code)
                + "; wasm/call of \"_start\" and wasm/run return it")
        .with("exit", Integer.toUnsignedLong(code));
  }

  private static Call denied(String function, String option, String value) {
    return (instance, args) -> {
      throw denial(function, option, value);
    };
  }

  private static RadicchioException denial(String function, String option, String value) {
    return RadicchioException.of(
        ErrorKind.DENIED,
        "wasi_snapshot_preview1#" + function + " was called, and was not granted; grant it by "
            + option + " " + value);
  }
}
