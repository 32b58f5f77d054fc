package radicchio.values.java;

import radicchio.abi.value.Heap;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;

/** Characters and strings. */
final class JavaTexts {
  /** The code units of the longest string that may cross between components. */
  private static final int MAX_LENGTH = (1 << 28) - 1;

  private static final int CHARS = 64;

  static final ValueReader STRING =
      (value, reading) -> {
        if (!(value instanceof CharSequence)) {
          throw Unfit.but("a string", value);
        }
        String string = value.toString();
        if (string.length() > MAX_LENGTH) {
          throw Refusal.of(
              "expected a string of at most "
                  + MAX_LENGTH
                  + " characters, got one of "
                  + string.length());
        }
        boolean wide = false;
        for (int i = 0; i < string.length(); i++) {
          if (i % CHARS == CHARS - 1) {
            reading.element();
          }
          char unit = string.charAt(i);
          wide |= unit >= 0x100;
          if (Character.isSurrogate(unit)) {
            i = afterPair(string, i);
          }
        }
        reading.charge(Heap.string(string.length(), wide) - Heap.string(0, false));
        return string;
      };

  private JavaTexts() {}

  /** Returns the index of the low surrogate of a pair. */
  private static int afterPair(String string, int index) {
    if (Character.isHighSurrogate(string.charAt(index))
        && index + 1 < string.length()
        && Character.isLowSurrogate(string.charAt(index + 1))) {
      return index + 1;
    }
    throw Refusal.of(
        "expected a string, got one with an unpaired surrogate at index "
            + index
            + String.format(" (\\u%04X)", (int) string.charAt(index)));
  }

  /** Reads a char: a code point, a Character, or a string of one code point. */
  static long codePoint(Object value) {
    int point = -1;
    if (value instanceof Integer integer) {
      point = integer;
    } else if (value instanceof Character character) {
      point = character;
    } else if (value instanceof String string
        && !string.isEmpty()
        && string.length() == Character.charCount(string.codePointAt(0))) {
      point = string.codePointAt(0);
    }
    if (!Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
      throw Unfit.but(
          "a char (a code point, a Character or a string of one code point, not a surrogate)",
          value);
    }
    return point;
  }
}
