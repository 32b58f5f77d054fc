package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the instructions of one method, each in its shortest form. Values have the kinds of {@link WasmTypes#kind}. */
final class JvmCode {
  static final String EXCEPTION = WasmTypes.EXCEPTION_CLASS;
  static final String TRAPS = "radicchio/engine/chicory/machine/GuestTraps";
  static final String CALLS = "radicchio/engine/chicory/machine/GuestCalls";
  static final String REFERENCES = "radicchio/engine/chicory/machine/References";
  static final String BULK = "radicchio/engine/chicory/machine/BulkAccess";
  static final String NOTED_CALLS = "radicchio/engine/chicory/machine/NotedCalls";
  static final String STATE = "radicchio/engine/chicory/machine/GuestState";
  static final String STATE_TYPE = "L" + STATE + ";";
  static final String INSTANCE = "com/dylibso/chicory/runtime/Instance";
  static final String INSTANCE_TYPE = "L" + INSTANCE + ";";
  static final String MEMORY = "radicchio/engine/chicory/instructions/ModuleMemory";
  static final String MEMORY_TYPE = "L" + MEMORY + ";";
  static final String ARITHMETIC = "radicchio/engine/chicory/machine/Arithmetic";

  private static final int LARGEST_LINE = 65_535;

  private final MethodVisitor to;

  /** The number of instructions so far. A frame must not be at the position of another one. */
  private int instructions;

  JvmCode(MethodVisitor to) {
    this.to = to;
  }

  MethodVisitor visitor() {
    return to;
  }

  int instructions() {
    return instructions;
  }

  void insn(int opcode) {
    to.visitInsn(opcode);
    instructions++;
  }

  void iconst(int value) {
    if (value >= -1 && value <= 5) {
      to.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      to.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      to.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      to.visitLdcInsn(value);
    }
    instructions++;
  }

  void lconst(long value) {
    if (value == 0 || value == 1) {
      insn(value == 0 ? Opcodes.LCONST_0 : Opcodes.LCONST_1);
    } else if (value == (short) value) {
      iconst((int) value);
      insn(Opcodes.I2L);
    } else {
      to.visitLdcInsn(value);
      instructions++;
    }
  }

  /** Pushes a float by its bits, because a class file's constants may change those of a NaN. */
  void fconst(int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isNaN(value)) {
      iconst(bits);
      invokeStatic("java/lang/Float", "intBitsToFloat", "(I)F");
    } else {
      to.visitLdcInsn(value);
      instructions++;
    }
  }

  void dconst(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isNaN(value)) {
      lconst(bits);
      invokeStatic("java/lang/Double", "longBitsToDouble", "(J)D");
    } else {
      to.visitLdcInsn(value);
      instructions++;
    }
  }

  void load(int type, int local) {
    switch (WasmTypes.kind(type)) {
      case 'I' -> variable(Opcodes.ILOAD, local);
      case 'J' -> variable(Opcodes.LLOAD, local);
      case 'F' -> variable(Opcodes.FLOAD, local);
      case 'D' -> variable(Opcodes.DLOAD, local);
      case 'V' -> {
        variable(Opcodes.LLOAD, local);
        variable(Opcodes.LLOAD, local + 2);
      }
      default -> variable(Opcodes.ALOAD, local);
    }
  }

  void store(int type, int local) {
    switch (WasmTypes.kind(type)) {
      case 'I' -> variable(Opcodes.ISTORE, local);
      case 'J' -> variable(Opcodes.LSTORE, local);
      case 'F' -> variable(Opcodes.FSTORE, local);
      case 'D' -> variable(Opcodes.DSTORE, local);
      case 'V' -> {
        variable(Opcodes.LSTORE, local + 2);
        variable(Opcodes.LSTORE, local);
      }
      default -> variable(Opcodes.ASTORE, local);
    }
  }

  void variable(int opcode, int local) {
    to.visitVarInsn(opcode, local);
    instructions++;
  }

  void increment(int local, int by) {
    to.visitIincInsn(local, by);
    instructions++;
  }

  /** Removes a value from the JVM's stack. */
  void drop(int type) {
    switch (WasmTypes.places(type)) {
      case 1 -> insn(Opcodes.POP);
      case 2 -> insn(Opcodes.POP2);
      default -> {
        insn(Opcodes.POP2);
        insn(Opcodes.POP2);
      }
    }
  }

  void zero(int type) {
    switch (WasmTypes.kind(type)) {
      case 'I' -> iconst(WasmTypes.isRef(type) ? -1 : 0);
      case 'J' -> insn(Opcodes.LCONST_0);
      case 'F' -> insn(Opcodes.FCONST_0);
      case 'D' -> insn(Opcodes.DCONST_0);
      case 'V' -> {
        insn(Opcodes.LCONST_0);
        insn(Opcodes.LCONST_0);
      }
      default -> insn(Opcodes.ACONST_NULL);
    }
  }

  void invokeStatic(String owner, String name, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    instructions++;
  }

  void invokeVirtual(String owner, String name, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    instructions++;
  }

  void invokeInterface(String owner, String name, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKEINTERFACE, owner, name, descriptor, true);
    instructions++;
  }

  void getField(String owner, String name, String descriptor) {
    to.visitFieldInsn(Opcodes.GETFIELD, owner, name, descriptor);
    instructions++;
  }

  /** Converts a value to the long that represents it outside of compiled code. The state is needed for exceptions. */
  void toLong(int type, int state) {
    switch (WasmTypes.kind(type)) {
      case 'I' -> insn(Opcodes.I2L);
      case 'F' -> invokeStatic(ARITHMETIC, "bits", "(F)J");
      case 'D' -> invokeStatic("java/lang/Double", "doubleToRawLongBits", "(D)J");
      case 'X' -> {
        variable(Opcodes.ALOAD, state);
        invokeStatic(STATE, "number", "(L" + EXCEPTION + ";" + STATE_TYPE + ")J");
      }
      default -> {}
    }
  }

  /** Converts the long that represents a value outside of compiled code to the value. */
  void fromLong(int type, int state) {
    switch (WasmTypes.kind(type)) {
      case 'I' -> insn(Opcodes.L2I);
      case 'F' -> {
        insn(Opcodes.L2I);
        invokeStatic("java/lang/Float", "intBitsToFloat", "(I)F");
      }
      case 'D' -> invokeStatic("java/lang/Double", "longBitsToDouble", "(J)D");
      case 'X' -> {
        variable(Opcodes.ALOAD, state);
        invokeStatic(STATE, "exception", "(J" + STATE_TYPE + ")L" + EXCEPTION + ";");
      }
      default -> {}
    }
  }

  void jump(int opcode, Label target) {
    to.visitJumpInsn(opcode, target);
    instructions++;
  }

  /** Jumps by an index on the stack. An index without a case jumps to the last label. */
  void tableSwitch(Label[] cases, Label otherwise) {
    if (cases.length == 0) {
      insn(Opcodes.POP);
      jump(Opcodes.GOTO, otherwise);
      return;
    }
    to.visitTableSwitchInsn(0, cases.length - 1, otherwise, cases);
    instructions++;
  }

  void label(Label label) {
    to.visitLabel(label);
  }

  void frame(int count, Object[] locals, Object[] stack) {
    to.visitFrame(Opcodes.F_NEW, count, locals, stack.length, stack);
  }

  /** Records the position in the function's body, in bytes, as the line number of the following code, if the JVM can keep it. */
  void line(int offset) {
    if (offset > 0 && offset <= LARGEST_LINE) {
      Label here = new Label();
      to.visitLabel(here);
      to.visitLineNumber(offset, here);
    }
  }

  static int returning(int type) {
    return switch (WasmTypes.kind(type)) {
      case 'I' -> Opcodes.IRETURN;
      case 'J', 'V' -> Opcodes.LRETURN;
      case 'F' -> Opcodes.FRETURN;
      case 'D' -> Opcodes.DRETURN;
      default -> Opcodes.ARETURN;
    };
  }
}
