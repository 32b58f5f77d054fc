package radicchio.engine.chicory.machine;

import radicchio.engine.chicory.instructions.ModuleMemory;

/**
 * Loads and stores of compiled functions: at a base and an offset that is not negative. Each module gets a copy of this class,
 * and so a profile of its own in the JVM.
 */
public final class MemoryAccess {
  private MemoryAccess() {}

  /** A base of 2³¹ or more is negative here, and so out of bounds with every offset. */
  private static int at(int base, int offset) {
    return base < 0 ? base : base + offset;
  }

  public static int load8S(int base, int offset, ModuleMemory memory) {
    return memory.read(at(base, offset));
  }

  public static int load8U(int base, int offset, ModuleMemory memory) {
    return memory.read(at(base, offset)) & 0xff;
  }

  public static int load16S(int base, int offset, ModuleMemory memory) {
    return memory.readShort(at(base, offset));
  }

  public static int load16U(int base, int offset, ModuleMemory memory) {
    return memory.readShort(at(base, offset)) & 0xffff;
  }

  public static int load32(int base, int offset, ModuleMemory memory) {
    return memory.readInt(at(base, offset));
  }

  public static long load32U(int base, int offset, ModuleMemory memory) {
    return memory.readInt(at(base, offset)) & 0xffff_ffffL;
  }

  public static long load64(int base, int offset, ModuleMemory memory) {
    return memory.readLong(at(base, offset));
  }

  public static float loadF32(int base, int offset, ModuleMemory memory) {
    return memory.readFloat(at(base, offset));
  }

  public static double loadF64(int base, int offset, ModuleMemory memory) {
    return memory.readDouble(at(base, offset));
  }

  public static void store8(int base, int value, int offset, ModuleMemory memory) {
    memory.writeByte(at(base, offset), (byte) value);
  }

  public static void store16(int base, int value, int offset, ModuleMemory memory) {
    memory.writeShort(at(base, offset), (short) value);
  }

  public static void store32(int base, int value, int offset, ModuleMemory memory) {
    memory.writeI32(at(base, offset), value);
  }

  public static void store64(int base, long value, int offset, ModuleMemory memory) {
    memory.writeLong(at(base, offset), value);
  }

  public static void storeF32(int base, float value, int offset, ModuleMemory memory) {
    memory.writeF32(at(base, offset), value);
  }

  public static void storeF64(int base, double value, int offset, ModuleMemory memory) {
    memory.writeF64(at(base, offset), value);
  }
}
