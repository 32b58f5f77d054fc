package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** What the instructions of a function are made with. */
record MethodContext(
    StackMachine machine, ModuleShape shape, GuestClasses classes, Cursor in, int function) {

  JvmCode code() {
    return machine.code();
  }

  boolean isLive() {
    return machine.isLive();
  }

  /** Puts the state on the JVM's stack. */
  void loadState() {
    code().variable(Opcodes.ALOAD, machine.layout().state());
  }

  /** Puts the instance on the JVM's stack. */
  void loadInstance() {
    loadState();
    code().getField(JvmCode.STATE, "instance", JvmCode.INSTANCE_TYPE);
  }

  /** Puts a memory on the JVM's stack. */
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
