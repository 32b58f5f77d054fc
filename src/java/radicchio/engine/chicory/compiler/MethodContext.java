package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** The parts that the instructions of a function are compiled with. */
record MethodContext(
    StackMachine machine, ModuleShape shape, GuestClasses classes, Cursor in, int function) {

  private static final int EMPTY_TYPE = 0x40;
  private static final int FIRST_VALUE_TYPE = 0x41;
  private static final int LAST_VALUE_TYPE = 0x7f;

  /** Reads the type of a block. */
  TypeTable.FunctionShape blockType() {
    int code = in.u8();
    if (code == EMPTY_TYPE) {
      return new TypeTable.FunctionShape(WasmTypes.EMPTY, WasmTypes.EMPTY);
    }
    if (code >= FIRST_VALUE_TYPE && code <= LAST_VALUE_TYPE) {
      return new TypeTable.FunctionShape(WasmTypes.EMPTY, new int[] {WasmTypes.read(code, in)});
    }
    in.seek(in.at() - 1);
    return machine.types().function((int) in.signed(33));
  }

  JvmCode code() {
    return machine.code();
  }

  boolean isLive() {
    return machine.isLive();
  }

  /** Pushes the state onto the JVM's stack. */
  void loadState() {
    code().variable(Opcodes.ALOAD, machine.layout().state());
  }

  /** Pushes the instance onto the JVM's stack. */
  void loadInstance() {
    loadState();
    code().getField(JvmCode.STATE, "instance", JvmCode.INSTANCE_TYPE);
  }

  /** Pushes a memory onto the JVM's stack. */
  void loadMemory(int memory) {
    if (memory == 0) {
      code().variable(Opcodes.ALOAD, machine.layout().memory());
    } else {
      loadState();
      code().iconst(memory);
      code()
          .invokeStatic(
              JvmCode.STATE, "memory", "(" + JvmCode.STATE_TYPE + "I)" + JvmCode.MEMORY_TYPE);
    }
  }
}
