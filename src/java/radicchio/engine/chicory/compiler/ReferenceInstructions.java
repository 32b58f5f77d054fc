package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** References to functions, to objects of the host and to exceptions, and tables of them. */
final class ReferenceInstructions {
  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;

  ReferenceInstructions(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
  }

  private static boolean isException(int type) {
    return WasmTypes.kind(type) == 'X';
  }

  void nullReference() {
    int type = WasmTypes.ref(true, bottom(WasmTypes.readHeap(in)));
    machine.settle();
    if (machine.isLive()) {
      context.code().zero(type);
    }
    machine.give(type);
  }

  private int bottom(int heap) {
    return switch (machine.types().top(heap)) {
      case WasmTypes.FUNC -> WasmTypes.NO_FUNC;
      case WasmTypes.EXTERN -> WasmTypes.NO_EXTERN;
      case WasmTypes.EXN -> WasmTypes.NO_EXN;
      default -> WasmTypes.NONE;
    };
  }

  /** Takes any reference. Returns its type; bottom in code that cannot be reached. */
  int takeReference() {
    machine.ready(1);
    return popReference();
  }

  private int popReference() {
    int type = machine.pop();
    if (!WasmTypes.isRef(type) && type != WasmTypes.BOTTOM) {
      throw machine.invalid("type mismatch: expected a reference, got " + WasmTypes.text(type));
    }
    return type;
  }

  void isNull() {
    int type = takeReference();
    compareWithNull(type);
    machine.compare(isException(type) ? Opcodes.IFNULL : Opcodes.IF_ICMPEQ);
  }

  /** Pushes the null to compare an int with; an exception needs none. */
  private void compareWithNull(int type) {
    if (machine.isLive() && !isException(type)) {
      context.code().iconst(-1);
    }
  }

  void function() {
    int function = in.u32();
    machine.settle();
    if (machine.isLive()) {
      context.code().iconst(function);
    }
    machine.give(WasmTypes.ref(false, context.shape().functionType(function)));
  }

  private static int nonNull(int type) {
    return type == WasmTypes.BOTTOM ? type : WasmTypes.ref(false, WasmTypes.heap(type));
  }

  void asNonNull() {
    int type = takeReference();
    if (machine.isLive()) {
      machine.line();
      String value = WasmTypes.descriptor(type);
      context.code().invokeStatic(JvmCode.TRAPS, "nonNull", "(" + value + ")" + value);
    }
    machine.give(nonNull(type));
  }

  /** Branches if the reference is null, without it. */
  void branchOnNull() {
    Block target = machine.block(in.u32());
    machine.store();
    int type = popReference();
    machine.require(target.label());
    if (machine.isLive()) {
      context.code().load(type, machine.values().place(machine.values().size()));
      compareWithNull(type);
      machine.jumpIf(isException(type) ? Opcodes.IFNULL : Opcodes.IF_ICMPEQ, target, type);
    }
    machine.repush(target.label());
    machine.giveStored(nonNull(type));
  }

  /** Branches if the reference is not null, with it. */
  void branchOnNonNull() {
    Block target = machine.block(in.u32());
    machine.store();
    int type = popReference();
    int[] label = target.label();
    if (label.length == 0 || !WasmTypes.isRef(label[label.length - 1])) {
      throw machine.invalid("type mismatch: br_on_non_null to a label without a reference");
    }
    machine.giveStored(nonNull(type));
    machine.require(label);
    if (machine.isLive()) {
      context.code().load(type, machine.values().place(machine.values().size() - 1));
      compareWithNull(type);
      machine.jumpIf(isException(type) ? Opcodes.IFNONNULL : Opcodes.IF_ICMPNE, target);
    }
    machine.repush(label);
    machine.pop();
  }

  void equal() {
    int eq = WasmTypes.ref(true, WasmTypes.EQ);
    machine.take(eq, eq);
    if (machine.isLive()) {
      context.loadInstance();
      context
          .code()
          .invokeStatic(JvmCode.REFERENCES, "equal", "(II" + JvmCode.INSTANCE_TYPE + ")I");
    }
    machine.give(WasmTypes.I32);
  }

  // Tables

  private void call(String method, String descriptor, int... immediates) {
    if (machine.isLive()) {
      machine.line();
      for (int immediate : immediates) {
        context.code().iconst(immediate);
      }
      context.loadState();
      context.code().invokeStatic(JvmCode.BULK, method, descriptor);
    }
  }

  private String withState(String operands, String result) {
    return "(" + operands + JvmCode.STATE_TYPE + ")" + result;
  }

  void tableGet() {
    int table = in.u32();
    int type = context.shape().table(table);
    machine.take(WasmTypes.I32);
    call("tableGet", withState("II", "I"), table);
    outOfTable(type);
    machine.give(type);
  }

  private void outOfTable(int type) {
    if (machine.isLive() && isException(type)) {
      context.code().insn(Opcodes.I2L);
      context.code().fromLong(type, machine.layout().state());
    }
  }

  private void intoTable(int type) {
    if (machine.isLive() && isException(type)) {
      context.code().toLong(type, machine.layout().state());
      context.code().insn(Opcodes.L2I);
    }
  }

  void tableSet() {
    int table = in.u32();
    int type = context.shape().table(table);
    machine.take(WasmTypes.I32, type);
    intoTable(type);
    call("tableSet", withState("III", "V"), table);
  }

  void tableGrow() {
    int table = in.u32();
    int type = context.shape().table(table);
    machine.take(type, WasmTypes.I32);
    if (machine.isLive() && isException(type)) {
      context.code().insn(Opcodes.SWAP);
      intoTable(type);
      context.code().insn(Opcodes.SWAP);
    }
    call("tableGrow", withState("III", "I"), table);
    machine.give(WasmTypes.I32);
  }

  void tableSize() {
    int table = in.u32();
    machine.settle();
    call("tableSize", withState("I", "I"), table);
    machine.give(WasmTypes.I32);
  }

  void tableFill() {
    int table = in.u32();
    int type = context.shape().table(table);
    machine.take(WasmTypes.I32, type, WasmTypes.I32);
    if (machine.isLive() && isException(type)) {
      context.code().insn(Opcodes.SWAP);
      intoTable(type);
      context.code().insn(Opcodes.SWAP);
    }
    call("tableFill", withState("IIII", "V"), table);
  }

  void tableCopy() {
    int target = in.u32();
    int source = in.u32();
    requireElements(context.shape().table(source), context.shape().table(target));
    machine.take(WasmTypes.I32, WasmTypes.I32, WasmTypes.I32);
    call("tableCopy", withState("IIIII", "V"), target, source);
  }

  void tableInit() {
    int element = in.u32();
    int table = in.u32();
    requireElements(context.shape().element(element), context.shape().table(table));
    machine.take(WasmTypes.I32, WasmTypes.I32, WasmTypes.I32);
    call("tableInit", withState("IIIII", "V"), element, table);
  }

  private void requireElements(int given, int expected) {
    if (!machine.types().matches(given, expected)) {
      throw machine.invalid(
          "type mismatch: elements of "
              + WasmTypes.text(given)
              + " for a table of "
              + WasmTypes.text(expected));
    }
  }

  void dropElements() {
    int element = in.u32();
    machine.settle();
    call("dropElements", withState("I", "V"), element);
  }
}
