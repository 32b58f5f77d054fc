package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a socket: those that were set, and those of its channel, if it has one. Options that the JDK or the
 * system does not have are only stored. Guarded by its socket.
 */
public final class SocketSettings {
  private final Map<SocketSetting, Integer> set = new EnumMap<>(SocketSetting.class);

  /** Returns a copy for a socket that inherits the options. */
  public SocketSettings copy() {
    SocketSettings copy = new SocketSettings();
    copy.set.putAll(set);
    return copy;
  }

  public int get(Optional<? extends NetworkChannel> channel, SocketSetting setting)
      throws SocketFailure {
    Optional<Integer> actual =
        channel.isPresent() ? read(channel.get(), setting) : Optional.empty();
    return actual.orElse(set.getOrDefault(setting, setting.byDefault()));
  }

  /**
   * Sets an option to the nearest possible value.
   *
   * @param value unsigned
   * @throws SocketFailure {@code INVALID_ARGUMENT} if it is 0 and must not be
   */
  public void set(Optional<? extends NetworkChannel> channel, SocketSetting setting, long value)
      throws SocketFailure {
    int clamped = setting.clamped(value);
    set.put(setting, clamped);
    if (channel.isPresent()) {
      write(channel.get(), setting, clamped);
      set.put(setting, read(channel.get(), setting).orElse(clamped));
    }
  }

  /** Sets these options on a channel. */
  public void applyTo(NetworkChannel channel) throws SocketFailure {
    for (Map.Entry<SocketSetting, Integer> each : set.entrySet()) {
      write(channel, each.getKey(), each.getValue());
    }
  }

  private static Optional<Integer> read(NetworkChannel channel, SocketSetting setting)
      throws SocketFailure {
    Optional<SocketOption<?>> option = option(channel, setting);
    try {
      return option.isPresent()
          ? Optional.of(number(channel.getOption(option.get())))
          : Optional.empty();
    } catch (ClosedChannelException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw SocketFailure.of(e);
    }
  }

  private static int number(Object value) {
    return value instanceof Boolean flag ? flag ? 1 : 0 : (Integer) value;
  }

  private static void write(NetworkChannel channel, SocketSetting setting, int value)
      throws SocketFailure {
    Optional<SocketOption<?>> option = option(channel, setting);
    try {
      if (option.isPresent()) {
        put(channel, option.get(), value);
      }
    } catch (ClosedChannelException e) {
      throw new SocketFailure(SocketError.INVALID_STATE, "the socket is closed");
    } catch (IOException e) {
      throw SocketFailure.of(e);
    }
  }

  @SuppressWarnings("unchecked") // an option has its type at run time
  private static void put(NetworkChannel channel, SocketOption<?> option, int value)
      throws IOException {
    if (option.type() == Boolean.class) {
      channel.setOption((SocketOption<Boolean>) option, value != 0);
    } else {
      channel.setOption((SocketOption<Integer>) option, value);
    }
  }

  /** Finds an option by name, because a reduced JDK may lack its module. */
  private static Optional<SocketOption<?>> option(NetworkChannel channel, SocketSetting setting) {
    for (SocketOption<?> each : channel.supportedOptions()) {
      if (each.name().equals(setting.option())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
