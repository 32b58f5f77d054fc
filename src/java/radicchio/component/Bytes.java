package radicchio.component;

import java.util.Arrays;
import java.util.Objects;

/**
 * A part of a component's binary format, not copied: the array is the decoder's input, shared by all parts,
 * and nobody writes to it.
 *
 * @param source the whole input
 * @param offset where the part begins in it
 * @param length its length in bytes
 */
public record Bytes(byte[] source, int offset, int length) {
  public Bytes {
    Objects.checkFromIndexSize(offset, length, source.length);
  }

  /** All of an array. */
  public static Bytes of(byte[] source) {
    return new Bytes(source, 0, source.length);
  }

  /** These bytes in an array of their own. */
  public byte[] copy() {
    return Arrays.copyOfRange(source, offset, offset + length);
  }

  /** Says the place and the size; equality stays that of the same place in the same array. */
  @Override
  public String toString() {
    return length + " bytes at 0x" + Integer.toHexString(offset);
  }
}
