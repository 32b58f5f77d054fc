package radicchio.component;

import java.util.Arrays;
import java.util.Objects;

/**
 * A part of a component's binary format, not copied. The array is the decoder's input, which all parts share. It must
 * not be written to.
 *
 * @param source the whole input
 * @param offset the start of the part in it
 * @param length its length in bytes
 */
public record Bytes(byte[] source, int offset, int length) {
  public Bytes {
    Objects.checkFromIndexSize(offset, length, source.length);
  }

  /** Returns a part that is the whole array. */
  public static Bytes of(byte[] source) {
    return new Bytes(source, 0, source.length);
  }

  /** Returns a copy of these bytes. */
  public byte[] copy() {
    return Arrays.copyOfRange(source, offset, offset + length);
  }

  /** Returns the place and the size. Two parts are equal if they are the same place in the same array. */
  @Override
  public String toString() {
    return length + " bytes at 0x" + Integer.toHexString(offset);
  }
}
