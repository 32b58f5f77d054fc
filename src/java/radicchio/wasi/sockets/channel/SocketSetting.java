package radicchio.wasi.sockets.channel;

/** An option of a socket. Its values are unsigned. */
public enum SocketSetting {
  /** 0 or 1. */
  KEEP_ALIVE("SO_KEEPALIVE", 0, 0, 1),
  /** In seconds. */
  KEEP_ALIVE_IDLE("TCP_KEEPIDLE", 1, 7200, Short.MAX_VALUE),
  /** In seconds. */
  KEEP_ALIVE_INTERVAL("TCP_KEEPINTERVAL", 1, 75, Short.MAX_VALUE),
  KEEP_ALIVE_COUNT("TCP_KEEPCOUNT", 1, 9, Byte.MAX_VALUE),
  /** Only stored, because the JDK has no such option. */
  HOP_LIMIT("", 1, 64, 255),
  /** In bytes. */
  RECEIVE_BUFFER("SO_RCVBUF", 1, 1 << 16, 1 << 23),
  /** In bytes. */
  SEND_BUFFER("SO_SNDBUF", 1, 1 << 16, 1 << 23);

  private static final long NANOS = 1_000_000_000L;

  private final String option;
  private final int least;
  private final int byDefault;
  private final int most;

  SocketSetting(String option, int least, int byDefault, int most) {
    this.option = option;
    this.least = least;
    this.byDefault = byDefault;
    this.most = most;
  }

  /** Its name in the JDK. */
  String option() {
    return option;
  }

  /** The value before it is set, while there is no channel. */
  int byDefault() {
    return byDefault;
  }

  /** Returns an unsigned number of nanoseconds in seconds, rounded up, so that only 0 is 0. */
  public static long seconds(long nanos) {
    long whole = Long.divideUnsigned(nanos, NANOS);
    return Long.remainderUnsigned(nanos, NANOS) == 0 ? whole : whole + 1;
  }

  int clamped(long value) throws SocketFailure {
    if (value == 0 && least > 0) {
      throw new SocketFailure(
          SocketError.INVALID_ARGUMENT, "expected a value from " + least + " up, got 0");
    }
    return value < 0 ? most : (int) Math.min(value, most);
  }
}
