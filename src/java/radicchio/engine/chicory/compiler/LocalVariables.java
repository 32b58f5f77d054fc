package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Instructions on locals, globals and the operand stack alone, and constants. */
final class LocalVariables {
  private static final String GLOBAL = "com/dylibso/chicory/runtime/GlobalInstance";
  private static final String GLOBAL_TYPE = "L" + GLOBAL + ";";

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;

  /** Tests whether a local may be read: one without a default value must have been set. */
  private final boolean[] readable;

  /** The locals that were set, in order; only the first {@link #initialized} are valid. */
  private int[] set = WasmTypes.EMPTY;

  private int initialized;

  /**
   * @param params how many of the locals are parameters
   * @param validated whether it is known that no local is read before it is set
   */
  LocalVariables(MethodContext context, int params, boolean validated) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    LocalLayout layout = machine.layout();
    this.readable = new boolean[layout.count()];
    for (int i = 0; i < readable.length; i++) {
      int type = layout.type(i);
      readable[i] = validated || i < params || !WasmTypes.isRef(type) || WasmTypes.isNullable(type);
    }
  }

  /** Returns the number of locals without a default value that were set. */
  int initialized() {
    return initialized;
  }

  /** Reduces that number, at the end of a block. */
  void forget(int count) {
    while (initialized > count) {
      readable[set[--initialized]] = false;
    }
  }

  private int local() {
    int local = in.u32();
    if (local >= readable.length) {
      throw machine.invalid("unknown local " + local);
    }
    return local;
  }

  private void setNow(int local) {
    if (!readable[local]) {
      readable[local] = true;
      if (initialized == set.length) {
        set = java.util.Arrays.copyOf(set, 2 * initialized + 8);
      }
      set[initialized++] = local;
    }
  }

  void localGet() {
    int local = local();
    if (!readable[local]) {
      throw machine.invalid("uninitialized local " + local);
    }
    int type = machine.layout().type(local);
    machine.settle();
    if (machine.isLive()) {
      context.code().load(type, machine.layout().slot(local));
    }
    machine.give(type);
  }

  void localSet() {
    int local = local();
    int type = machine.layout().type(local);
    machine.take(type);
    setNow(local);
    if (machine.isLive()) {
      context.code().store(type, machine.layout().slot(local));
    }
  }

  void localTee() {
    int local = local();
    int type = machine.layout().type(local);
    machine.take(type);
    setNow(local);
    if (machine.isLive()) {
      JvmCode code = context.code();
      int slot = machine.layout().slot(local);
      switch (WasmTypes.places(type)) {
        case 1 -> code.insn(Opcodes.DUP);
        case 2 -> code.insn(Opcodes.DUP2);
        default -> {
          code.store(type, slot);
          code.load(type, slot);
          machine.give(type);
          return;
        }
      }
      code.store(type, slot);
    }
    machine.give(type);
  }

  private void loadGlobal(int global) {
    JvmCode code = context.code();
    context.loadState();
    code.getField(JvmCode.STATE, "globals", "[" + GLOBAL_TYPE);
    code.iconst(global);
    code.insn(Opcodes.AALOAD);
  }

  void globalGet() {
    int global = in.u32();
    int type = context.shape().global(global).type();
    machine.settle();
    if (machine.isLive()) {
      JvmCode code = context.code();
      loadGlobal(global);
      if (type == WasmTypes.V128) {
        code.insn(Opcodes.DUP);
        code.invokeVirtual(GLOBAL, "getValueLow", "()J");
        code.insn(Opcodes.DUP2_X1);
        code.insn(Opcodes.POP2);
        code.invokeVirtual(GLOBAL, "getValueHigh", "()J");
      } else if (WasmTypes.kind(type) == 'I' && WasmTypes.isRef(type)) {
        context.loadInstance();
        code.invokeStatic(
            JvmCode.REFERENCES, "ofGlobal", "(" + GLOBAL_TYPE + JvmCode.INSTANCE_TYPE + ")I");
      } else {
        code.invokeVirtual(GLOBAL, "getValue", "()J");
        code.fromLong(type, machine.layout().state());
      }
    }
    machine.give(type);
  }

  void globalSet() {
    int global = in.u32();
    ModuleShape.GlobalShape shape = context.shape().global(global);
    if (!shape.mutable()) {
      throw machine.invalid("global is immutable: " + global);
    }
    machine.take(shape.type());
    if (!machine.isLive()) {
      return;
    }
    JvmCode code = context.code();
    if (shape.type() == WasmTypes.V128) {
      setHalf(global, "setValueHigh");
      setHalf(global, "setValueLow");
    } else {
      code.toLong(shape.type(), machine.layout().state());
      setHalf(global, "setValue");
    }
  }

  /** Sets the long on the JVM's stack. */
  private void setHalf(int global, String method) {
    loadGlobal(global);
    context.code().insn(Opcodes.DUP_X2);
    context.code().insn(Opcodes.POP);
    context.code().invokeVirtual(GLOBAL, method, "(J)V");
  }

  // The stack

  void drop() {
    machine.settle();
    if (machine.isLive() && machine.values().size() > machine.innermost().floor()) {
      machine.values().drop();
    }
    machine.pop();
  }

  /** @param typed whether the type is in the code; if not, it is a number or a vector */
  void select(boolean typed) {
    int expected = WasmTypes.BOTTOM;
    if (typed) {
      if (in.u32() != 1) {
        throw machine.invalid("invalid result arity of select");
      }
      expected = WasmTypes.read(in);
    }
    machine.ready(3);
    machine.pop(WasmTypes.I32);
    int second = typed ? machine.pop(expected) : machine.pop();
    int first = typed ? machine.pop(expected) : machine.pop();
    if (!typed) {
      expected = second == WasmTypes.BOTTOM ? first : second;
      if (WasmTypes.isRef(first)
          || WasmTypes.isRef(second)
          || first != second && first != WasmTypes.BOTTOM && second != WasmTypes.BOTTOM) {
        throw machine.invalid(
            "type mismatch: select of " + WasmTypes.text(first) + " and " + WasmTypes.text(second));
      }
    }
    if (machine.isLive()) {
      select(expected);
    }
    machine.give(expected);
  }

  private void select(int type) {
    JvmCode code = context.code();
    if (type != WasmTypes.V128) {
      String value = WasmTypes.descriptor(type);
      code.invokeStatic(JvmCode.ARITHMETIC, "select", "(" + value + value + "I)" + value);
      return;
    }
    int place = machine.values().place(machine.values().size());
    code.store(WasmTypes.I32, place + 8);
    code.store(type, place + 4);
    code.store(type, place);
    for (int half = 0; half <= 2; half += 2) {
      code.load(WasmTypes.I64, place + half);
      code.load(WasmTypes.I64, place + 4 + half);
      code.load(WasmTypes.I32, place + 8);
      code.invokeStatic(JvmCode.ARITHMETIC, "select", "(JJI)J");
    }
  }

  // Constants

  void constant(int opcode) {
    machine.settle();
    JvmCode code = context.code();
    boolean live = machine.isLive();
    switch (opcode) {
      case 0x41 -> {
        int value = (int) in.signed(32);
        if (live) {
          code.iconst(value);
        }
        machine.give(WasmTypes.I32);
      }
      case 0x42 -> {
        long value = in.signed(64);
        if (live) {
          code.lconst(value);
        }
        machine.give(WasmTypes.I64);
      }
      case 0x43 -> {
        int bits = (int) in.fixed(Float.BYTES);
        if (live) {
          code.fconst(bits);
        }
        machine.give(WasmTypes.F32);
      }
      default -> {
        long bits = in.fixed(Double.BYTES);
        if (live) {
          code.dconst(bits);
        }
        machine.give(WasmTypes.F64);
      }
    }
  }
}
