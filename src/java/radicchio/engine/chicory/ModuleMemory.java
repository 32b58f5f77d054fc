package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;

/**
 * A memory as one instance sees it. The bytes are shared, the data segments are the instance's own: the engine would
 * keep the segments of the instance that was made last in the memory itself. Instructions that may take long are cut
 * into pieces, with a look at the deadline between them.
 */
final class ModuleMemory implements Memory {
  private final StoreMemory shared;
  private final ByteArrayMemory memory;
  private final WorkMeter meter;
  private DataSegment[] segments = {};

  ModuleMemory(StoreMemory shared) {
    this.shared = shared;
    this.memory = shared.bytes();
    this.meter = shared.store.meter();
  }

  @Override
  public void initialize(Instance instance, DataSegment[] all) {
    initialize(instance, all, 0);
  }

  /**
   * The array is the instance's: it takes the dropped segments out of it. {@link ActiveSegments} copies those that are
   * active.
   */
  @Override
  public void initialize(Instance instance, DataSegment[] all, int index) {
    segments = all;
  }

  @Override
  public void initPassiveSegment(int segment, int target, int offset, int length) {
    byte[] data = segments[segment].data();
    requireInside(offset, length, data.length);
    requireInside(target, length, size());
    writePieces(target, data, offset, length);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  /** In bytes. */
  long size() {
    return (long) memory.pages() * PAGE_SIZE;
  }

  private static void requireInside(int offset, int length, long size) {
    if (BulkBounds.outside(offset, Integer.toUnsignedLong(length), size)) {
      throw new WasmRuntimeException("out of bounds memory access");
    }
  }

  // What may take long

  @Override
  public int grow(int pages) {
    return (int) shared.grow(Integer.toUnsignedLong(pages));
  }

  /** A memory that was just made has zeros only. */
  @Override
  public void zero() {
    // nothing is left to do
  }

  @Override
  public void fill(byte value, int from, int to) {
    int length = to - from;
    requireInside(from, length, size());
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      memory.fill(value, to - left, to - left + piece);
    }
  }

  @Override
  public void copy(int target, int source, int length) {
    requireInside(target, length, size());
    requireInside(source, length, size());
    if (target <= source) {
      for (int left = length, piece; left > 0; left -= piece) {
        piece = piece(left);
        memory.copy(target + length - left, source + length - left, piece);
      }
    } else {
      for (int left = length, piece; left > 0; left -= piece) {
        piece = piece(left);
        memory.copy(target + left - piece, source + left - piece, piece);
      }
    }
  }

  @Override
  public void write(int target, byte[] data, int offset, int length) {
    requireInside(offset, length, data.length);
    requireInside(target, length, size());
    writePieces(target, data, offset, length);
  }

  private void writePieces(int target, byte[] data, int offset, int length) {
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      memory.write(target + length - left, data, offset + length - left, piece);
    }
  }

  @Override
  public byte[] readBytes(int source, int length) {
    requireInside(source, length, size());
    if (length <= WorkMeter.PIECE) {
      meter.count(WorkMeter.LITTLE + (long) length);
      return memory.readBytes(source, length);
    }
    byte[] bytes = new byte[length];
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      System.arraycopy(
          memory.readBytes(source + length - left, piece), 0, bytes, length - left, piece);
    }
    return bytes;
  }

  /** The length of the next piece, which is counted. */
  private int piece(int left) {
    int piece = Math.min(left, WorkMeter.PIECE);
    meter.count(WorkMeter.LITTLE + (long) piece);
    return piece;
  }

  // Everything else is the memory's

  @Override
  public int pages() {
    return memory.pages();
  }

  @Override
  public int initialPages() {
    return memory.pages();
  }

  @Override
  public int maximumPages() {
    return memory.maximumPages();
  }

  @Override
  public boolean shared() {
    return memory.shared();
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return memory.lock(address);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    return memory.waitOn(address, expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    return memory.waitOn(address, expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    return memory.notify(address, maxThreads);
  }

  @Override
  public void atomicFence() {
    memory.atomicFence();
  }

  @Override
  public int atomicWait(int addr, int expected, long timeout) {
    return memory.atomicWait(addr, expected, timeout);
  }

  @Override
  public int atomicWait(int addr, long expected, long timeout) {
    return memory.atomicWait(addr, expected, timeout);
  }

  @Override
  public int atomicNotify(int addr, int maxThreads) {
    return memory.atomicNotify(addr, maxThreads);
  }

  @Override
  public int atomicReadInt(int addr) {
    return memory.atomicReadInt(addr);
  }

  @Override
  public long atomicReadLong(int addr) {
    return memory.atomicReadLong(addr);
  }

  @Override
  public short atomicReadShort(int addr) {
    return memory.atomicReadShort(addr);
  }

  @Override
  public byte atomicReadByte(int addr) {
    return memory.atomicReadByte(addr);
  }

  @Override
  public void atomicWriteInt(int addr, int value) {
    memory.atomicWriteInt(addr, value);
  }

  @Override
  public void atomicWriteLong(int addr, long value) {
    memory.atomicWriteLong(addr, value);
  }

  @Override
  public void atomicWriteShort(int addr, short value) {
    memory.atomicWriteShort(addr, value);
  }

  @Override
  public void atomicWriteByte(int addr, byte value) {
    memory.atomicWriteByte(addr, value);
  }

  @Override
  public int atomicAddInt(int addr, int delta) {
    return memory.atomicAddInt(addr, delta);
  }

  @Override
  public int atomicAndInt(int addr, int mask) {
    return memory.atomicAndInt(addr, mask);
  }

  @Override
  public int atomicOrInt(int addr, int mask) {
    return memory.atomicOrInt(addr, mask);
  }

  @Override
  public int atomicXorInt(int addr, int mask) {
    return memory.atomicXorInt(addr, mask);
  }

  @Override
  public int atomicXchgInt(int addr, int value) {
    return memory.atomicXchgInt(addr, value);
  }

  @Override
  public int atomicCmpxchgInt(int addr, int expected, int replacement) {
    return memory.atomicCmpxchgInt(addr, expected, replacement);
  }

  @Override
  public long atomicAddLong(int addr, long delta) {
    return memory.atomicAddLong(addr, delta);
  }

  @Override
  public long atomicAndLong(int addr, long mask) {
    return memory.atomicAndLong(addr, mask);
  }

  @Override
  public long atomicOrLong(int addr, long mask) {
    return memory.atomicOrLong(addr, mask);
  }

  @Override
  public long atomicXorLong(int addr, long mask) {
    return memory.atomicXorLong(addr, mask);
  }

  @Override
  public long atomicXchgLong(int addr, long value) {
    return memory.atomicXchgLong(addr, value);
  }

  @Override
  public long atomicCmpxchgLong(int addr, long expected, long replacement) {
    return memory.atomicCmpxchgLong(addr, expected, replacement);
  }

  @Override
  public short atomicAddShort(int addr, short delta) {
    return memory.atomicAddShort(addr, delta);
  }

  @Override
  public short atomicAndShort(int addr, short mask) {
    return memory.atomicAndShort(addr, mask);
  }

  @Override
  public short atomicOrShort(int addr, short mask) {
    return memory.atomicOrShort(addr, mask);
  }

  @Override
  public short atomicXorShort(int addr, short mask) {
    return memory.atomicXorShort(addr, mask);
  }

  @Override
  public short atomicXchgShort(int addr, short value) {
    return memory.atomicXchgShort(addr, value);
  }

  @Override
  public short atomicCmpxchgShort(int addr, short expected, short replacement) {
    return memory.atomicCmpxchgShort(addr, expected, replacement);
  }

  @Override
  public byte atomicAddByte(int addr, byte delta) {
    return memory.atomicAddByte(addr, delta);
  }

  @Override
  public byte atomicAndByte(int addr, byte mask) {
    return memory.atomicAndByte(addr, mask);
  }

  @Override
  public byte atomicOrByte(int addr, byte mask) {
    return memory.atomicOrByte(addr, mask);
  }

  @Override
  public byte atomicXorByte(int addr, byte mask) {
    return memory.atomicXorByte(addr, mask);
  }

  @Override
  public byte atomicXchgByte(int addr, byte value) {
    return memory.atomicXchgByte(addr, value);
  }

  @Override
  public byte atomicCmpxchgByte(int addr, byte expected, byte replacement) {
    return memory.atomicCmpxchgByte(addr, expected, replacement);
  }

  @Override
  public byte read(int addr) {
    return memory.read(addr);
  }

  @Override
  public void writeI32(int addr, int data) {
    memory.writeI32(addr, data);
  }

  @Override
  public int readInt(int addr) {
    return memory.readInt(addr);
  }

  @Override
  public void writeLong(int addr, long data) {
    memory.writeLong(addr, data);
  }

  @Override
  public long readLong(int addr) {
    return memory.readLong(addr);
  }

  @Override
  public void writeShort(int addr, short data) {
    memory.writeShort(addr, data);
  }

  @Override
  public short readShort(int addr) {
    return memory.readShort(addr);
  }

  @Override
  public long readU16(int addr) {
    return memory.readU16(addr);
  }

  @Override
  public void writeByte(int addr, byte data) {
    memory.writeByte(addr, data);
  }

  @Override
  public void writeF32(int addr, float data) {
    memory.writeF32(addr, data);
  }

  @Override
  public long readF32(int addr) {
    return memory.readF32(addr);
  }

  @Override
  public float readFloat(int addr) {
    return memory.readFloat(addr);
  }

  @Override
  public void writeF64(int addr, double data) {
    memory.writeF64(addr, data);
  }

  @Override
  public double readDouble(int addr) {
    return memory.readDouble(addr);
  }

  @Override
  public long readF64(int addr) {
    return memory.readF64(addr);
  }
}
