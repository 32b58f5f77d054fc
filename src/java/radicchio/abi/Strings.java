package radicchio.abi;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.abi.layout.ElementSize;
import radicchio.abi.value.GuestString;
import radicchio.abi.value.GuestString.Form;
import radicchio.abi.value.Heap;

/**
 * Loads and stores strings in memory: {@code load_string_from_range} and {@code store_string_into_range}, with the {@code
 * realloc} calls that the specification prescribes for each pair of encodings. A string of the host is stored in the
 * encoding of the guest, with one allocation of the right size. Long strings are scanned and converted in pieces, and the
 * deadline is checked in between.
 */
final class Strings {
  private static final long UTF16_TAG = 1L << 31;
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final Charset UTF_16 = StandardCharsets.UTF_16LE;
  private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  private Strings() {}

  /** {@code load_string_from_range}. */
  static GuestString load(Context context, long begin, long taggedCodeUnits) {
    return switch (context.encoding()) {
      case UTF8 -> load(context, begin, taggedCodeUnits, 1, Form.UTF8);
      case UTF16 -> load(context, begin, 2 * taggedCodeUnits, 2, Form.UTF16);
      case LATIN1_UTF16 ->
          (taggedCodeUnits & UTF16_TAG) == 0
              ? load(context, begin, taggedCodeUnits, 2, Form.LATIN1)
              : load(context, begin, 2 * (taggedCodeUnits ^ UTF16_TAG), 2, Form.TAGGED_UTF16);
    };
  }

  private static GuestString load(
      Context context, long begin, long byteLength, int alignment, Form form) {
    if (byteLength > ElementSize.MAX_BYTES) {
      throw Trap.of(
          "string content out-of-bounds: "
              + byteLength
              + " bytes, expected at most "
              + ElementSize.MAX_BYTES);
    }
    context.checkPlace("string content", begin, byteLength, alignment);
    long charged = Heap.string(byteLength, false);
    context.charge(charged);
    byte[] bytes = context.read(begin, (int) byteLength);
    if (form == Form.LATIN1) {
      return new GuestString(bytes, form, bytes.length);
    }
    TextScan scan = scan(context, bytes, begin, form);
    context.charge(Math.max(0, Heap.string(scan.units(), scan.wide()) - charged));
    return new GuestString(bytes, form, scan.units());
  }

  private static TextScan scan(Context context, byte[] bytes, long begin, Form form) {
    TextScan scan = new TextScan(bytes);
    while (scan.at() < bytes.length) {
      int end = Math.min(bytes.length, scan.at() + Context.PIECE);
      if (!(form == Form.UTF8 ? scan.utf8(end) : scan.utf16(end))) {
        throw Trap.of(
            "invalid "
                + (form == Form.UTF8 ? "utf-8" : "utf-16")
                + " string: byte "
                + scan.at()
                + " of the "
                + bytes.length
                + " at "
                + begin);
      }
      if (end < bytes.length) {
        context.deadline().check();
      }
    }
    return scan;
  }

  /** {@code store_string_into_range}: returns the pointer and tagged code units as a {@link Context#pair}. */
  static long store(Context context, Object staged) {
    return staged instanceof GuestString string
        ? store(context, string)
        : storeHosts(context, (String) staged);
  }

  private static long storeHosts(Context context, String string) {
    return switch (context.encoding()) {
      case UTF8 -> copy(context, string, UTF_8);
      case UTF16 -> copy(context, string, UTF_16);
      case LATIN1_UTF16 ->
          prefix(context, string, 0x100) == string.length()
              ? copy(context, string, LATIN_1)
              : copy(context, string, UTF_16) | UTF16_TAG;
    };
  }

  private static long store(Context context, GuestString string) {
    byte[] bytes = string.bytes();
    Form form = string.form();
    return switch (context.encoding()) {
      case UTF8 ->
          switch (form) {
            case UTF8 -> copy(context, bytes, 1, 1);
            case UTF16, TAGGED_UTF16 ->
                toUtf8(context, decoded(context, string), bytes.length / 2, 3);
            case LATIN1 -> toUtf8(context, decoded(context, string), bytes.length, 2);
          };
      case UTF16 ->
          switch (form) {
            case UTF8 -> utf8ToUtf16(context, string);
            case UTF16, TAGGED_UTF16 -> copy(context, bytes, 2, 2);
            case LATIN1 -> copy(context, decoded(context, string), UTF_16);
          };
      case LATIN1_UTF16 ->
          switch (form) {
            case UTF8 -> toLatin1OrUtf16(context, decoded(context, string), bytes.length);
            case UTF16 -> toLatin1OrUtf16(context, decoded(context, string), bytes.length / 2);
            case LATIN1 -> copy(context, bytes, 1, 2);
            case TAGGED_UTF16 -> probablyUtf16ToLatin1OrUtf16(context, bytes);
          };
    };
  }

  private static String decoded(Context context, GuestString string) {
    return string.decode(context.deadline());
  }

  /** {@code store_string_copy}, for bytes that are stored unchanged. */
  private static long copy(Context context, byte[] encoded, int unitSize, int alignment) {
    long pointer = context.allocate(alignment, encoded.length);
    context.write(pointer, encoded, 0, encoded.length);
    return Context.pair(pointer, encoded.length / unitSize);
  }

  /** {@code store_string_copy}, for a known length. */
  private static long copy(Context context, String string, Charset charset) {
    int unitSize = charset == UTF_16 ? 2 : 1;
    int alignment = charset == UTF_8 ? 1 : 2;
    if (string.length() <= Context.PIECE) {
      return copy(context, string.getBytes(charset), unitSize, alignment);
    }
    long byteLength =
        charset == UTF_8 ? utf8Length(context, string) : (long) unitSize * string.length();
    checkLength(byteLength);
    long pointer = context.allocate(alignment, byteLength);
    encode(context, string, 0, charset, pointer);
    return Context.pair(pointer, byteLength / unitSize);
  }

  private static void checkLength(long byteLength) {
    if (byteLength > ElementSize.MAX_BYTES) {
      throw Trap.of(
          "string content out-of-bounds: up to "
              + byteLength
              + " bytes, expected at most "
              + ElementSize.MAX_BYTES);
    }
  }

  private static long utf8Length(Context context, String string) {
    long length = 0;
    for (int i = 0; i < string.length(); i++) {
      char unit = string.charAt(i);
      // each half of a surrogate pair has two of the four bytes
      length += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
      if (i % Context.PIECE == 0) {
        context.deadline().check();
      }
    }
    return length;
  }

  /** Stores a string from an index, in pieces. Returns the pointer after it. */
  private static long encode(
      Context context, String string, int start, Charset charset, long pointer) {
    long at = pointer;
    for (int from = start; from < string.length(); ) {
      int to = Math.min(string.length(), from + Context.PIECE);
      if (to < string.length() && Character.isHighSurrogate(string.charAt(to - 1))) {
        to++;
      }
      byte[] encoded = string.substring(from, to).getBytes(charset);
      context.write(at, encoded, 0, encoded.length);
      at += encoded.length;
      from = to;
    }
    return at;
  }

  /** {@code store_string_to_utf8}: tries ASCII, then allocates the worst case, then shrinks. */
  private static long toUtf8(Context context, String string, long codeUnits, int worstFactor) {
    int ascii = prefix(context, string, 0x80);
    long pointer = context.allocate(1, codeUnits);
    encode(context, string.substring(0, ascii), 0, LATIN_1, pointer);
    if (ascii == codeUnits) {
      return Context.pair(pointer, codeUnits);
    }
    long worstCase = codeUnits * worstFactor;
    checkLength(worstCase);
    pointer = context.reallocate(pointer, codeUnits, 1, worstCase);
    long length = encode(context, string, ascii, UTF_8, pointer + ascii) - pointer;
    return Context.pair(shrink(context, pointer, worstCase, 1, length), length);
  }

  /** {@code store_utf8_to_utf16}: allocates the worst case, then shrinks. */
  private static long utf8ToUtf16(Context context, GuestString string) {
    long worstCase = 2L * string.bytes().length;
    checkLength(worstCase);
    String decoded = decoded(context, string);
    long pointer = context.allocate(2, worstCase);
    encode(context, decoded, 0, UTF_16, pointer);
    pointer = shrink(context, pointer, worstCase, 2, 2L * decoded.length());
    return Context.pair(pointer, decoded.length());
  }

  /** {@code store_string_to_latin1_or_utf16}: tries Latin-1, else inflates what is stored. */
  private static long toLatin1OrUtf16(Context context, String string, long codeUnits) {
    int latin1 = prefix(context, string, 0x100);
    long pointer = context.allocate(2, codeUnits);
    encode(context, string.substring(0, latin1), 0, LATIN_1, pointer);
    if (latin1 == string.length()) {
      return Context.pair(shrink(context, pointer, codeUnits, 2, latin1), latin1);
    }
    long worstCase = 2 * codeUnits;
    checkLength(worstCase);
    pointer = context.reallocate(pointer, codeUnits, 2, worstCase);
    String stored = new String(context.read(pointer, latin1), LATIN_1);
    encode(context, stored, 0, UTF_16, pointer);
    encode(context, string, latin1, UTF_16, pointer + 2L * latin1);
    pointer = shrink(context, pointer, worstCase, 2, 2L * string.length());
    return Context.pair(pointer, string.length() | UTF16_TAG);
  }

  /** {@code store_probably_utf16_to_latin1_or_utf16}: deflates if no code unit needs UTF-16. */
  private static long probablyUtf16ToLatin1OrUtf16(Context context, byte[] utf16) {
    long pointer = context.allocate(2, utf16.length);
    context.write(pointer, utf16, 0, utf16.length);
    int units = utf16.length / 2;
    byte[] latin1 = new byte[units];
    for (int i = 0; i < units; i++) {
      if (TextScan.unit(utf16, 2 * i) >= 0x100) {
        return Context.pair(pointer, units | UTF16_TAG);
      }
      latin1[i] = utf16[2 * i];
      if (i % Context.PIECE == 0) {
        context.deadline().check();
      }
    }
    context.write(pointer, latin1, 0, units);
    return Context.pair(context.reallocate(pointer, utf16.length, 1, units), units);
  }

  /** Returns the number of code units from a string's start that are less than a bound. */
  private static int prefix(Context context, String string, int bound) {
    int at = 0;
    while (at < string.length() && string.charAt(at) < bound) {
      at++;
      if (at % Context.PIECE == 0) {
        context.deadline().check();
      }
    }
    return at;
  }

  private static long shrink(Context context, long pointer, long from, int alignment, long to) {
    return to < from ? context.reallocate(pointer, from, alignment, to) : pointer;
  }
}
