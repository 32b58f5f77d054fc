package radicchio.engine.chicory.module.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Reads the binary format from a position. Only this class has the cursor and checks the bounds. */
public final class Cursor {
  private final byte[] bytes;
  private int at;
  private int end;

  public Cursor(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  public int at() {
    return at;
  }

  public int length() {
    return bytes.length;
  }

  public int left() {
    return end - at;
  }

  public byte[] array() {
    return bytes;
  }

  public void seek(int position) {
    at = position;
  }

  /** Sets the position before which reading must end. */
  public void limit(int position) {
    end = position;
  }

  public int u8() {
    if (at >= end) {
      throw malformed(at, "unexpected end of section or function");
    }
    return bytes[at++] & 0xff;
  }

  /** Reads an unsigned LEB128 of 32 bits, which must also be a valid size of a Java array. */
  public int u32() {
    int from = at;
    long value = unsigned();
    if (value > Integer.MAX_VALUE) {
      throw malformed(from, "length out of bounds: " + value);
    }
    return (int) value;
  }

  public long unsigned() {
    return unsigned(32);
  }

  public long unsigned64() {
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

  /** Reads a signed LEB128. */
  public long signed(int bits) {
    int from = at;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = u8();
      int left = bits - shift;
      value |= (long) (b & 0x7f) << shift;
      if (left <= 7) {
        int above = (b & 0x7f) >> (left - 1); // the sign bit and those that must be copies of it
        if ((b & 0x80) != 0) {
          throw malformed(from, "integer representation too long");
        }
        if (above != 0 && above != 0x7f >> (left - 1)) {
          throw malformed(from, "integer too large");
        }
      }
      if ((b & 0x80) == 0) {
        int unused = Long.SIZE - shift - 7;
        return unused > 0 ? value << unused >> unused : value;
      }
    }
  }

  public void skip(int bytes) {
    if (bytes > left()) {
      throw malformed(at, "unexpected end of section or function");
    }
    at += bytes;
  }

  /** Reads a number of this many bytes, the lowest first. */
  public long fixed(int size) {
    if (size > left()) {
      throw malformed(at, "unexpected end of section or function");
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[at++] & 0xffL) << (i * Byte.SIZE);
    }
    return value;
  }

  /** Reads the number of items that follow. Each has at least one byte, so more items than bytes are refused. */
  int count(String items) {
    int from = at;
    long count = unsigned();
    if (count > left()) {
      throw malformed(from, "unexpected end: " + count + " " + items + " in " + left() + " bytes");
    }
    return (int) count;
  }

  /** Reads a text: its length, and that many bytes of UTF-8. */
  public String name(String what) {
    int from = at;
    int length = u32();
    if (length > left()) {
      throw malformed(
          from, "unexpected end: " + what + " of " + length + " bytes, " + left() + " are left");
    }
    ByteBuffer encoded = ByteBuffer.wrap(bytes, at, length);
    at += length;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(encoded)
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(from, "malformed UTF-8 encoding in " + what);
    }
  }

  /** Skips a value type; 0x63 and 0x64 are followed by a heap type, whose value the parser checks. */
  public void skipValueType() {
    skipValueType(u8());
  }

  public void skipValueType(int code) {
    if (code == 0x63 || code == 0x64) {
      while ((u8() & 0x80) != 0) {
        // a signed LEB128
      }
    }
  }

  public void copy(int length, ByteArrayOutputStream out) {
    out.write(bytes, at, length);
    at += length;
  }

  public static void writeU32(ByteArrayOutputStream out, int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  public static RadicchioException malformed(int offset, String message) {
    return RadicchioException.of(ErrorKind.MALFORMED, "malformed module: " + message)
        .with("offset", (long) offset);
  }
}
