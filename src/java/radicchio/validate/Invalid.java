package radicchio.validate;

import radicchio.error.Trail;

/**
 * A rule that is broken. It grows from inside out, each level of validation adding where it was, until the door
 * makes an exception of Radicchio's of it.
 */
final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNPLACED = -1;

  private final transient Trail trail;
  private final int offset;

  private Invalid(Trail trail, int offset) {
    super(null, null, false, false);
    this.trail = trail;
    this.offset = offset;
  }

  Invalid(String message) {
    this(Trail.of(message), UNPLACED);
  }

  /** This, seen from one level further out: its message begins with {@code place}. */
  Invalid in(String place) {
    return new Invalid(trail.in(place), offset);
  }

  /** This at an offset, unless it has one already. */
  Invalid at(int where) {
    return offset == UNPLACED ? new Invalid(trail, where) : this;
  }

  @Override
  public String getMessage() {
    return trail.toString();
  }

  /** Where the definition that breaks the rule begins. */
  int offset() {
    return Math.max(offset, 0);
  }
}
