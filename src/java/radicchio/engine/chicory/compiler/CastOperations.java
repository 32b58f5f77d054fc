package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Tests of the types of references, branches on them, and conversions between references of the host and of guests. */
final class CastOperations {
  private static final String OBJECTS = "radicchio/engine/chicory/instructions/ObjectInstructions";
  private static final int SOURCE_NULLABLE = 1;
  private static final int TARGET_NULLABLE = 2;

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;

  CastOperations(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
  }

  void instruction(int opcode) {
    switch (opcode) {
      case 20 -> test(false);
      case 21 -> test(true);
      case 22 -> cast(false);
      case 23 -> cast(true);
      case 24 -> branch(true);
      case 25 -> branch(false);
      case 26 -> convert(WasmTypes.EXTERN, WasmTypes.ANY);
      case 27 -> convert(WasmTypes.ANY, WasmTypes.EXTERN);
      default -> throw new NotCarried(0xfb00 | opcode);
    }
  }

  private void test(boolean nullable) {
    int target = WasmTypes.ref(nullable, WasmTypes.readHeap(in));
    machine.take(top(target));
    if (machine.isLive()) {
      write("refTest", target, WasmTypes.descriptor(target), "I");
    }
    machine.give(WasmTypes.I32);
  }

  private void cast(boolean nullable) {
    int target = WasmTypes.ref(nullable, WasmTypes.readHeap(in));
    machine.take(top(target));
    if (machine.isLive()) {
      machine.line();
      String value = WasmTypes.descriptor(target);
      write("refCast", target, value, value);
    }
    machine.give(target);
  }

  /** Returns the type of all references of a hierarchy, including null. */
  private int top(int ref) {
    return WasmTypes.ref(true, machine.types().top(WasmTypes.heap(ref)));
  }

  /** Tests the reference on the JVM's stack. */
  private void write(String method, int target, String operand, String result) {
    JvmCode code = context.code();
    int heap = WasmTypes.heap(target);
    code.iconst(WasmTypes.isNullable(target) ? 1 : 0);
    code.iconst(heap);
    if (WasmTypes.kind(target) == 'X') {
      code.invokeStatic(OBJECTS, method, "(" + operand + "ZI)" + result);
      return;
    }
    int top = machine.types().top(heap);
    if (top == WasmTypes.FUNC) {
      context.classes().castFunctions();
    }
    code.iconst(top);
    context.loadInstance();
    code.invokeStatic(
        OBJECTS, method, "(" + operand + "ZII" + JvmCode.INSTANCE_TYPE + ")" + result);
  }

  /** @param onSuccess true to branch if the reference has the type, false to branch if not */
  private void branch(boolean onSuccess) {
    int flags = in.u8();
    Block label = machine.block(in.u32());
    int source = WasmTypes.ref((flags & SOURCE_NULLABLE) != 0, WasmTypes.readHeap(in));
    int target = WasmTypes.ref((flags & TARGET_NULLABLE) != 0, WasmTypes.readHeap(in));
    if (!machine.types().matches(target, source)) {
      throw machine.invalid(
          "type mismatch: a cast of " + WasmTypes.text(source) + " to " + WasmTypes.text(target));
    }
    int other =
        WasmTypes.isNullable(target) ? WasmTypes.ref(false, WasmTypes.heap(source)) : source;
    machine.store();
    machine.pop(source);
    machine.giveStored(onSuccess ? target : other);
    machine.require(label.label());
    if (machine.isLive()) {
      context.code().load(source, machine.values().place(machine.values().size() - 1));
      write("refTest", target, WasmTypes.descriptor(source), "I");
      machine.jumpIf(onSuccess ? Opcodes.IFNE : Opcodes.IFEQ, label);
    }
    machine.repush(label.label());
    if (label.label().length == 0) {
      throw machine.invalid("type mismatch: a cast branches to a label without a reference");
    }
    machine.pop();
    machine.giveStored(onSuccess ? other : target);
  }

  private void convert(int from, int to) {
    machine.ready(1);
    int type = machine.pop(WasmTypes.ref(true, from));
    boolean nullable = type != WasmTypes.BOTTOM && WasmTypes.isNullable(type);
    machine.give(WasmTypes.ref(nullable, to)); // both are numbers of the same index space
  }
}
