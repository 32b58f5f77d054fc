package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.compiler.division.FunctionPart;

/** The ways out of a part of a function; {@link PartCalls} describes what its method returns. */
final class PartExits implements StackMachine.Exits {
  private final StackMachine machine;
  private final FunctionPart part;
  private final Label epilogue = new Label();
  private boolean reached;

  PartExits(StackMachine machine, FunctionPart part) {
    this.machine = machine;
    this.part = part;
  }

  @Override
  public void leave(Block target) {
    ValueStack values = machine.values();
    values.store();
    int component = WasmTypes.components(machine.layout().types(part.results()));
    int first = values.size() - target.label().length;
    for (int i = first; i < values.size(); i++) {
      component = keep(values.type(i), values.place(i), component);
    }
    leave(target.exit);
  }

  /** Comes to the end of the part, if control does. */
  void end() {
    if (machine.isLive()) {
      machine.store();
      if (part.exits().length == 0) {
        returnResults();
      } else {
        leave(0);
      }
    }
    if (reached) {
      machine.values().cut(0);
      machine.values().place(epilogue);
      keepResults();
      machine.code().variable(Opcodes.ILOAD, machine.layout().exit());
      machine.code().insn(Opcodes.IRETURN);
    }
  }

  private void returnResults() {
    LocalLayout layout = machine.layout();
    for (int local : part.results()) {
      machine.code().load(layout.type(local), layout.slot(local));
      machine.give(layout.type(local));
    }
    machine.returnResults(layout.types(part.results()));
  }

  private void leave(int number) {
    JvmCode code = machine.code();
    code.iconst(number);
    if (part.results().length == 0) {
      code.insn(Opcodes.IRETURN);
    } else {
      reached = true;
      code.variable(Opcodes.ISTORE, machine.layout().exit());
      code.jump(Opcodes.GOTO, epilogue);
    }
  }

  private void keepResults() {
    int component = 0;
    for (int local : part.results()) {
      component = keep(machine.layout().type(local), machine.layout().slot(local), component);
    }
  }

  /** Has the state keep a value. Returns the number of the next component. */
  private int keep(int type, int place, int component) {
    JvmCode code = machine.code();
    boolean vector = type == WasmTypes.V128;
    for (int half = 0; half < (vector ? 2 : 1); half++) {
      code.load(vector ? WasmTypes.I64 : type, place + 2 * half);
      code.toLong(type, machine.layout().state());
      code.variable(Opcodes.ALOAD, machine.layout().state());
      code.iconst(component + half);
      code.invokeStatic(JvmCode.STATE, "more", "(J" + JvmCode.STATE_TYPE + "I)V");
    }
    return component + (vector ? 2 : 1);
  }
}
