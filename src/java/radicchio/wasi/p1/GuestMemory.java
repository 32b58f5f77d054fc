package radicchio.wasi.p1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The memory of the calling guest. Pointers and lengths of the guest are unsigned. Sums are computed with 64 bits,
 * and are checked before anything is allocated or done. An access out of bounds traps.
 */
record GuestMemory(Memory memory) {
  /** More bytes than any path of a host. */
  private static final int LONGEST_TEXT = 65_536;

  /** Checks the bounds of bytes at a pointer. */
  void require(int pointer, long length) {
    if (Integer.toUnsignedLong(pointer) + length > memory.size()) {
      throw RadicchioException.of(
              ErrorKind.TRAP,
              "wasm trap: out of bounds memory access: a function of WASI got "
                  + length
                  + " bytes at offset "
                  + Integer.toUnsignedLong(pointer)
                  + " of a memory of "
                  + memory.size()
                  + " bytes")
          .withKeyword("trap", "out-of-bounds-memory");
    }
  }

  private long at(int pointer, int length) {
    require(pointer, length);
    return Integer.toUnsignedLong(pointer);
  }

  byte readByte(int pointer) {
    return memory.readByte(at(pointer, 1));
  }

  short readShort(int pointer) {
    return memory.readShort(at(pointer, 2));
  }

  int readInt(int pointer) {
    return memory.readInt(at(pointer, 4));
  }

  long readLong(int pointer) {
    return memory.readLong(at(pointer, 8));
  }

  void writeByte(int pointer, int value) {
    memory.writeByte(at(pointer, 1), (byte) value);
  }

  void writeShort(int pointer, int value) {
    memory.writeShort(at(pointer, 2), (short) value);
  }

  void writeInt(int pointer, int value) {
    memory.writeInt(at(pointer, 4), value);
  }

  void writeLong(int pointer, long value) {
    memory.writeLong(at(pointer, 8), value);
  }

  void read(int pointer, byte[] target, int start, int length) {
    memory.read(at(pointer, length), target, start, length);
  }

  void write(int pointer, byte[] source, int start, int length) {
    memory.write(at(pointer, length), source, start, length);
  }

  /** Returns the UTF-8 text of bytes at a pointer. */
  String text(int pointer, int length) throws ErrnoFailure {
    require(pointer, Integer.toUnsignedLong(length));
    if (Integer.compareUnsigned(length, LONGEST_TEXT) > 0) {
      throw new ErrnoFailure(Errno.NAMETOOLONG);
    }
    try {
      byte[] bytes = memory.read(Integer.toUnsignedLong(pointer), length);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ErrnoFailure(Errno.ILSEQ);
    }
  }
}
