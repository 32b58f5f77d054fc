package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import radicchio.engine.limits.WorkMeter;

/**
 * The view of a memory from one instance. The bytes are shared; the data segments belong to the instance. The engine itself would
 * keep the segments of the instance that was made last in the memory. Instructions that may take long are cut into pieces, with a
 * check of the deadline between them.
 *
 * <p>The JVM's check of an index is the check of bounds, unless the memory has room to grow. Compiled guests call the accesses
 * through {@link MemoryInstructions}, so the class is public; no other code may use it.
 */
public final class ModuleMemory implements Memory, PiecewiseInstructions.Target {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private final Whole whole;
  private final WorkMeter meter;

  /** The bytes of the whole memory, which informs all its views when it grows. */
  private byte[] bytes;

  /** The number of bytes that the guest may use. */
  private int size;

  /** Whether there are more. */
  private boolean roomy;

  private DataSegment[] segments = {};

  /** The memory of this view. */
  public interface Whole {
    boolean shared();

    int maximumPages();

    /** Grows the memory. Returns the previous size in pages, or -1. */
    long grow(long pages);
  }

  public ModuleMemory(Whole whole, WorkMeter meter) {
    this.whole = whole;
    this.meter = meter;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  public void show(byte[] all, int used) {
    bytes = all;
    size = used;
    roomy = all.length > used;
  }

  // Numbers

  @Override
  public byte read(int address) {
    try {
      return bytes[at(address, 1)];
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public short readShort(int address) {
    try {
      return (short) SHORT.get(bytes, at(address, Short.BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public int readInt(int address) {
    try {
      return (int) INT.get(bytes, at(address, Integer.BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readLong(int address) {
    try {
      return (long) LONG.get(bytes, at(address, Long.BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public float readFloat(int address) {
    try {
      return (float) FLOAT.get(bytes, at(address, Float.BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public double readDouble(int address) {
    try {
      return (double) DOUBLE.get(bytes, at(address, Double.BYTES));
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedLong(readShort(address));
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeByte(int address, byte value) {
    try {
      bytes[at(address, 1)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeShort(int address, short value) {
    try {
      SHORT.set(bytes, at(address, Short.BYTES), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeI32(int address, int value) {
    try {
      INT.set(bytes, at(address, Integer.BYTES), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeLong(int address, long value) {
    try {
      LONG.set(bytes, at(address, Long.BYTES), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeF32(int address, float value) {
    try {
      FLOAT.set(bytes, at(address, Float.BYTES), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeF64(int address, double value) {
    try {
      DOUBLE.set(bytes, at(address, Double.BYTES), value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  private int at(int address, int length) {
    return roomy ? Objects.checkIndex(address, size - (length - 1)) : address;
  }

  private static WasmRuntimeException outOfBounds() {
    return new WasmRuntimeException("out of bounds memory access");
  }

  // Segments

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
    requireInside(target, length, size);
    writePieces(target, data, offset, length);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  /** In bytes. */
  long size() {
    return size;
  }

  private static void requireInside(int offset, int length, long size) {
    if (BulkBounds.outside(offset, Integer.toUnsignedLong(length), size)) {
      throw outOfBounds();
    }
  }

  // What may take long

  @Override
  public int grow(int pages) {
    return (int) whole.grow(Integer.toUnsignedLong(pages));
  }

  /** Does nothing: a new memory contains only zeros. */
  @Override
  public void zero() {
    // nothing to do
  }

  @Override
  public void fill(byte value, int from, int to) {
    int length = to - from;
    requireInside(from, length, size);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      Arrays.fill(bytes, to - left, to - left + piece, value);
    }
  }

  @Override
  public void copy(int target, int source, int length) {
    requireInside(target, length, size);
    requireInside(source, length, size);
    if (target <= source) {
      for (int left = length, piece; left > 0; left -= piece) {
        piece = piece(left);
        copyPiece(target + length - left, source + length - left, piece);
      }
    } else {
      for (int left = length, piece; left > 0; left -= piece) {
        piece = piece(left);
        copyPiece(target + left - piece, source + left - piece, piece);
      }
    }
  }

  private void copyPiece(int target, int source, int length) {
    System.arraycopy(bytes, source, bytes, target, length);
  }

  @Override
  public void copy(int target, Memory other, int from, int length) {
    ModuleMemory source = (ModuleMemory) other;
    if (source.whole == whole) {
      copy(target, from, length);
      return;
    }
    requireInside(from, length, source.size);
    requireInside(target, length, size);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      int done = length - left;
      System.arraycopy(source.bytes, from + done, bytes, target + done, piece);
    }
  }

  @Override
  public void write(int target, byte[] data, int offset, int length) {
    requireInside(offset, length, data.length);
    requireInside(target, length, size);
    writePieces(target, data, offset, length);
  }

  private void writePieces(int target, byte[] data, int offset, int length) {
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      System.arraycopy(data, offset + length - left, bytes, target + length - left, piece);
    }
  }

  @Override
  public byte[] readBytes(int source, int length) {
    requireInside(source, length, size);
    byte[] read = new byte[length];
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left);
      System.arraycopy(bytes, source + length - left, read, length - left, piece);
    }
    return read;
  }

  /** Counts the work of the next piece, and returns its length. */
  private int piece(int left) {
    int piece = Math.min(left, WorkMeter.PIECE);
    meter.count(WorkMeter.LITTLE + (long) piece);
    return piece;
  }

  // Sizes

  @Override
  public int pages() {
    return size / PAGE_SIZE;
  }

  @Override
  public int initialPages() {
    return pages();
  }

  @Override
  public int maximumPages() {
    return whole.maximumPages();
  }

  // Threads: one at a time is in a store, so each instruction is atomic, and no thread can notify a
  // waiting one

  @Override
  public boolean shared() {
    return whole.shared();
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return whole;
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    return await(readInt(address) == expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    return await(readLong(address) == expected, timeout);
  }

  private int await(boolean asExpected, long timeout) {
    if (!shared()) {
      throw new ChicoryException("Attempt to wait on a non-shared memory, not supported.");
    }
    if (!asExpected) {
      return 1;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(timeout < 0 ? Long.MAX_VALUE : timeout);
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChicoryInterruptedException("Thread interrupted");
    }
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    return 0;
  }
}
