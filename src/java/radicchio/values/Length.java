package radicchio.values;

import radicchio.abi.Refusal;

/** How many elements a list may have. */
record Length(boolean exact, int max) {
  private static final int FIRST_GUESS = 16;

  static Length upTo(int max) {
    return new Length(false, max);
  }

  static Length exactly(int length) {
    return new Length(true, length);
  }

  /** Refuses a list of so many elements. */
  void check(int count) {
    if (count > max || exact && count < max) {
      throw refusal(Integer.toString(count));
    }
  }

  /** Refuses a list in which there is an element of this index, how many more there may be. */
  void checkIndex(int index) {
    if (index >= max) {
      throw refusal("more");
    }
  }

  private Refusal refusal(String came) {
    return Refusal.of(
        "expected " + (exact ? "exactly " : "at most ") + max + " elements, got " + came);
  }

  /** A capacity to begin with where the number of elements is not known. */
  int guess() {
    return Math.min(FIRST_GUESS, max);
  }

  /** A capacity to go on with; after {@link #checkIndex}. */
  int grow(int capacity) {
    return (int) Math.min(max, Math.max(FIRST_GUESS, 2L * capacity));
  }
}
