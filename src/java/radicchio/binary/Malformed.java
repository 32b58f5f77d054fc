package radicchio.binary;

/**
 * Bytes that are not what the binary format has at their place. It grows from inside out, each level of the
 * decoder adding where it was, until the door makes an exception of Radicchio's of it.
 */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  Malformed(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** This, seen from one level further out: its message begins with {@code place}. */
  Malformed in(String place) {
    return new Malformed(place + ": " + getMessage(), offset);
  }

  /** Where the unexpected byte is. */
  int offset() {
    return offset;
  }
}
