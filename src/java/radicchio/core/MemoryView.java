package radicchio.core;

import radicchio.engine.Memory;

/**
 * A view that reads and writes numbers in an instance's memory without copying, like a little-endian ByteBuffer that grows with
 * the memory. Any thread may use it. Each access waits for a call that runs in the instance. An access out of bounds throws
 * {@code ARGUMENT} and changes nothing.
 */
public final class MemoryView {
  private final ModuleInstance instance;
  private final Memory memory;

  public MemoryView(ModuleInstance instance, Memory memory) {
    this.instance = instance;
    this.memory = memory;
  }

  /** Returns the size in bytes. */
  public long size() {
    instance.enter();
    try {
      return memory.size();
    } finally {
      instance.leave();
    }
  }

  public byte get(long offset) {
    instance.enter();
    try {
      return memory.readByte(offset);
    } finally {
      instance.leave();
    }
  }

  public short getShort(long offset) {
    instance.enter();
    try {
      return memory.readShort(offset);
    } finally {
      instance.leave();
    }
  }

  public int getInt(long offset) {
    instance.enter();
    try {
      return memory.readInt(offset);
    } finally {
      instance.leave();
    }
  }

  public long getLong(long offset) {
    instance.enter();
    try {
      return memory.readLong(offset);
    } finally {
      instance.leave();
    }
  }

  public float getFloat(long offset) {
    return Float.intBitsToFloat(getInt(offset));
  }

  public double getDouble(long offset) {
    return Double.longBitsToDouble(getLong(offset));
  }

  public MemoryView put(long offset, byte value) {
    instance.enter();
    try {
      memory.writeByte(offset, value);
    } finally {
      instance.leave();
    }
    return this;
  }

  public MemoryView putShort(long offset, short value) {
    instance.enter();
    try {
      memory.writeShort(offset, value);
    } finally {
      instance.leave();
    }
    return this;
  }

  public MemoryView putInt(long offset, int value) {
    instance.enter();
    try {
      memory.writeInt(offset, value);
    } finally {
      instance.leave();
    }
    return this;
  }

  public MemoryView putLong(long offset, long value) {
    instance.enter();
    try {
      memory.writeLong(offset, value);
    } finally {
      instance.leave();
    }
    return this;
  }

  public MemoryView putFloat(long offset, float value) {
    return putInt(offset, Float.floatToRawIntBits(value));
  }

  public MemoryView putDouble(long offset, double value) {
    return putLong(offset, Double.doubleToRawLongBits(value));
  }

  @Override
  public String toString() {
    return "#<wasm memory>";
  }
}
