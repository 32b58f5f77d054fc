package radicchio.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are well-formed, and how much of them is plain enough for a shorter form. */
final class Unicode {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Unicode() {}

  /** How many bytes from {@code start} on are ASCII. */
  static int asciiPrefix(byte[] bytes, int start) {
    int at = start;
    while (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at - start;
  }

  /** The offset of the first byte that cannot be there in UTF-8, or -1 (Unicode, table 3-7). */
  static int malformedUtf8(byte[] bytes) {
    int at = 0;
    while (true) {
      at += asciiPrefix(bytes, at);
      if (at == bytes.length) {
        return -1;
      }
      int length = sequence(bytes, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
  }

  /** The length of the well-formed sequence of more than one byte at an offset, or 0. */
  private static int sequence(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return continues(bytes, at + 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF;
      return continues(bytes, at + 1, low, high) && continues(bytes, at + 2, 0x80, 0xBF) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return continues(bytes, at + 1, low, high)
              && continues(bytes, at + 2, 0x80, 0xBF)
              && continues(bytes, at + 3, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] bytes, int at, int low, int high) {
    return at < bytes.length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
  }

  /** The offset of the first surrogate without its other half in UTF-16, or -1. */
  static int malformedUtf16(byte[] bytes) {
    for (int at = 0; at < bytes.length; at += 2) {
      char unit = unit(bytes, at);
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && at + 2 < bytes.length
                && Character.isLowSurrogate(unit(bytes, at + 2));
        if (!paired) {
          return at;
        }
        at += 2;
      }
    }
    return -1;
  }

  /** The UTF-16 code unit at an offset. */
  static char unit(byte[] utf16, int at) {
    return (char) (utf16[at] & 0xFF | (utf16[at + 1] & 0xFF) << 8);
  }

  /** How many code units of a string, from its start on, are ASCII. */
  static int asciiPrefix(String string) {
    int at = 0;
    while (at < string.length() && string.charAt(at) < 0x80) {
      at++;
    }
    return at;
  }

  /** How many code units of a string, from its start on, are Latin-1. */
  static int latin1Prefix(String string) {
    int at = 0;
    while (at < string.length() && string.charAt(at) < 0x100) {
      at++;
    }
    return at;
  }
}
