package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.Limits;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A memory that instances may share, and the host reads and writes. */
final class StoreMemory implements Memory, GuestStore.Held {
  private static final int PAGE = 65_536;

  /** Pages that are made at once, between two looks at the deadline. */
  private static final int PIECE = 256;

  private static final ByteArrayMemory EMPTY = new ByteArrayMemory(new MemoryLimits(0, 0));

  final GuestStore store;
  private final MemoryType declared;
  private ByteArrayMemory bytes;

  private StoreMemory(GuestStore store, MemoryType declared, int most) {
    this.store = store;
    this.declared = declared;
    this.bytes = new ByteArrayMemory(new MemoryLimits(0, most, declared.shared()));
  }

  /** A memory of the least size that its type asks for, all zeros. */
  static StoreMemory of(GuestStore store, MemoryType declared) {
    int least = Math.toIntExact(declared.min());
    int most =
        (int) Math.min(declared.max().orElse(Limits.MOST_PAGES), store.limits().memoryPages());
    if (least > most) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "a memory of at least "
                  + least
                  + " pages, where "
                  + store.limits().memoryPages()
                  + " are allowed")
          .withKeyword("limit", "memory-pages");
    }
    store.requireBytes(least * (long) PAGE, "a memory of " + least + " pages");
    try {
      StoreMemory memory = new StoreMemory(store, declared, most);
      memory.growPieces(least);
      return memory;
    } catch (OutOfMemoryError e) {
      throw RadicchioException.of(
              ErrorKind.LIMIT, "the JVM has no room for a memory of " + least + " pages", e)
          .withKeyword("limit", "heap");
    }
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
    int before = bytes.pages();
    if (pages < 0 || pages > bytes.maximumPages() - before || !store.hasRoom(pages * PAGE)) {
      return -1;
    }
    try {
      if (pages > PIECE) {
        rehearse((int) pages);
      }
      growPieces((int) pages);
      return before;
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }

  /** Finds out whether the heap has room: what has grown halfway cannot shrink again. */
  private void rehearse(int pages) {
    byte[][] room = new byte[pages][];
    for (int i = 0; i < pages; i++) {
      store.meter().count(PAGE);
      room[i] = new byte[PAGE];
    }
  }

  private void growPieces(int pages) {
    for (int left = pages, piece; left > 0; left -= piece) {
      piece = Math.min(left, PIECE);
      store.meter().count(piece * (long) PAGE);
      bytes.grow(piece);
    }
    store.took(pages * (long) PAGE);
  }

  @Override
  public long heldBytes() {
    return size();
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
    // the engine gives bytes as an array of their own only: by pieces, no second copy of the whole
    // is made
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
    at(offset, length);
    long end = offset + length;
    for (long left = length, piece; left > 0; left -= piece) {
      piece = Math.min(left, WorkMeter.PIECE);
      store.meter().count(piece);
      bytes.fill(value, (int) (end - left), (int) (end - left + piece));
    }
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
            length
                + " bytes at offset "
                + offset
                + " are out of bounds of a memory of "
                + size
                + " bytes")
        .with("offset", offset)
        .with("length", length)
        .with("memory-size", size);
  }
}
