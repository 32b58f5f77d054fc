package radicchio.validate;

/**
 * A rule that is broken. It grows from inside out, each level of validation adding where it was, until the door
 * makes an exception of Radicchio's of it.
 */
final class Invalid extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int UNPLACED = -1;

  private final int offset;

  private Invalid(String message, int offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  Invalid(String message) {
    this(message, UNPLACED);
  }

  /** This, seen from one level further out: its message begins with {@code place}. */
  Invalid in(String place) {
    return new Invalid(place + ": " + getMessage(), offset);
  }

  /** This at an offset, unless it has one already. */
  Invalid at(int where) {
    return offset == UNPLACED ? new Invalid(getMessage(), where) : this;
  }

  /** Where the definition that breaks the rule begins. */
  int offset() {
    return Math.max(offset, 0);
  }
}
