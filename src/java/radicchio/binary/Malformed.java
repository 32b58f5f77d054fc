package radicchio.binary;

import radicchio.error.Trail;

/**
 * Bytes that are not what the binary format has at their place. It grows from inside out, each level of the
 * decoder adding where it was, until the door makes an exception of Radicchio's of it.
 */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Trail trail;
  private final int offset;

  private Malformed(Trail trail, int offset) {
    super(null, null, false, false);
    this.trail = trail;
    this.offset = offset;
  }

  Malformed(String message, int offset) {
    this(Trail.of(message), offset);
  }

  /** This, seen from one level further out: its message begins with {@code place}. */
  Malformed in(String place) {
    return new Malformed(trail.in(place), offset);
  }

  @Override
  public String getMessage() {
    return trail.toString();
  }

  /** Where the unexpected byte is. */
  int offset() {
    return offset;
  }
}
