package radicchio.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One pass over the bytes of a string, in pieces. It checks that they are well-formed, counts the UTF-16 code units, and
 * tests whether one of these is not Latin-1. Used by one thread.
 */
final class TextScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int MOST_LATIN_1_LEAD = 0xC3;

  private final byte[] bytes;
  private int at;
  private int units;
  private boolean wide;

  TextScan(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the offset of the scan, or that of the first invalid byte if the bytes are malformed. */
  int at() {
    return at;
  }

  /** Returns the number of code units so far. */
  int units() {
    return units;
  }

  /** Tests whether one of them is not Latin-1. */
  boolean wide() {
    return wide;
  }

  /** Scans UTF-8 (Unicode, table 3-7) to an offset or one character beyond it. Returns false if it is malformed. */
  boolean utf8(int end) {
    int to = at;
    int found = units;
    int leads = 0;
    int length = 1;
    while (to < end && length > 0) {
      if (bytes[to] >= 0) {
        int ascii = asciiPrefix(to, end);
        to += ascii;
        found += ascii;
      } else {
        length = sequence(to);
        leads = Math.max(leads, bytes[to] & 0xFF);
        found += length == 4 ? 2 : 1;
        to += length;
      }
    }
    at = to;
    units = found;
    wide |= leads > MOST_LATIN_1_LEAD;
    return length > 0;
  }

  private int asciiPrefix(int from, int end) {
    int to = from;
    while (to + 4 * Long.BYTES <= end && isAscii(to)) {
      to += 4 * Long.BYTES;
    }
    while (to + Long.BYTES <= end && ((long) LONGS.get(bytes, to) & HIGH_BITS) == 0) {
      to += Long.BYTES;
    }
    while (to < end && bytes[to] >= 0) {
      to++;
    }
    return to - from;
  }

  /** Tests whether the next 32 bytes are ASCII. */
  private boolean isAscii(int at) {
    long bits =
        (long) LONGS.get(bytes, at)
            | (long) LONGS.get(bytes, at + Long.BYTES)
            | (long) LONGS.get(bytes, at + 2 * Long.BYTES)
            | (long) LONGS.get(bytes, at + 3 * Long.BYTES);
    return (bits & HIGH_BITS) == 0;
  }

  /** Returns the length of the well-formed sequence of more than one byte at an offset, or 0. */
  private int sequence(int at) {
    int lead = bytes[at] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return continues(at + 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF;
      return continues(at + 1, low, high) && continues(at + 2, 0x80, 0xBF) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return continues(at + 1, low, high)
              && continues(at + 2, 0x80, 0xBF)
              && continues(at + 3, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  private boolean continues(int at, int low, int high) {
    return at < bytes.length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
  }

  /** Scans UTF-16 to an even offset or one code unit beyond it. Returns false for an unpaired surrogate. */
  boolean utf16(int end) {
    int seen = 0;
    while (at < end) {
      char unit = unit(bytes, at);
      seen |= unit;
      int length = 2;
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && at + 2 < bytes.length
                && Character.isLowSurrogate(unit(bytes, at + 2));
        if (!paired) {
          return false;
        }
        length = 4;
      }
      units += length / 2;
      at += length;
    }
    wide |= seen >= 0x100;
    return true;
  }

  /** Returns the UTF-16 code unit at an offset. */
  static char unit(byte[] utf16, int at) {
    return (char) (utf16[at] & 0xFF | (utf16[at + 1] & 0xFF) << 8);
  }
}
