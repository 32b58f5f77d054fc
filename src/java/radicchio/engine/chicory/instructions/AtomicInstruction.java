package radicchio.engine.chicory.instructions;

import java.util.Optional;

/**
 * An atomic instruction (prefix 0xfe) and the method of {@link AtomicInstructions} that does it, for a compiler. A method's
 * parameters are the operands; the offset of the memory argument, an int; the memory; the opcode, an int.
 *
 * @param opcode without the prefix
 * @param operands their types as in a descriptor, {@code I} or {@code J}, that of the address first
 * @param result its type, empty if there is none
 * @param accessBytes the alignment must be the same
 */
public record AtomicInstruction(
    int opcode, String operands, String result, int accessBytes, String method) {
  /** This instruction has one byte that is zero in place of a memory argument, and does nothing. */
  public static final int FENCE = 0x03;

  static final int ADD = 2;
  static final int SUB = 3;
  static final int AND = 4;
  static final int OR = 5;
  static final int XOR = 6;

  private static final int LOAD = 0;
  private static final int STORE = 1;
  private static final int CMPXCHG = 8;
  private static final int FIRST = 0x10;
  private static final int LAST = 0x4e;
  private static final int GROUP = 7;

  /** The descriptor of the method. */
  public String descriptor() {
    String memory = "L" + ModuleMemory.class.getName().replace('.', '/') + ";";
    return "(" + operands + "I" + memory + "I)" + (result.isEmpty() ? "V" : result);
  }

  /**
   * The instruction with an opcode.
   *
   * @param opcode without the prefix
   * @return empty for the fence, and if no instruction has it
   */
  public static Optional<AtomicInstruction> of(long opcode) {
    if (opcode >= FIRST && opcode <= LAST) {
      return Optional.of(access((int) opcode));
    }
    if (opcode < 0 || opcode > 2) {
      return Optional.empty();
    }
    return Optional.of(
        switch ((int) opcode) {
          case 0x00 -> new AtomicInstruction(0x00, "II", "I", Integer.BYTES, "notify");
          case 0x01 -> new AtomicInstruction(0x01, "IIJ", "I", Integer.BYTES, "wait32");
          default -> new AtomicInstruction(0x02, "IJJ", "I", Long.BYTES, "wait64");
        });
  }

  private static AtomicInstruction access(int opcode) {
    boolean wide = wide(opcode);
    String number = wide ? "J" : "I";
    String suffix = wide ? "I64" : "I32";
    int width = width(opcode);
    return switch (group(opcode)) {
      case LOAD -> new AtomicInstruction(opcode, "I", number, width, "load" + suffix);
      case STORE -> new AtomicInstruction(opcode, "I" + number, "", width, "store" + suffix);
      case CMPXCHG ->
          new AtomicInstruction(opcode, "I" + number + number, number, width, "cmpxchg" + suffix);
      default -> new AtomicInstruction(opcode, "I" + number, number, width, "rmw" + suffix);
    };
  }

  /** What an instruction does: the seven of a group differ in their numbers only. */
  static int group(int opcode) {
    return (opcode - FIRST) / GROUP;
  }

  /** The number of bytes of an instruction: as i32 and i64 have them, then 8 and 16 bits of an i32, 8, 16 and 32 of an i64. */
  static int width(int opcode) {
    return switch ((opcode - FIRST) % GROUP) {
      case 0, 6 -> Integer.BYTES;
      case 1 -> Long.BYTES;
      case 2, 4 -> Byte.BYTES;
      default -> Short.BYTES;
    };
  }

  private static boolean wide(int opcode) {
    int place = (opcode - FIRST) % GROUP;
    return place == 1 || place > 3;
  }
}
