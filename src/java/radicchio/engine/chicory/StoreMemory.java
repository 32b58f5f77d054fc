package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.Limits;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A memory, and whether an instance's data segments lie in it already. */
final class StoreMemory implements Memory, GuestStore.Held {
  private static final int PAGE = 65_536;
  private static final ByteArrayMemory EMPTY = new ByteArrayMemory(new MemoryLimits(0, 0));

  final GuestStore store;
  private final MemoryType declared;
  private ByteArrayMemory bytes;

  StoreMemory(GuestStore store, MemoryType declared, ByteArrayMemory bytes) {
    this.store = store;
    this.declared = declared;
    this.bytes = bytes;
  }

  ByteArrayMemory bytes() {
    return bytes;
  }

  @Override
  public void release() {
    bytes = EMPTY;
  }

  @Override
  public MemoryType type() {
    return new MemoryType(bytes.pages(), declared.max(), declared.shared(), false);
  }

  @Override
  public long size() {
    return (long) bytes.pages() * PAGE;
  }

  @Override
  public long grow(long pages) {
    if (pages < 0 || pages > Limits.MOST_PAGES) {
      return -1;
    }
    try {
      return bytes.grow((int) pages);
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }

  @Override
  public byte readByte(long offset) {
    return bytes.read(at(offset, 1));
  }

  @Override
  public short readShort(long offset) {
    return bytes.readShort(at(offset, 2));
  }

  @Override
  public int readInt(long offset) {
    return bytes.readInt(at(offset, 4));
  }

  @Override
  public long readLong(long offset) {
    return bytes.readLong(at(offset, 8));
  }

  @Override
  public void writeByte(long offset, byte value) {
    bytes.writeByte(at(offset, 1), value);
  }

  @Override
  public void writeShort(long offset, short value) {
    bytes.writeShort(at(offset, 2), value);
  }

  @Override
  public void writeInt(long offset, int value) {
    bytes.writeI32(at(offset, 4), value);
  }

  @Override
  public void writeLong(long offset, long value) {
    bytes.writeLong(at(offset, 8), value);
  }

  @Override
  public byte[] read(long offset, int length) {
    return bytes.readBytes(at(offset, length), length);
  }

  @Override
  public void read(long offset, byte[] target, int start, int length) {
    int from = at(offset, length);
    // the engine gives bytes as an array of their own only: by pieces, no second copy of the whole is made
    for (int done = 0; done < length; done += PAGE) {
      int piece = Math.min(PAGE, length - done);
      System.arraycopy(bytes.readBytes(from + done, piece), 0, target, start + done, piece);
    }
  }

  @Override
  public void write(long offset, byte[] source, int start, int length) {
    bytes.write(at(offset, length), source, start, length);
  }

  @Override
  public void fill(long offset, long length, byte value) {
    int from = at(offset, length);
    bytes.fill(value, from, from + (int) length);
  }

  /** The offset as the engine takes it, where the whole access lies in the memory. */
  private int at(long offset, long length) {
    long size = size();
    if (offset < 0 || length < 0 || offset > size - length) {
      throw outOfBounds(offset, length, size);
    }
    return (int) offset;
  }

  static RadicchioException outOfBounds(long offset, long length, long size) {
    return RadicchioException.of(
            ErrorKind.ARGUMENT,
            length + " bytes at offset " + offset + " are out of bounds of a memory of " + size + " bytes")
        .with("offset", offset)
        .with("length", length)
        .with("memory-size", size);
  }
}
