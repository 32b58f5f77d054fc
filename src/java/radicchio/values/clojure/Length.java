package radicchio.values.clojure;

import radicchio.abi.value.Refusal;

/** The number of elements that a list may have. */
record Length(boolean exact, int max) {
  private static final int FIRST_GUESS = 16;

  static Length upTo(int max) {
    return new Length(false, max);
  }

  static Length exactly(int length) {
    return new Length(true, length);
  }

  /** Throws if a list may not have this many elements. */
  void check(int count) {
    if (count > max || exact && count < max) {
      throw refusal(Integer.toString(count));
    }
  }

  /** Throws if a list may not have an element with this index. */
  void checkIndex(int index) {
    if (index >= max) {
      throw refusal("more");
    }
  }

  private Refusal refusal(String came) {
    return Refusal.of(
        "expected " + (exact ? "exactly " : "at most ") + max + " elements, got " + came);
  }

  /** Returns an initial capacity if the number of elements is unknown. */
  int guess() {
    return Math.min(FIRST_GUESS, max);
  }

  /** Returns a larger capacity. {@link #checkIndex} must be called first. */
  int grow(int capacity) {
    return (int) Math.min(max, Math.max(FIRST_GUESS, 2L * capacity));
  }
}
