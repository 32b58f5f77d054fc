package radicchio.values;

import radicchio.abi.Reader;
import radicchio.abi.Refusal;

/** Booleans, characters and strings. */
final class Texts {
  /** As many code units as the longest string that may cross between components. */
  private static final int MAX_LENGTH = (1 << 28) - 1;

  static final Reader.OfScalar BOOL = Texts::readBool;
  static final Reader.OfScalar CHAR = Texts::readChar;
  static final Reader STRING = (value, reading) -> {
    String string = readString(value);
    reading.charge(string.length());
    return string;
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
    } else if (Integers.is(value) && Integers.big(value).bitLength() < Integer.SIZE) {
      point = Integers.big(value).intValue();
    }
    if (!Character.isValidCodePoint(point) || point >= 0xD800 && point <= 0xDFFF) {
      throw Expected.but(
          "a char (a string of one code point, a character, or a code point; no surrogate)", value);
    }
    return point;
  }

  private static String readString(Object value) {
    if (!(value instanceof CharSequence sequence)) {
      throw Expected.but("a string", value);
    }
    if (sequence.length() > MAX_LENGTH) {
      throw Refusal.of(
          "expected a string of at most " + MAX_LENGTH + " characters, got one of " + sequence.length());
    }
    String string = sequence.toString();
    for (int i = 0; i < string.length(); i++) {
      char unit = string.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && i + 1 < string.length()
                && Character.isLowSurrogate(string.charAt(i + 1));
        if (!paired) {
          throw Refusal.of(
              "expected a string, got one with an unpaired surrogate at index " + i
                  + String.format(" (\\u%04X)", (int) unit));
        }
        i++;
      }
    }
    return string;
  }
}
