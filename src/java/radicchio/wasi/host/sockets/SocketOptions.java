package radicchio.wasi.host.sockets;

import radicchio.wasi.host.Arguments;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.channel.SocketSetting;

/**
 * Registers the functions that get and set options of a kind of socket. The options are the same in every generation.
 *
 * @param method the beginning of the functions' names: {@code "[method]tcp-socket."}
 * @param getter what follows in the names of getters: {@code "get-"}
 */
public record SocketOptions(
    SocketFunctions functions, String method, String getter, Getter get, Setter set) {
  private static final long NANOS = 1_000_000_000L;

  /** Returns an option of a method's socket. */
  @FunctionalInterface
  public interface Getter {
    long get(Arguments arguments, SocketSetting setting) throws SocketFailure;
  }

  /** Changes an option of a method's socket. */
  @FunctionalInterface
  public interface Setter {
    void set(Arguments arguments, SocketSetting setting, long value) throws SocketFailure;
  }

  /** Registers the options of {@code tcp-socket}. */
  public void addTcp() {
    add("keep-alive-enabled", SocketSetting.KEEP_ALIVE);
    addDuration("keep-alive-idle-time", SocketSetting.KEEP_ALIVE_IDLE);
    addDuration("keep-alive-interval", SocketSetting.KEEP_ALIVE_INTERVAL);
    add("keep-alive-count", SocketSetting.KEEP_ALIVE_COUNT);
    add("hop-limit", SocketSetting.HOP_LIMIT);
    addBuffers();
  }

  /** Registers the options of {@code udp-socket}. */
  public void addUdp() {
    add("unicast-hop-limit", SocketSetting.HOP_LIMIT);
    addBuffers();
  }

  private void addBuffers() {
    add("receive-buffer-size", SocketSetting.RECEIVE_BUFFER);
    add("send-buffer-size", SocketSetting.SEND_BUFFER);
  }

  private void add(String name, SocketSetting setting) {
    functions
        .with(method + getter + name, a -> get.get(a, setting))
        .doing(method + "set-" + name, a -> set.set(a, setting, a.number(1)));
  }

  /** An option in nanoseconds. The system uses whole seconds. */
  private void addDuration(String name, SocketSetting setting) {
    functions
        .with(method + getter + name, a -> get.get(a, setting) * NANOS)
        .doing(
            method + "set-" + name, a -> set.set(a, setting, SocketSetting.seconds(a.number(1))));
  }
}
