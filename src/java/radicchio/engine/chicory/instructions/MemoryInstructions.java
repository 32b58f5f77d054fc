package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.compiler.internal.Shaded;
import com.dylibso.chicory.runtime.Memory;

/**
 * Loads and stores of compiled guests. {@code CheckedInstructions} puts them in place of the engine's, beside each
 * module; so they are copied, and each module has a profile of its own.
 */
public final class MemoryInstructions {
  private MemoryInstructions() {}

  public static byte memoryReadByte(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).read(Shaded.getAddr(base, offset));
  }

  public static short memoryReadShort(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).readShort(Shaded.getAddr(base, offset));
  }

  public static int memoryReadInt(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).readInt(Shaded.getAddr(base, offset));
  }

  public static long memoryReadLong(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).readLong(Shaded.getAddr(base, offset));
  }

  public static float memoryReadFloat(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).readFloat(Shaded.getAddr(base, offset));
  }

  public static double memoryReadDouble(int base, int offset, Memory memory) {
    return ((ModuleMemory) memory).readDouble(Shaded.getAddr(base, offset));
  }

  public static void memoryWriteByte(int base, byte value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeByte(Shaded.getAddr(base, offset), value);
  }

  public static void memoryWriteShort(int base, short value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeShort(Shaded.getAddr(base, offset), value);
  }

  public static void memoryWriteInt(int base, int value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeI32(Shaded.getAddr(base, offset), value);
  }

  public static void memoryWriteLong(int base, long value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeLong(Shaded.getAddr(base, offset), value);
  }

  public static void memoryWriteFloat(int base, float value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeF32(Shaded.getAddr(base, offset), value);
  }

  public static void memoryWriteDouble(int base, double value, int offset, Memory memory) {
    ((ModuleMemory) memory).writeF64(Shaded.getAddr(base, offset), value);
  }
}
