package radicchio.engine.chicory;

import java.io.ByteArrayOutputStream;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The binary format, read from a position on: the one owner of cursor and bounds. */
final class Bytes {
  private final byte[] bytes;
  private int at;
  private int end;

  Bytes(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  int at() {
    return at;
  }

  int length() {
    return bytes.length;
  }

  int left() {
    return end - at;
  }

  byte[] array() {
    return bytes;
  }

  void seek(int position) {
    at = position;
  }

  /** Nothing is read from this position on, until it is set anew. */
  void limit(int position) {
    end = position;
  }

  int u8() {
    if (at >= end) {
      throw malformed(at, "unexpected end of section or function");
    }
    return bytes[at++] & 0xff;
  }

  /** An unsigned LEB128 of 32 bits that must also be a Java array's size. */
  int u32() {
    int from = at;
    long value = unsigned();
    if (value > Integer.MAX_VALUE) {
      throw malformed(from, "length out of bounds: " + value);
    }
    return (int) value;
  }

  long unsigned() {
    return unsigned(32);
  }

  long unsigned64() {
    return unsigned(64);
  }

  private long unsigned(int bits) {
    int from = at;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = u8();
      int left = bits - shift;
      if (left < 7 && (b >>> left) != 0) {
        throw malformed(
            from, (b & 0x80) != 0 ? "integer representation too long" : "integer too large");
      }
      value |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return value;
      }
    }
  }

  /** Skips a value type; 0x63 and 0x64 are followed by a heap type, whose value the parser checks. */
  void skipValueType() {
    skipValueType(u8());
  }

  void skipValueType(int code) {
    if (code == 0x63 || code == 0x64) {
      while ((u8() & 0x80) != 0) {
        // a signed LEB128
      }
    }
  }

  void copy(int length, ByteArrayOutputStream out) {
    out.write(bytes, at, length);
    at += length;
  }

  static void writeU32(ByteArrayOutputStream out, int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  static RadicchioException malformed(int offset, String message) {
    return RadicchioException.of(ErrorKind.MALFORMED, "malformed module: " + message)
        .with("offset", (long) offset);
  }
}
