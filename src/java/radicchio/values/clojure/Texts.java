package radicchio.values.clojure;

import java.nio.charset.StandardCharsets;
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

  /** The number of characters that are tested at once. */
  private static final int PIECE = 1 << 16;

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

  /** Returns the bits that any code unit has, or more of those below 0x100. */
  private static int bits(String string, Reading reading) {
    int length = string.length();
    if (length <= PIECE) {
      return bitsOfPiece(string, reading);
    }
    int bits = 0;
    for (int from = 0; from < length; from += PIECE) {
      bits |= bitsOfPiece(string.substring(from, Math.min(length, from + PIECE)), reading);
    }
    return bits;
  }

  private static int bitsOfPiece(String piece, Reading reading) {
    if (piece.length() < CHARS) {
      return scan(piece);
    }
    reading.elements(piece.length() / CHARS);
    return isLatin1(piece) ? 0xFF : scan(piece);
  }

  /**
   * Tests whether all characters are Latin-1. The JVM keeps such a string as bytes, so that this copies and compares bytes in bulk,
   * many times as fast as a look at each character.
   */
  private static boolean isLatin1(String string) {
    byte[] bytes = string.getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.ISO_8859_1).equals(string);
  }

  private static int scan(String string) {
    int bits = 0;
    for (int i = 0; i < string.length(); i++) {
      bits |= string.charAt(i);
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
