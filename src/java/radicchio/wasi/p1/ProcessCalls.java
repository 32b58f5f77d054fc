package radicchio.wasi.p1;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.Grants;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.random.GrantedRandom;

/** Functions that use no descriptor: arguments, environment, time, random numbers, and exit. */
final class ProcessCalls {
  private static final int RANDOM_PIECE = 65_536;

  private final Descriptors descriptors;
  private final List<byte[]> arguments;
  private final List<byte[]> environment;
  private final Optional<GrantedClocks> clocks;
  private final Optional<GrantedRandom> random;

  ProcessCalls(Descriptors descriptors, Grants grants) {
    this.descriptors = descriptors;
    this.arguments = grants.arguments().stream().map(ProcessCalls::terminated).toList();
    Map<String, String> variables = new LinkedHashMap<>(grants.environment());
    grants.cwd().ifPresent(directory -> variables.putIfAbsent("PWD", directory));
    this.environment =
        variables.entrySet().stream()
            .map(e -> terminated(e.getKey() + "=" + e.getValue()))
            .toList();
    this.clocks = grants.clocks();
    this.random = grants.random();
  }

  private static byte[] terminated(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }

  Body of(String name) {
    return switch (name) {
      case "args_get" -> (memory, args) -> strings(arguments, memory, args);
      case "args_sizes_get" -> (memory, args) -> sizes(arguments, memory, args);
      case "environ_get" -> (memory, args) -> strings(environment, memory, args);
      case "environ_sizes_get" -> (memory, args) -> sizes(environment, memory, args);
      case "clock_time_get" -> this::time;
      case "clock_res_get" -> this::resolution;
      case "random_get" -> this::random;
      case "sched_yield" ->
          (memory, args) -> {
            Thread.yield();
            return Errno.SUCCESS;
          };
      case "proc_exit" ->
          (memory, args) -> {
            throw exit((int) args[0]);
          };
      case "proc_raise" -> (memory, args) -> Errno.NOSYS;
      case "sock_accept", "sock_recv", "sock_send", "sock_shutdown" -> this::noSocket;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int length(List<byte[]> strings) {
    return strings.stream().mapToInt(each -> each.length).sum();
  }

  private static Errno sizes(List<byte[]> strings, GuestMemory memory, long[] args) {
    memory.require((int) args[1], 4);
    memory.writeInt((int) args[0], strings.size());
    memory.writeInt((int) args[1], length(strings));
    return Errno.SUCCESS;
  }

  private static Errno strings(List<byte[]> strings, GuestMemory memory, long[] args) {
    int pointers = (int) args[0];
    int at = (int) args[1];
    memory.require(pointers, 4L * strings.size());
    memory.require(at, length(strings));
    for (byte[] each : strings) {
      memory.writeInt(pointers, at);
      memory.write(at, each, 0, each.length);
      pointers += 4;
      at += each.length;
    }
    return Errno.SUCCESS;
  }

  private Errno time(GuestMemory memory, long[] args) {
    GrantedClocks granted =
        clocks.orElseThrow(() -> Denials.of("clock_time_get", ":clock", "true"));
    if (!Poll.Time.isKnown((int) args[0])) {
      return Errno.INVAL;
    }
    memory.writeLong((int) args[2], Poll.Time.of((int) args[0], granted));
    return Errno.SUCCESS;
  }

  private Errno resolution(GuestMemory memory, long[] args) {
    if (clocks.isEmpty()) {
      throw Denials.of("clock_res_get", ":clock", "true");
    }
    if (!Poll.Time.isKnown((int) args[0])) {
      return Errno.INVAL;
    }
    memory.writeLong((int) args[1], 1);
    return Errno.SUCCESS;
  }

  private Errno random(GuestMemory memory, long[] args) throws InterruptedException {
    GrantedRandom source = random.orElseThrow(() -> Denials.of("random_get", ":random", "true"));
    int at = (int) args[0];
    long left = Integer.toUnsignedLong((int) args[1]);
    memory.require(at, left);
    while (left > 0) {
      Buffers.requireRunning();
      byte[] piece = new byte[(int) Math.min(left, RANDOM_PIECE)];
      source.fill(piece);
      memory.write(at, piece, 0, piece.length);
      at += piece.length;
      left -= piece.length;
    }
    return Errno.SUCCESS;
  }

  private static RadicchioException exit(int code) {
    return RadicchioException.of(
            ErrorKind.EXIT,
            "the guest asked to exit with code "
                + Integer.toUnsignedString(code)
                + "; wasm/call of \"_start\" and wasm/run return it")
        .with("exit", Integer.toUnsignedLong(code));
  }

  private Errno noSocket(GuestMemory memory, long[] args) throws ErrnoFailure {
    descriptors.get(args[0]);
    return Errno.NOTSOCK;
  }
}
