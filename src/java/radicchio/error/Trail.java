package radicchio.error;

/**
 * A message about something within nested input: each level, from the inside out, adds its place. A place that is the
 * same on several levels in a row is shown once, and only the innermost places are shown, so that the message stays short.
 */
public final class Trail {
  private static final int MOST = 8;

  private final String tail;
  private final String place;
  private final int times;
  private final int places;
  private final int omitted;

  private Trail(String tail, String place, int times, int places, int omitted) {
    this.tail = tail;
    this.place = place;
    this.times = times;
    this.places = places;
    this.omitted = omitted;
  }

  /** The message about the innermost part. */
  public static Trail of(String message) {
    return new Trail(message, "", 0, 0, 0);
  }

  /** Returns this trail with the place of the next outer level. */
  public Trail in(String outer) {
    if (omitted == 0 && outer.equals(place)) {
      return new Trail(tail, place, times + 1, places, 0);
    }
    if (places == MOST) {
      return new Trail(tail, place, times, places, omitted + 1);
    }
    return new Trail(innermost(), outer, 1, places + 1, 0);
  }

  private String innermost() {
    if (places == 0) {
      return tail;
    }
    return place + (times == 1 ? "" : " (" + times + " deep)") + ": " + tail;
  }

  /** Returns the message with its places, the outermost first. */
  @Override
  public String toString() {
    return (omitted == 0 ? "" : "… (" + omitted + " levels further out): ") + innermost();
  }
}
