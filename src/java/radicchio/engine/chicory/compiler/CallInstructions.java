package radicchio.engine.chicory.compiler;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Calls. A call of the function itself in tail position is a jump to its beginning. One of a function that makes such calls, or that is
 * known only when it runs, is noted for the caller, see {@link TailCallMethods}. Any other one is a call and a return. They are outside of
 * the blocks whose exceptions are caught.
 */
final class CallInstructions {
  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;

  /** The beginning of a function that calls itself in tail position. */
  private final Label again;

  CallInstructions(MethodContext context, Label again) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.again = again;
  }

  void call() {
    int function = in.u32();
    direct(function);
    machine.giveResults(context.shape().function(function).results());
  }

  private void direct(int function) {
    TypeTable.FunctionShape shape = context.shape().function(function);
    boolean wide = LocalLayout.isWide(shape.params());
    arguments(shape, 0, wide);
    if (machine.isLive()) {
      machine.line();
      context.loadState();
      context
          .code()
          .invokeStatic(
              context.classes().owner(function),
              context.classes().callee(function),
              GuestClasses.descriptor(shape, 0));
    }
  }

  /**
   * Takes the arguments of a call, and the numbers above them that select the callee.
   *
   * @param wide whether the arguments must be in an array
   */
  private void arguments(TypeTable.FunctionShape shape, int above, boolean wide) {
    int[] params = shape.params();
    int[] all = java.util.Arrays.copyOf(params, params.length + above);
    java.util.Arrays.fill(all, params.length, all.length, WasmTypes.I32);
    arguments(all, above, wide);
  }

  private void arguments(int[] all, int above, boolean wide) {
    if (!wide) {
      machine.take(all);
      return;
    }
    machine.store();
    machine.require(all);
    int boxed = all.length - above;
    for (int i = all.length - 1; i >= boxed; i--) {
      machine.pop(all[i]);
    }
    if (machine.isLive()) {
      machine.values().box(boxed);
      for (int i = 0; i < above; i++) {
        context.code().load(WasmTypes.I32, machine.values().place(machine.values().size()) + i);
      }
    }
    for (int i = boxed - 1; i >= 0; i--) {
      machine.pop(all[i]);
    }
  }

  void indirect() {
    int type = in.u32();
    callThroughTable(type, in.u32());
    machine.giveResults(context.shape().types().function(type).results());
  }

  private void callThroughTable(int type, int table) {
    requireFunctions(table);
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    arguments(shape, 1, LocalLayout.isWide(shape.params()));
    if (machine.isLive()) {
      machine.line();
      int canonical = context.shape().types().canonical(type);
      context.code().iconst(table);
      context.loadState();
      context
          .code()
          .invokeStatic(
              context.classes().calls(canonical),
              context.classes().indirect(canonical),
              GuestClasses.descriptor(shape, 2));
    }
  }

  private void requireFunctions(int table) {
    if (!machine.types().matches(context.shape().table(table), WasmTypes.FUNCREF)) {
      throw machine.invalid("type mismatch: call_indirect through a table of other references");
    }
  }

  void reference() {
    int type = in.u32();
    callReference(type);
    machine.giveResults(context.shape().types().function(type).results());
  }

  private void callReference(int type) {
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    arguments(withReference(type), 1, LocalLayout.isWide(shape.params()));
    if (machine.isLive()) {
      machine.line();
      int canonical = context.shape().types().canonical(type);
      context.loadState();
      context
          .code()
          .invokeStatic(
              context.classes().calls(canonical),
              context.classes().byReference(canonical),
              GuestClasses.descriptor(shape, 1));
    }
  }

  /** The parameters of a type of functions, and a reference to one. */
  private int[] withReference(int type) {
    int[] params = context.shape().types().function(type).params();
    int[] all = java.util.Arrays.copyOf(params, params.length + 1);
    all[params.length] = WasmTypes.ref(true, type);
    return all;
  }

  // Calls in tail position

  void tail() {
    int function = in.u32();
    TypeTable.FunctionShape shape = context.shape().function(function);
    requireResults(shape);
    if (function == context.function() && machine.isLive()) {
      beginAgain(shape);
    } else if (context.classes().notes(function)) {
      leaving(() -> noted(shape, function), shape);
    } else {
      leaving(() -> direct(function), shape);
    }
    machine.unreachable();
  }

  void tailIndirect() {
    int type = in.u32();
    int table = in.u32();
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    requireResults(shape);
    leaving(() -> notedThroughTable(type, table), shape);
    machine.unreachable();
  }

  void tailReference() {
    int type = in.u32();
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    requireResults(shape);
    leaving(() -> notedReference(type), shape);
    machine.unreachable();
  }

  private void noted(TypeTable.FunctionShape shape, int function) {
    arguments(shape, 0, true);
    note("note", "[JI", shape, function);
  }

  private void notedThroughTable(int type, int table) {
    requireFunctions(table);
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    arguments(shape, 1, true);
    note("noteIndirect", "[JIII", shape, context.shape().types().canonical(type), table);
  }

  private void notedReference(int type) {
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    arguments(withReference(type), 1, true);
    int canonical = context.shape().types().canonical(type);
    context.classes().byReference(canonical); // for the table through which references to others go
    note("noteReference", "[JII", shape, canonical);
  }

  /** Notes a call, and puts a value on the JVM's stack that the method returns; it is not used. */
  private void note(String method, String operands, TypeTable.FunctionShape shape, int... numbers) {
    if (machine.isLive()) {
      machine.line();
      for (int number : numbers) {
        context.code().iconst(number);
      }
      context.loadState();
      context
          .code()
          .invokeStatic(JvmCode.NOTED_CALLS, method, "(" + operands + JvmCode.STATE_TYPE + ")V");
      TailCallMethods.nothing(shape, context.code());
    }
  }

  private void requireResults(TypeTable.FunctionShape callee) {
    int[] expected = machine.blocks().get(0).results;
    if (!machine.types().matches(callee.results(), expected)) {
      throw machine.invalid(
          "type mismatch: a call in tail position returns "
              + TypeTable.text(callee.results())
              + ", expected "
              + TypeTable.text(expected));
    }
  }

  private void leaving(Runnable call, TypeTable.FunctionShape shape) {
    JvmCode code = context.code();
    List<Block> guarded = machine.blocks().stream().filter(Block::isCatching).toList();
    if (machine.isLive()) {
      guarded.forEach(block -> block.endRange(code));
    }
    call.run();
    if (machine.isLive()) {
      if (shape.results().length == 0) {
        code.insn(Opcodes.RETURN);
      } else {
        code.insn(
            JvmCode.returning(
                shape.results()[0])); // the other components are in their places already
      }
      guarded.forEach(block -> block.beginRange(code));
    }
  }

  private void beginAgain(TypeTable.FunctionShape shape) {
    int[] params = shape.params();
    machine.ready(params.length);
    machine.pop(params);
    LocalLayout layout = machine.layout();
    for (int i = params.length - 1; i >= 0; i--) {
      context.code().store(params[i], layout.slot(i));
    }
    ValueStack values = machine.values();
    while (values.isOnJvm()) {
      values.drop();
      values.pop();
    }
    layout.clear(context.code());
    layout.turn(context.code(), again, machine.most());
  }
}
