package radicchio.validate.core;

import radicchio.error.Trail;

/**
 * A component breaks a rule. Each level of validation adds its place to the message, from the inside out. {@link
 * Validate} converts it to an exception of Radicchio.
 */
public final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNPLACED = -1;

  private final transient Trail trail;
  private final int offset;

  private Invalid(Trail trail, int offset) {
    super(null, null, false, false);
    this.trail = trail;
    this.offset = offset;
  }

  public Invalid(String message) {
    this(Trail.of(message), UNPLACED);
  }

  /** Returns this error as seen from the next outer level: its message begins with {@code place}. */
  public Invalid in(String place) {
    return new Invalid(trail.in(place), offset);
  }

  /** Returns this error with an offset, unless it has one already. */
  public Invalid at(int where) {
    return offset == UNPLACED ? new Invalid(trail, where) : this;
  }

  @Override
  public String getMessage() {
    return trail.toString();
  }

  /** Returns the offset of the definition that breaks the rule. */
  public int offset() {
    return Math.max(offset, 0);
  }
}
