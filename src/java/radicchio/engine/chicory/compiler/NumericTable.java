package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;

/**
 * The numeric instructions without immediates: their types, and the JVM instructions, method or comparison that they become.
 * An instruction becomes the JVM's own instruction or a method of the platform if that does the same; else the method of Chicory's
 * interpreter, with its traps, if there is one; else a method of {@code machine}.
 */
final class NumericTable {
  /** The opcodes 0x45 to 0xc4, followed by those with the prefix 0xfc. */
  static final int FIRST = 0x45;

  static final int LAST = 0xc4;
  static final int SATURATING = 8;

  private static final String RUNTIME = "com/dylibso/chicory/runtime/OpcodeImpl";
  private static final String OURS = JvmCode.ARITHMETIC;
  private static final String CORRECTED =
      "radicchio/engine/chicory/instructions/NumericInstructions";
  private static final String INTEGER = "java/lang/Integer";
  private static final String LONG = "java/lang/Long";

  /**
   * An instruction.
   *
   * @param operands the types that it takes
   * @param result the type that it gives
   * @param insns the JVM instructions, in this order, before the method
   * @param owner the class of its method; null without one
   * @param comparison the JVM's jump when its result is 1; 0 if it is not a comparison
   * @param traps whether it may trap
   */
  record Numeric(
      int[] operands,
      int result,
      int[] insns,
      String owner,
      String method,
      int comparison,
      boolean traps) {

    String descriptor() {
      StringBuilder text = new StringBuilder("(");
      for (int type : operands) {
        text.append(WasmTypes.kind(type));
      }
      return text.append(')').append(comparison != 0 ? 'I' : WasmTypes.kind(result)).toString();
    }

    void write(JvmCode code) {
      for (int insn : insns) {
        code.insn(insn);
      }
      if (owner != null) {
        code.invokeStatic(owner, method, descriptor());
      }
    }
  }

  private static final Numeric[] PLAIN = new Numeric[LAST - FIRST + 1];
  private static final Numeric[] SATURATED = new Numeric[SATURATING];

  private NumericTable() {}

  static Numeric plain(int opcode) {
    return PLAIN[opcode - FIRST];
  }

  static Numeric saturating(int opcode) {
    return SATURATED[opcode];
  }

  static {
    comparisons();
    integers();
    floats(0x8b, 'f', 'F', "F32");
    floats(0x99, 'd', 'D', "F64");
    conversions();
  }

  private static int type(char kind) {
    return switch (kind) {
      case 'I' -> WasmTypes.I32;
      case 'J' -> WasmTypes.I64;
      case 'F' -> WasmTypes.F32;
      default -> WasmTypes.F64;
    };
  }

  private static int[] types(String kinds) {
    return kinds.chars().map(kind -> type((char) kind)).toArray();
  }

  private static void insns(int opcode, String operands, char result, int... insns) {
    PLAIN[opcode - FIRST] = new Numeric(types(operands), type(result), insns, null, null, 0, false);
  }

  private static void method(
      int opcode, String operands, char result, String owner, String method) {
    PLAIN[opcode - FIRST] =
        new Numeric(types(operands), type(result), new int[0], owner, method, 0, false);
  }

  private static void trapping(int opcode, String operands, char result, String method) {
    PLAIN[opcode - FIRST] =
        new Numeric(types(operands), type(result), new int[0], RUNTIME, method, 0, true);
  }

  private static void compared(
      int opcode, String operands, int jump, String owner, String method, int... insns) {
    PLAIN[opcode - FIRST] =
        new Numeric(types(operands), WasmTypes.I32, insns, owner, method, jump, false);
  }

  private static void comparisons() {
    compared(0x45, "I", Opcodes.IFEQ, null, null);
    int[] ints = {
      Opcodes.IF_ICMPEQ, Opcodes.IF_ICMPNE,
      Opcodes.IF_ICMPLT, Opcodes.IFLT,
      Opcodes.IF_ICMPGT, Opcodes.IFGT,
      Opcodes.IF_ICMPLE, Opcodes.IFLE,
      Opcodes.IF_ICMPGE, Opcodes.IFGE
    };
    int[] longs = {
      Opcodes.IFEQ, Opcodes.IFNE,
      Opcodes.IFLT, Opcodes.IFLT,
      Opcodes.IFGT, Opcodes.IFGT,
      Opcodes.IFLE, Opcodes.IFLE,
      Opcodes.IFGE, Opcodes.IFGE
    };
    for (int i = 0; i < ints.length; i++) {
      boolean unsigned = i > 2 && i % 2 == 1;
      if (unsigned) {
        compared(0x46 + i, "II", ints[i], OURS, "compareUnsigned");
        compared(0x51 + i, "JJ", longs[i], LONG, "compareUnsigned");
      } else {
        compared(0x46 + i, "II", ints[i], null, null);
        compared(0x51 + i, "JJ", longs[i], null, null, Opcodes.LCMP);
      }
    }
    compared(0x50, "J", Opcodes.IFEQ, null, null, Opcodes.LCONST_0, Opcodes.LCMP);
    int[] jumps = {
      Opcodes.IFEQ, Opcodes.IFNE, Opcodes.IFLT, Opcodes.IFGT, Opcodes.IFLE, Opcodes.IFGE
    };
    for (int i = 0; i < jumps.length; i++) {
      boolean less = jumps[i] == Opcodes.IFLT || jumps[i] == Opcodes.IFLE; // false for a NaN
      compared(0x5b + i, "FF", jumps[i], null, null, less ? Opcodes.FCMPG : Opcodes.FCMPL);
      compared(0x61 + i, "DD", jumps[i], null, null, less ? Opcodes.DCMPG : Opcodes.DCMPL);
    }
  }

  private static void integers() {
    method(0x67, "I", 'I', INTEGER, "numberOfLeadingZeros");
    method(0x68, "I", 'I', INTEGER, "numberOfTrailingZeros");
    method(0x69, "I", 'I', INTEGER, "bitCount");
    int[] ints = {Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL};
    int[] longs = {Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL};
    for (int i = 0; i < ints.length; i++) {
      insns(0x6a + i, "II", 'I', ints[i]);
      insns(0x7c + i, "JJ", 'J', longs[i]);
    }
    String[] divisions = {"DIV_S", "DIV_U", "REM_S", "REM_U"};
    for (int i = 0; i < divisions.length; i++) {
      trapping(0x6d + i, "II", 'I', "I32_" + divisions[i]);
      trapping(0x7f + i, "JJ", 'J', "I64_" + divisions[i]);
    }
    int[] intBits = {Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR};
    int[] longBits = {Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR};
    int[] intShifts = {Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR};
    int[] longShifts = {Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR};
    for (int i = 0; i < intBits.length; i++) {
      insns(0x71 + i, "II", 'I', intBits[i]);
      insns(0x83 + i, "JJ", 'J', longBits[i]);
      insns(0x74 + i, "II", 'I', intShifts[i]);
      insns(0x86 + i, "JJ", 'J', Opcodes.L2I, longShifts[i]);
    }
    method(0x77, "II", 'I', INTEGER, "rotateLeft");
    method(0x78, "II", 'I', INTEGER, "rotateRight");
    method(0x79, "J", 'J', RUNTIME, "I64_CLZ");
    method(0x7a, "J", 'J', RUNTIME, "I64_CTZ");
    method(0x7b, "J", 'J', RUNTIME, "I64_POPCNT");
    method(0x89, "JJ", 'J', RUNTIME, "I64_ROTL");
    method(0x8a, "JJ", 'J', RUNTIME, "I64_ROTR");
  }

  /** From {@code abs} to {@code copysign}. */
  private static void floats(int first, char prefix, char kind, String name) {
    boolean single = kind == 'F';
    String one = String.valueOf(kind);
    String two = one + one;
    method(first, one, kind, CORRECTED, single ? "f32Abs" : "f64Abs");
    insns(first + 1, one, kind, single ? Opcodes.FNEG : Opcodes.DNEG);
    String[] rounding = {"CEIL", "FLOOR", "TRUNC", "NEAREST", "SQRT"};
    for (int i = 0; i < rounding.length; i++) {
      method(first + 2 + i, one, kind, RUNTIME, name + "_" + rounding[i]);
    }
    int[] singles = {Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV};
    int[] doubles = {Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV};
    for (int i = 0; i < singles.length; i++) {
      insns(first + 7 + i, two, kind, single ? singles[i] : doubles[i]);
    }
    method(first + 11, two, kind, OURS, "min");
    method(first + 12, two, kind, OURS, "max");
    method(first + 13, two, kind, OURS, "copySign");
  }

  private static void conversions() {
    insns(0xa7, "J", 'I', Opcodes.L2I);
    String[] sources = {"F32_S", "F32_U", "F64_S", "F64_U"};
    for (int i = 0; i < sources.length; i++) {
      String kind = sources[i].startsWith("F32") ? "F" : "D";
      trapping(0xa8 + i, kind, 'I', "I32_TRUNC_" + sources[i]);
      trapping(0xae + i, kind, 'J', "I64_TRUNC_" + sources[i]);
      saturated(i, kind, 'I', "I32_TRUNC_SAT_" + sources[i]);
      saturated(4 + i, kind, 'J', "I64_TRUNC_SAT_" + sources[i]);
    }
    insns(0xac, "I", 'J', Opcodes.I2L);
    method(0xad, "I", 'J', OURS, "unsigned");
    insns(0xb2, "I", 'F', Opcodes.I2F);
    method(0xb3, "I", 'F', RUNTIME, "F32_CONVERT_I32_U");
    insns(0xb4, "J", 'F', Opcodes.L2F);
    method(0xb5, "J", 'F', CORRECTED, "f32ConvertI64U");
    insns(0xb6, "D", 'F', Opcodes.D2F);
    insns(0xb7, "I", 'D', Opcodes.I2D);
    method(0xb8, "I", 'D', RUNTIME, "F64_CONVERT_I32_U");
    insns(0xb9, "J", 'D', Opcodes.L2D);
    method(0xba, "J", 'D', CORRECTED, "f64ConvertI64U");
    insns(0xbb, "F", 'D', Opcodes.F2D);
    method(0xbc, "F", 'I', "java/lang/Float", "floatToRawIntBits");
    method(0xbd, "D", 'J', "java/lang/Double", "doubleToRawLongBits");
    method(0xbe, "I", 'F', "java/lang/Float", "intBitsToFloat");
    method(0xbf, "J", 'D', "java/lang/Double", "longBitsToDouble");
    insns(0xc0, "I", 'I', Opcodes.I2B);
    insns(0xc1, "I", 'I', Opcodes.I2S);
    insns(0xc2, "J", 'J', Opcodes.L2I, Opcodes.I2B, Opcodes.I2L);
    insns(0xc3, "J", 'J', Opcodes.L2I, Opcodes.I2S, Opcodes.I2L);
    insns(0xc4, "J", 'J', Opcodes.L2I, Opcodes.I2L);
  }

  private static void saturated(int opcode, String operands, char result, String method) {
    SATURATED[opcode] =
        new Numeric(types(operands), type(result), new int[0], RUNTIME, method, 0, false);
  }
}
