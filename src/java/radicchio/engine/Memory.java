package radicchio.engine;

import java.nio.ByteBuffer;

/**
 * A linear memory. Offsets and lengths are in bytes. Every access out of bounds throws {@code ARGUMENT} with
 * offset, length and memory size, and changes nothing. Values are little-endian.
 */
public non-sealed interface Memory extends Extern {

  @Override
  ExternType.MemoryType type();

  /** Returns the current size in bytes. */
  long size();

  /** Grows by pages of 64 KiB. Returns the previous size in pages, or -1 if the memory cannot grow so far. */
  long grow(long pages);

  byte readByte(long offset);

  short readShort(long offset);

  int readInt(long offset);

  long readLong(long offset);

  void writeByte(long offset, byte value);

  void writeShort(long offset, short value);

  void writeInt(long offset, int value);

  void writeLong(long offset, long value);

  /** Returns a copy of {@code length} bytes of memory, made in one bulk copy. */
  byte[] read(long offset, int length);

  /** Copies {@code length} bytes of memory into {@code target}, in bulk, by pieces of a page at most. */
  void read(long offset, byte[] target, int start, int length);

  /** Copies {@code length} bytes of {@code source} into memory, in one bulk copy. */
  void write(long offset, byte[] source, int start, int length);

  /** Copies what remains of {@code source} into memory, in one bulk copy; the buffer's position stays. */
  void write(long offset, ByteBuffer source);

  /** Sets {@code length} bytes to {@code value}. */
  void fill(long offset, long length, byte value);
}
