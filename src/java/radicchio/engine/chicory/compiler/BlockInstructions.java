package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Blocks, and branches between them. A block's operands are in locals at its beginning and at its labels. */
final class BlockInstructions {
  private static final String FAILURE = "()Ljava/lang/RuntimeException;";

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final LocalVariables locals;
  private final ExceptionInstructions exceptions;
  private final LegacyExceptions legacy;

  BlockInstructions(
      MethodContext context,
      LocalVariables locals,
      ExceptionInstructions exceptions,
      LegacyExceptions legacy) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.locals = locals;
    this.exceptions = exceptions;
    this.legacy = legacy;
  }

  void block(Block.Form form) {
    TypeTable.FunctionShape type = context.blockType();
    machine.store();
    machine.pop(type.params());
    Block block = machine.open(form, type.params(), type.results(), locals.initialized());
    if (form == Block.Form.LOOP && machine.isLive()) {
      machine.values().place(block.start);
    }
  }

  void ifThen() {
    TypeTable.FunctionShape type = context.blockType();
    int jump = machine.takeCondition();
    machine.pop(type.params());
    Block block = machine.open(Block.Form.IF, type.params(), type.results(), locals.initialized());
    if (machine.isLive()) {
      context.code().jump(Comparisons.opposite(jump), block.otherwise);
    }
  }

  void otherwise() {
    Block block = machine.innermost();
    machine.finish(block);
    if (machine.isLive()) {
      block.reachEnd();
      context.code().jump(Opcodes.GOTO, block.end);
    }
    locals.forget(block.initialized);
    beginOtherwise(block);
  }

  private void beginOtherwise(Block block) {
    machine.values().cut(block.height);
    block.otherwise();
    if (block.entered) {
      for (int type : block.params) {
        machine.values().pushStored(type);
      }
      machine.values().place(block.otherwise);
      machine.revive();
    } else {
      machine.give(block.params);
    }
  }

  void end() {
    Block block = machine.innermost();
    if (block.form() == Block.Form.FUNCTION) {
      machine.settle();
      machine.requireResults(block);
      if (machine.isLive()) {
        machine.jump(block);
      }
      if (!block.delegated.isEmpty()) {
        exceptions.placeDelegated(block);
      }
      machine.closeFunction();
      return;
    }
    if (block.form() == Block.Form.IF) {
      otherwise(); // a branch that has no effect
    }
    switch (block.form()) {
      case TRY_TABLE -> exceptions.finishTable(block);
      case TRY, CATCH, CATCH_ALL -> legacy.finish(block);
      default -> finish(block);
    }
    locals.forget(block.initialized);
    machine.close();
  }

  private void finish(Block block) {
    if (machine.isLive() && block.isEndReached()) {
      machine.finish(block);
    } else {
      machine.settle();
      machine.requireResults(block);
    }
  }

  // Branches

  void branch() {
    Block target = machine.block(in.u32());
    if (machine.isLive()) {
      machine.settle();
    }
    machine.require(target.label());
    if (machine.isLive()) {
      machine.jump(target);
    }
    machine.unreachable();
  }

  void branchIf() {
    Block target = machine.block(in.u32());
    int jump = machine.takeCondition();
    machine.require(target.label());
    if (machine.isLive()) {
      machine.jumpIf(jump, target);
    }
    machine.repush(target.label());
  }

  void branchTable() {
    int count = in.u32();
    int[] labels = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      labels[i] = in.u32();
    }
    if (machine.isLive()) {
      machine.store();
    }
    machine.pop(WasmTypes.I32);
    int arity = machine.block(labels[count]).label().length;
    for (int label : labels) {
      int[] values = machine.block(label).label();
      if (values.length != arity) {
        throw machine.invalid(
            "type mismatch: labels of br_table take " + arity + " and " + values.length);
      }
      machine.require(values);
    }
    if (machine.isLive()) {
      context.code().load(WasmTypes.I32, machine.values().place(machine.values().size()));
      table(labels);
    }
    machine.unreachable();
  }

  /** The index is on the JVM's stack; all other operands are in locals. */
  private void table(int[] labels) {
    Map<Integer, Label> stubs = new HashMap<>();
    List<Integer> jumps = new ArrayList<>();
    Label[] targets = new Label[labels.length];
    for (int i = 0; i < labels.length; i++) {
      Block target = machine.block(labels[i]);
      if (machine.isPlain(target)) {
        target.reachEnd();
        targets[i] = target.end;
      } else {
        int label = labels[i];
        targets[i] =
            stubs.computeIfAbsent(
                label,
                l -> {
                  jumps.add(l);
                  return new Label();
                });
      }
    }
    int last = labels.length - 1;
    Label[] cases = java.util.Arrays.copyOf(targets, last);
    context.code().tableSwitch(cases, targets[last]);
    for (int label : jumps) {
      machine.values().place(stubs.get(label));
      machine.jump(machine.block(label));
    }
  }

  void returned() {
    Block function = machine.blocks().get(0);
    if (machine.isLive()) {
      machine.settle();
    }
    machine.require(function.results);
    if (machine.isLive()) {
      machine.jump(function);
    }
    machine.unreachable();
  }

  void unreachable() {
    if (machine.isLive()) {
      machine.line();
      context.code().invokeStatic(JvmCode.TRAPS, "unreachable", FAILURE);
      context.code().insn(Opcodes.ATHROW);
    }
    machine.unreachable();
  }
}
