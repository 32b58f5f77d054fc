package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.compiler.division.FunctionPart;

/**
 * Calls of a function's parts. A part without exits returns what it changes as a function returns its results. One with exits
 * returns the number of the way out, 0 for its end; what it changes, and then the values of the branch, are in {@code
 * GuestState.more}.
 */
final class PartCalls {
  private final MethodContext context;
  private final StackMachine machine;
  private final List<MethodUnit> all = new ArrayList<>();

  PartCalls(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
  }

  /** The parts that are to be compiled. */
  List<MethodUnit> called() {
    return all;
  }

  /** Calls the part that begins here. */
  void call(FunctionPart part) {
    LocalLayout layout = machine.layout();
    JvmCode code = context.code();
    machine.store();
    List<int[]> labels = machine.blocks().stream().map(Block::label).toList();
    MethodUnit called = MethodUnit.of(part, context.function(), labels, layout);
    all.add(called);
    machine.line();
    for (int local : part.params()) {
      code.load(layout.type(local), layout.slot(local));
    }
    context.loadState();
    code.invokeStatic(
        context.classes().owner(context.function()),
        GuestClasses.part(context.function(), part.number()),
        GuestClasses.descriptor(called.type(), 0));
    if (part.exits().length == 0) {
      takeResults(part);
    } else {
      int components = restore(part);
      dispatch(part, components);
    }
    if (!part.goesOn()) {
      machine.unreachable();
    }
  }

  private void takeResults(FunctionPart part) {
    JvmCode code = context.code();
    LocalLayout layout = machine.layout();
    int[] types = layout.types(part.results());
    context.classes().needMore(WasmTypes.components(types) - 1);
    machine.giveResults(types);
    for (int i = types.length - 1; i >= 0; i--) {
      code.store(types[i], layout.slot(part.results()[i]));
      machine.pop();
    }
    if (!part.goesOn()) {
      code.insn(Opcodes.ACONST_NULL);
      code.insn(Opcodes.ATHROW);
    }
  }

  /** Sets the locals that a part changed. Returns how many components they have. */
  private int restore(FunctionPart part) {
    int component = 0;
    for (int local : part.results()) {
      int type = machine.layout().type(local);
      component = load(type, component);
      context.code().store(type, machine.layout().slot(local));
    }
    context.classes().needMore(component);
    return component;
  }

  /** Loads a value that the state has. Returns the number of the next component. */
  private int load(int type, int component) {
    JvmCode code = context.code();
    int next = component;
    for (int half = 0; half < (type == WasmTypes.V128 ? 2 : 1); half++) {
      context.loadState();
      code.getField(JvmCode.STATE, "more", "[J");
      code.iconst(next++);
      code.insn(Opcodes.LALOAD);
      code.fromLong(type, machine.layout().state());
    }
    return next;
  }

  /** Goes the way whose number is on the JVM's stack. */
  private void dispatch(FunctionPart part, int component) {
    JvmCode code = context.code();
    int[] exits = part.exits();
    if (exits.length == 1) {
      dispatchOne(part, component);
      return;
    }
    Label past = new Label();
    Label[] cases = new Label[exits.length + 1];
    List<Integer> stubs = new ArrayList<>();
    for (int i = 0; i < exits.length; i++) {
      Block target = machine.block(exits[i]);
      if (target.label().length == 0 && machine.isPlain(target)) {
        target.reachEnd();
        cases[i + 1] = target.end;
      } else {
        cases[i + 1] = new Label();
        stubs.add(i);
      }
    }
    cases[0] = part.goesOn() ? past : cases[1];
    code.tableSwitch(cases, cases[exits.length]);
    for (int stub : stubs) {
      machine.values().place(cases[stub + 1]);
      leave(exits[stub], component);
    }
    if (part.goesOn()) {
      machine.values().place(past);
    }
  }

  private void dispatchOne(FunctionPart part, int component) {
    if (!part.goesOn()) {
      context.code().insn(Opcodes.POP);
      leave(part.exits()[0], component);
      return;
    }
    Label past = new Label();
    context.code().jump(Opcodes.IFEQ, past);
    leave(part.exits()[0], component);
    machine.values().place(past);
  }

  private void leave(int label, int component) {
    Block target = machine.block(label);
    ValueStack values = machine.values();
    int size = values.size();
    int next = component;
    for (int type : target.label()) {
      next = load(type, next);
      values.push(type);
    }
    context.classes().needMore(next);
    machine.jump(target);
    values.cut(size);
  }
}
