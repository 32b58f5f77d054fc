package radicchio.abi;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import radicchio.abi.GuestString.Form;

/**
 * Strings in memory: {@code load_string_from_range} and {@code store_string_into_range}, with the protocol of
 * {@code realloc} calls that the specification prescribes for each pair of encodings. A host's own string has
 * whatever encoding suits the guest, so that it is stored by one allocation of the right size.
 */
final class Strings {
  private static final long UTF16_TAG = 1L << 31;
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final Charset UTF_16 = StandardCharsets.UTF_16LE;
  private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  private Strings() {}

  static String decode(byte[] bytes, Form form) {
    return new String(
        bytes,
        switch (form) {
          case UTF8 -> UTF_8;
          case UTF16, TAGGED_UTF16 -> UTF_16;
          case LATIN1 -> LATIN_1;
        });
  }

  /** {@code load_string_from_range}. */
  static GuestString load(Context context, long begin, long taggedCodeUnits) {
    return switch (context.encoding()) {
      case UTF8 -> load(context, begin, taggedCodeUnits, 1, Form.UTF8);
      case UTF16 -> load(context, begin, 2 * taggedCodeUnits, 2, Form.UTF16);
      case LATIN1_UTF16 -> (taggedCodeUnits & UTF16_TAG) == 0
          ? load(context, begin, taggedCodeUnits, 2, Form.LATIN1)
          : load(context, begin, 2 * (taggedCodeUnits ^ UTF16_TAG), 2, Form.TAGGED_UTF16);
    };
  }

  private static GuestString load(
      Context context, long begin, long byteLength, int alignment, Form form) {
    if (byteLength > Layout.MAX_BYTE_LENGTH) {
      throw Trap.of(
          "string content out-of-bounds: "
              + byteLength + " bytes, where the most is " + Layout.MAX_BYTE_LENGTH);
    }
    Load.checkPlace(context, "string content", begin, byteLength, alignment);
    context.charge(byteLength);
    byte[] bytes = context.memory().read(begin, (int) byteLength);
    int malformed =
        switch (form) {
          case UTF8 -> Unicode.malformedUtf8(bytes);
          case UTF16, TAGGED_UTF16 -> Unicode.malformedUtf16(bytes);
          case LATIN1 -> -1;
        };
    if (malformed >= 0) {
      throw Trap.of(
          "invalid " + (form == Form.UTF8 ? "utf-8" : "utf-16") + " string: byte " + malformed
              + " of the " + byteLength + " at " + begin);
    }
    return new GuestString(bytes, form);
  }

  /** {@code store_string_into_range}: pointer and tagged code units as {@link Store#pair}. */
  static long store(Context context, Object staged) {
    return staged instanceof GuestString string
        ? store(context, string)
        : storeHosts(context, (String) staged);
  }

  private static long storeHosts(Context context, String string) {
    return switch (context.encoding()) {
      case UTF8 -> copy(context, string.getBytes(UTF_8), 1, 1, 0);
      case UTF16 -> copy(context, string.getBytes(UTF_16), 2, 2, 0);
      case LATIN1_UTF16 -> Unicode.latin1Prefix(string) == string.length()
          ? copy(context, string.getBytes(LATIN_1), 1, 2, 0)
          : copy(context, string.getBytes(UTF_16), 2, 2, UTF16_TAG);
    };
  }

  private static long store(Context context, GuestString string) {
    byte[] bytes = string.bytes();
    Form form = string.form();
    return switch (context.encoding()) {
      case UTF8 -> switch (form) {
        case UTF8 -> copy(context, bytes, 1, 1, 0);
        case UTF16, TAGGED_UTF16 -> toUtf8(context, string.decode(), bytes.length / 2, 3);
        case LATIN1 -> toUtf8(context, string.decode(), bytes.length, 2);
      };
      case UTF16 -> switch (form) {
        case UTF8 -> utf8ToUtf16(context, string);
        case UTF16, TAGGED_UTF16 -> copy(context, bytes, 2, 2, 0);
        case LATIN1 -> copy(context, string.decode().getBytes(UTF_16), 2, 2, 0);
      };
      case LATIN1_UTF16 -> switch (form) {
        case UTF8 -> toLatin1OrUtf16(context, string.decode(), bytes.length);
        case UTF16 -> toLatin1OrUtf16(context, string.decode(), bytes.length / 2);
        case LATIN1 -> copy(context, bytes, 1, 2, 0);
        case TAGGED_UTF16 -> probablyUtf16ToLatin1OrUtf16(context, bytes);
      };
    };
  }

  /** {@code store_string_copy}: what is to be stored is known whole. */
  private static long copy(Context context, byte[] encoded, int unitSize, int alignment, long tag) {
    long pointer = context.allocate(alignment, encoded.length);
    context.memory().write(pointer, encoded, 0, encoded.length);
    return Store.pair(pointer, encoded.length / unitSize | tag);
  }

  /** {@code store_string_to_utf8}: hopes for ASCII, then takes the worst case, then shrinks. */
  private static long toUtf8(Context context, String string, long codeUnits, int worstFactor) {
    byte[] encoded = string.getBytes(UTF_8);
    int ascii = Unicode.asciiPrefix(string);
    long pointer = context.allocate(1, codeUnits);
    context.memory().write(pointer, encoded, 0, ascii);
    if (ascii == codeUnits) {
      return Store.pair(pointer, codeUnits);
    }
    long worstCase = codeUnits * worstFactor;
    pointer = context.reallocate(pointer, codeUnits, 1, worstCase);
    context.memory().write(pointer + ascii, encoded, ascii, encoded.length - ascii);
    return Store.pair(shrink(context, pointer, worstCase, 1, encoded.length), encoded.length);
  }

  /** {@code store_utf8_to_utf16}: takes the worst case, then shrinks. */
  private static long utf8ToUtf16(Context context, GuestString string) {
    byte[] encoded = string.decode().getBytes(UTF_16);
    long worstCase = 2L * string.bytes().length;
    long pointer = context.allocate(2, worstCase);
    context.memory().write(pointer, encoded, 0, encoded.length);
    pointer = shrink(context, pointer, worstCase, 2, encoded.length);
    return Store.pair(pointer, encoded.length / 2);
  }

  /** {@code store_string_to_latin1_or_utf16}: hopes for Latin-1, else inflates what it has stored. */
  private static long toLatin1OrUtf16(Context context, String string, long codeUnits) {
    int latin1 = Unicode.latin1Prefix(string);
    long pointer = context.allocate(2, codeUnits);
    context.memory().write(pointer, string.substring(0, latin1).getBytes(LATIN_1), 0, latin1);
    if (latin1 == string.length()) {
      return Store.pair(shrink(context, pointer, codeUnits, 2, latin1), latin1);
    }
    long worstCase = 2 * codeUnits;
    pointer = context.reallocate(pointer, codeUnits, 2, worstCase);
    byte[] stored = context.memory().read(pointer, latin1);
    byte[] encoded = string.getBytes(UTF_16);
    System.arraycopy(new String(stored, LATIN_1).getBytes(UTF_16), 0, encoded, 0, 2 * latin1);
    context.memory().write(pointer, encoded, 0, encoded.length);
    pointer = shrink(context, pointer, worstCase, 2, encoded.length);
    return Store.pair(pointer, encoded.length / 2 | UTF16_TAG);
  }

  /** {@code store_probably_utf16_to_latin1_or_utf16}: deflates where nothing needed UTF-16. */
  private static long probablyUtf16ToLatin1OrUtf16(Context context, byte[] utf16) {
    long pointer = context.allocate(2, utf16.length);
    context.memory().write(pointer, utf16, 0, utf16.length);
    int units = utf16.length / 2;
    byte[] latin1 = new byte[units];
    for (int i = 0; i < units; i++) {
      if (Unicode.unit(utf16, 2 * i) >= 0x100) {
        return Store.pair(pointer, units | UTF16_TAG);
      }
      latin1[i] = utf16[2 * i];
    }
    context.memory().write(pointer, latin1, 0, units);
    return Store.pair(context.reallocate(pointer, utf16.length, 1, units), units);
  }

  private static long shrink(Context context, long pointer, long from, int alignment, long to) {
    return to < from ? context.reallocate(pointer, from, alignment, to) : pointer;
  }
}
