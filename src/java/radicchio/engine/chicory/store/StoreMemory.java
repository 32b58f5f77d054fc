package radicchio.engine.chicory.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.Limits;
import radicchio.engine.Memory;
import radicchio.engine.chicory.instructions.ModuleMemory;
import radicchio.engine.limits.WorkMeter;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A memory that instances may share, and that the host reads and writes: one array, which is copied when it grows. At first it
 * has exactly the bytes that the guest may use, so that the JVM's own check of an index suffices. After much copying, when
 * growing by small steps would take long, it has room for more, and each access is checked twice.
 */
final class StoreMemory implements Memory, ModuleMemory.Whole, Held {
  private static final int PAGE = 65_536;

  /** The number of bytes, some 50 ms of copying, that are copied before a memory gets room. */
  private static final long COPIED_EXACTLY = 1L << 28;

  /** The room, as a part of its size. */
  private static final int ROOM = 4;

  private static final byte[] NONE = {};
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  final GuestStore store;
  private final MemoryType declared;
  private int most;
  private final List<WeakReference<ModuleMemory>> views = new ArrayList<>(1);

  /** The bytes after {@link #size} are zero. */
  private byte[] bytes = NONE;

  private int size;
  private long copied;

  private StoreMemory(GuestStore store, MemoryType declared, int most) {
    this.store = store;
    this.declared = declared;
    this.most = most;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes a memory of the least size of its type, all zeros. */
  static StoreMemory of(GuestStore store, MemoryType declared) {
    int least = Math.toIntExact(declared.min());
    int most =
        (int) Math.min(declared.max().orElse(Limits.MOST_PAGES), store.limits().memoryPages());
    if (least > most) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "a memory of at least "
                  + least
                  + " pages, expected at most "
                  + store.limits().memoryPages())
          .withKeyword("limit", "memory-pages");
    }
    store.requireBytes(least * (long) PAGE, "a memory of " + least + " pages");
    try {
      StoreMemory memory = new StoreMemory(store, declared, most);
      memory.extend(least);
      return memory;
    } catch (OutOfMemoryError e) {
      throw RadicchioException.of(
              ErrorKind.LIMIT, "the JVM's heap is too small for a memory of " + least + " pages", e)
          .withKeyword("limit", "heap");
    }
  }

  /** Makes a view for an instance. */
  ModuleMemory view() {
    ModuleMemory view = new ModuleMemory(this, store.meter());
    view.show(bytes, size);
    views.removeIf(known -> known.get() == null);
    views.add(new WeakReference<>(view));
    return view;
  }

  @Override
  public boolean shared() {
    return declared.shared();
  }

  @Override
  public int maximumPages() {
    return most;
  }

  private void show(byte[] all, int used) {
    bytes = all;
    size = used;
    for (WeakReference<ModuleMemory> reference : views) {
      ModuleMemory view = reference.get();
      if (view != null) {
        view.show(all, used);
      }
    }
  }

  @Override
  public void release() {
    most = 0;
    show(NONE, 0);
  }

  @Override
  public MemoryType type() {
    return new MemoryType(size / PAGE, declared.max(), declared.shared(), false);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long grow(long pages) {
    int before = size / PAGE;
    if (pages < 0 || pages > most - before || !store.hasRoom(pages * PAGE)) {
      return -1;
    }
    try {
      extend((int) pages);
      return before;
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }

  private void extend(int pages) {
    int more = pages * PAGE;
    store.meter().count(more);
    show(size + more <= bytes.length ? bytes : copied(size + more), size + more);
    store.took(more);
  }

  private byte[] copied(int needed) {
    byte[] grown = array(needed);
    for (int done = 0, piece; done < size; done += piece) {
      piece = Math.min(size - done, WorkMeter.PIECE);
      store.meter().count(piece);
      System.arraycopy(bytes, done, grown, done, piece);
    }
    copied += size;
    return grown;
  }

  private byte[] array(int needed) {
    if (copied <= COPIED_EXACTLY) {
      return new byte[needed];
    }
    try {
      return new byte[(int) Math.min(needed + (long) needed / ROOM, most * (long) PAGE)];
    } catch (OutOfMemoryError e) {
      return new byte[needed];
    }
  }

  @Override
  public long heldBytes() {
    return size();
  }

  @Override
  public byte readByte(long offset) {
    return bytes[at(offset, 1)];
  }

  @Override
  public short readShort(long offset) {
    return (short) SHORT.get(bytes, at(offset, 2));
  }

  @Override
  public int readInt(long offset) {
    return (int) INT.get(bytes, at(offset, 4));
  }

  @Override
  public long readLong(long offset) {
    return (long) LONG.get(bytes, at(offset, 8));
  }

  @Override
  public void writeByte(long offset, byte value) {
    bytes[at(offset, 1)] = value;
  }

  @Override
  public void writeShort(long offset, short value) {
    SHORT.set(bytes, at(offset, 2), value);
  }

  @Override
  public void writeInt(long offset, int value) {
    INT.set(bytes, at(offset, 4), value);
  }

  @Override
  public void writeLong(long offset, long value) {
    LONG.set(bytes, at(offset, 8), value);
  }

  @Override
  public byte[] read(long offset, int length) {
    int from = at(offset, length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  @Override
  public void read(long offset, byte[] target, int start, int length) {
    System.arraycopy(bytes, at(offset, length), target, start, length);
  }

  @Override
  public void write(long offset, byte[] source, int start, int length) {
    System.arraycopy(source, start, bytes, at(offset, length), length);
  }

  @Override
  public void write(long offset, ByteBuffer source) {
    source.get(source.position(), bytes, at(offset, source.remaining()), source.remaining());
  }

  @Override
  public void fill(long offset, long length, byte value) {
    at(offset, length);
    long end = offset + length;
    for (long left = length, piece; left > 0; left -= piece) {
      piece = Math.min(left, WorkMeter.PIECE);
      store.meter().count(piece);
      Arrays.fill(bytes, (int) (end - left), (int) (end - left + piece), value);
    }
  }

  /** Returns the offset for the engine, if the whole access is in bounds. */
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
