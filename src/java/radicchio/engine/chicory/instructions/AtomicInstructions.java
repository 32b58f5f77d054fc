package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.TrapException;

/**
 * The atomic instructions (prefix 0xfe) of compiled guests. One thread at a time is in a store, so that every instruction is
 * atomic already; what is left of them is that their address must be aligned.
 *
 * <p>The last parameter of each method is the opcode of the instruction, without the prefix. {@link AtomicInstruction} lists which
 * method an instruction calls. Compiled guests call these methods; nothing else is to.
 */
public final class AtomicInstructions {
  private AtomicInstructions() {}

  public static int loadI32(int base, int offset, ModuleMemory memory, int opcode) {
    return (int) loadI64(base, offset, memory, opcode);
  }

  public static long loadI64(int base, int offset, ModuleMemory memory, int opcode) {
    int width = AtomicInstruction.width(opcode);
    return read(aligned(base, offset, width), width, memory);
  }

  public static void storeI32(int base, int value, int offset, ModuleMemory memory, int opcode) {
    storeI64(base, value, offset, memory, opcode);
  }

  public static void storeI64(int base, long value, int offset, ModuleMemory memory, int opcode) {
    int width = AtomicInstruction.width(opcode);
    write(aligned(base, offset, width), value, width, memory);
  }

  public static int rmwI32(int base, int value, int offset, ModuleMemory memory, int opcode) {
    return (int) rmwI64(base, value, offset, memory, opcode);
  }

  /** Reads, computes and writes. Returns what it read. */
  public static long rmwI64(int base, long value, int offset, ModuleMemory memory, int opcode) {
    int width = AtomicInstruction.width(opcode);
    int address = aligned(base, offset, width);
    long old = read(address, width, memory);
    write(address, computed(old, value, opcode), width, memory);
    return old;
  }

  public static int cmpxchgI32(
      int base, int expected, int replacement, int offset, ModuleMemory memory, int opcode) {
    return (int) cmpxchgI64(base, expected, replacement, offset, memory, opcode);
  }

  /** Writes the replacement if it reads the expected number, of which it takes the lowest bytes. Returns what it read. */
  public static long cmpxchgI64(
      int base, long expected, long replacement, int offset, ModuleMemory memory, int opcode) {
    int width = AtomicInstruction.width(opcode);
    int address = aligned(base, offset, width);
    long old = read(address, width, memory);
    long all = -1L >>> Long.SIZE - width * Byte.SIZE;
    if (old == (expected & all)) {
      write(address, replacement, width, memory);
    }
    return old;
  }

  public static int wait32(
      int base, int expected, long timeout, int offset, ModuleMemory memory, int opcode) {
    return memory.atomicWait(aligned(base, offset, Integer.BYTES), expected, timeout);
  }

  public static int wait64(
      int base, long expected, long timeout, int offset, ModuleMemory memory, int opcode) {
    return memory.atomicWait(aligned(base, offset, Long.BYTES), expected, timeout);
  }

  /** Returns how many threads it woke: none. Its address must be one that can be waited on. */
  public static int notify(int base, int count, int offset, ModuleMemory memory, int opcode) {
    int address = aligned(base, offset, Integer.BYTES);
    memory.readInt(address);
    return memory.atomicNotify(address, count);
  }

  private static int aligned(int base, int offset, int width) {
    int address = base < 0 ? base : base + offset;
    if ((address & width - 1) != 0) {
      throw new TrapException("unaligned atomic");
    }
    return address;
  }

  private static long computed(long old, long value, int opcode) {
    return switch (AtomicInstruction.group(opcode)) {
      case AtomicInstruction.ADD -> old + value;
      case AtomicInstruction.SUB -> old - value;
      case AtomicInstruction.AND -> old & value;
      case AtomicInstruction.OR -> old | value;
      case AtomicInstruction.XOR -> old ^ value;
      default -> value;
    };
  }

  private static long read(int address, int width, ModuleMemory memory) {
    return switch (width) {
      case Byte.BYTES -> memory.read(address) & 0xffL;
      case Short.BYTES -> memory.readShort(address) & 0xffffL;
      case Integer.BYTES -> memory.readInt(address) & 0xffffffffL;
      default -> memory.readLong(address);
    };
  }

  private static void write(int address, long value, int width, ModuleMemory memory) {
    switch (width) {
      case Byte.BYTES -> memory.writeByte(address, (byte) value);
      case Short.BYTES -> memory.writeShort(address, (short) value);
      case Integer.BYTES -> memory.writeI32(address, (int) value);
      default -> memory.writeLong(address, value);
    }
  }
}
