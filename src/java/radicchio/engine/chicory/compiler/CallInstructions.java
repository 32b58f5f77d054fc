package radicchio.engine.chicory.compiler;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Calls. A call of the function itself in tail position is a jump to its beginning; any other is a call and a return, outside
 * of the blocks whose exceptions are caught.
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
              GuestClasses.method(function),
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
    if (!machine.types().matches(context.shape().table(table), WasmTypes.FUNCREF)) {
      throw machine.invalid("type mismatch: call_indirect through a table of other references");
    }
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

  void reference() {
    int type = in.u32();
    callReference(type);
    machine.giveResults(context.shape().types().function(type).results());
  }

  private void callReference(int type) {
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    int[] params = shape.params();
    int[] all = java.util.Arrays.copyOf(params, params.length + 1);
    all[params.length] = WasmTypes.ref(true, type);
    arguments(all, 1, LocalLayout.isWide(params));
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

  // Calls in tail position

  void tail() {
    int function = in.u32();
    TypeTable.FunctionShape shape = context.shape().function(function);
    requireResults(shape);
    if (function == context.function() && machine.isLive()) {
      beginAgain(shape);
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
    leaving(() -> callThroughTable(type, table), shape);
    machine.unreachable();
  }

  void tailReference() {
    int type = in.u32();
    TypeTable.FunctionShape shape = context.shape().types().function(type);
    requireResults(shape);
    leaving(() -> callReference(type), shape);
    machine.unreachable();
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
