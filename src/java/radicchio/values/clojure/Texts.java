package radicchio.values.clojure;

import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;

/** Reads booleans, characters and strings. */
final class Texts {
  /** The code units of the longest string that may cross between components. */
  private static final int MAX_LENGTH = (1 << 28) - 1;

  /** The number of characters that cost as much work as an element of a list. */
  private static final int CHARS = 64;

  static final ValueReader.OfScalar BOOL = Texts::readBool;
  static final ValueReader.OfScalar CHAR = Texts::readChar;
  static final ValueReader STRING =
      (value, reading) -> {
        String string = text(value);
        checkLength(string);
        int bits = bits(string, reading);
        if (bits >= Character.MIN_SURROGATE) {
          checkSurrogates(string, reading);
        }
        reading.charge(Heap.string(string.length(), bits >= 0x100) - Heap.string(0, false));
        return string;
      };

  static final Maker.OfScalar CHAR_MAKER =
      new Maker.OfScalar() {
        @Override
        public Object make(long slot) {
          return Character.toString((int) slot);
        }

        @Override
        public long heap(long slot) {
          return Heap.string(Character.charCount((int) slot), slot >= 0x100);
        }
      };

  private Texts() {}

  private static long readBool(Object value) {
    if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    }
    throw Expected.but("true or false", value);
  }

  private static long readChar(Object value) {
    int point = -1;
    if (value instanceof String string) {
      if (!string.isEmpty() && string.length() == Character.charCount(string.codePointAt(0))) {
        point = string.codePointAt(0);
      }
    } else if (value instanceof Character character) {
      point = character;
    } else if (value instanceof Long || value instanceof Integer) {
      long integer = ((Number) value).longValue();
      point = integer >= 0 && integer <= Character.MAX_CODE_POINT ? (int) integer : -1;
    } else if (ClojureIntegers.is(value) && ClojureIntegers.big(value).bitLength() < Integer.SIZE) {
      point = ClojureIntegers.big(value).intValue();
    }
    if (!Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
      throw Expected.but(
          "a char (a string of one code point, a character, or a code point, not a surrogate)",
          value);
    }
    return point;
  }

  /** Returns the characters of a sequence. They are read once, so that they cannot change later. */
  private static String text(Object value) {
    if (value instanceof String string) {
      return string;
    }
    if (!(value instanceof CharSequence sequence)) {
      throw Expected.but("a string", value);
    }
    String string = sequence.toString();
    if (string == null) {
      throw Refusal.of("expected a string, got a CharSequence whose toString returns nil");
    }
    return string;
  }

  private static void checkLength(String string) {
    if (string.length() > MAX_LENGTH) {
      throw Refusal.of(
          "expected a string of at most "
              + MAX_LENGTH
              + " characters, got one of "
              + string.length());
    }
  }

  /** Returns the bits that any code unit has: one pass without a branch for each of them. */
  private static int bits(String string, Reading reading) {
    int bits = 0;
    for (int from = 0, to; from < string.length(); from = to) {
      to = Math.min(string.length(), from + CHARS);
      for (int i = from; i < to; i++) {
        bits |= string.charAt(i);
      }
      if (to - from == CHARS) {
        reading.element();
      }
    }
    return bits;
  }

  private static void checkSurrogates(String string, Reading reading) {
    for (int i = 0; i < string.length(); i++) {
      if (i % CHARS == CHARS - 1) {
        reading.element();
      }
      char unit = string.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && i + 1 < string.length()
                && Character.isLowSurrogate(string.charAt(i + 1));
        if (!paired) {
          throw Refusal.of(
              "expected a string, got one with an unpaired surrogate at index "
                  + i
                  + String.format(" (\\u%04X)", (int) unit));
        }
        i++;
      }
    }
  }
}
