package radicchio.binary;

import radicchio.error.Trail;

/**
 * The bytes differ from the binary format. Each level of the decoder adds its place to the message, from the inside out.
 * {@link Binary} converts it to an exception of Radicchio.
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

  /** Returns this error as seen from the next outer level: its message begins with {@code place}. */
  Malformed in(String place) {
    return new Malformed(trail.in(place), offset);
  }

  @Override
  public String getMessage() {
    return trail.toString();
  }

  /** Returns the offset of the unexpected byte. */
  int offset() {
    return offset;
  }
}
