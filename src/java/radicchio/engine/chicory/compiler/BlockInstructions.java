package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Blocks, and branches between them. A block's operands are in locals at its begin and at its labels. */
final class BlockInstructions {
  private static final int EMPTY_TYPE = 0x40;
  private static final int FIRST_VALUE_TYPE = 0x41;
  private static final int LAST_VALUE_TYPE = 0x7f;
  private static final String FAILURE = "()Ljava/lang/RuntimeException;";

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final LocalVariables locals;

  BlockInstructions(MethodContext context, LocalVariables locals) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.locals = locals;
  }

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

  void block(Block.Form form) {
    TypeTable.FunctionShape type = blockType();
    machine.store();
    machine.pop(type.params());
    Block block = machine.open(form, type.params(), type.results(), locals.initialized());
    if (form == Block.Form.LOOP && machine.isLive()) {
      machine.values().place(block.start);
    }
  }

  void ifThen() {
    TypeTable.FunctionShape type = blockType();
    int jump = machine.takeCondition();
    machine.pop(type.params());
    Block block = machine.open(Block.Form.IF, type.params(), type.results(), locals.initialized());
    if (machine.isLive()) {
      context.code().jump(StackMachine.opposite(jump), block.otherwise);
    }
  }

  void otherwise() {
    Block block = machine.innermost();
    finish(block);
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

  /** The end of a branch of a block: its results are all that it leaves, in locals if control comes here. */
  private void finish(Block block) {
    machine.store();
    machine.requireResults(block);
  }

  void end() {
    Block block = machine.innermost();
    if (block.form() == Block.Form.FUNCTION) {
      machine.settle();
      machine.requireResults(block);
      if (machine.isLive()) {
        machine.jump(block);
      }
      machine.closeFunction();
      return;
    }
    if (block.form() == Block.Form.IF) {
      otherwise(); // a branch that does nothing
    }
    if (block.form() == Block.Form.TRY) {
      finishTry(block);
    } else if (machine.isLive() && block.isEndReached()) {
      finish(block);
    } else {
      machine.settle();
      machine.requireResults(block);
    }
    locals.forget(block.initialized);
    machine.close();
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

  /** The index is on the JVM's stack; everything else in locals. */
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

  // Exceptions

  void tryTable() {
    TypeTable.FunctionShape type = blockType();
    machine.store();
    int count = in.u32();
    List<Block.Catch> catches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = in.u8();
      int tag = kind < 2 ? in.u32() : Block.Catch.ALL;
      boolean withReference = (kind & 1) == 1;
      Block target = machine.block(in.u32());
      requireCaught(tag, withReference, target);
      catches.add(new Block.Catch(tag, withReference, target));
    }
    machine.pop(type.params());
    Block block = machine.open(Block.Form.TRY, type.params(), type.results(), locals.initialized());
    block.catches.addAll(catches);
    if (machine.isLive()) {
      block.beginRange(context.code());
    }
  }

  private int[] caught(int tag, boolean withReference) {
    int[] params = tag == Block.Catch.ALL ? WasmTypes.EMPTY : context.shape().tag(tag).params();
    if (!withReference) {
      return params;
    }
    int[] all = java.util.Arrays.copyOf(params, params.length + 1);
    all[params.length] = WasmTypes.ref(false, WasmTypes.EXN);
    return all;
  }

  private void requireCaught(int tag, boolean withReference, Block target) {
    int[] values = caught(tag, withReference);
    if (!machine.types().matches(values, target.label())) {
      throw machine.invalid(
          "type mismatch: a catch gives "
              + TypeTable.text(values)
              + ", its label takes "
              + TypeTable.text(target.label()));
    }
  }

  private void finishTry(Block block) {
    finish(block);
    block.endRange(context.code());
    if (machine.isLive()) {
      block.reachEnd();
      context.code().jump(Opcodes.GOTO, block.end);
    }
    if (block.entered && !block.catches.isEmpty() && block.isGuarding()) {
      handle(block);
    }
  }

  private void handle(Block block) {
    JvmCode code = context.code();
    Label handler = new Label();
    for (Block.Range range : block.ranges) {
      code.visitor().visitTryCatchBlock(range.from(), range.to(), handler, JvmCode.EXCEPTION);
    }
    ValueStack values = machine.values();
    values.cut(block.height);
    values.place(handler, new Object[] {JvmCode.EXCEPTION});
    int place = values.place(block.height);
    code.store(WasmTypes.EXNREF, place);
    values.pushStored(WasmTypes.EXNREF);
    machine.revive();
    boolean all = false;
    for (Block.Catch clause : block.catches) {
      if (!all) {
        handle(clause, place);
        all = clause.tag() == Block.Catch.ALL;
      }
    }
    if (!all) {
      code.load(WasmTypes.EXNREF, place);
      code.insn(Opcodes.ATHROW);
    }
    machine.trapped();
  }

  private void handle(Block.Catch clause, int place) {
    JvmCode code = context.code();
    ValueStack values = machine.values();
    int size = values.size();
    Label next = new Label();
    if (clause.tag() != Block.Catch.ALL) {
      code.load(WasmTypes.EXNREF, place);
      code.iconst(clause.tag());
      context.loadState();
      code.invokeStatic(
          JvmCode.TRAPS, "matches", "(L" + JvmCode.EXCEPTION + ";I" + JvmCode.STATE_TYPE + ")I");
      code.jump(Opcodes.IFEQ, next);
      unbox(context.shape().tag(clause.tag()).params(), place);
    }
    if (clause.withReference()) {
      code.load(WasmTypes.EXNREF, place);
      values.push(WasmTypes.EXNREF);
    }
    machine.jump(clause.target());
    values.cut(size);
    if (clause.tag() != Block.Catch.ALL) {
      values.place(next);
    }
  }

  /** Puts the values of an exception on the JVM's stack. */
  private void unbox(int[] types, int place) {
    JvmCode code = context.code();
    int component = 0;
    for (int type : types) {
      for (int half = 0; half < (type == WasmTypes.V128 ? 2 : 1); half++) {
        code.load(WasmTypes.EXNREF, place);
        code.invokeVirtual(JvmCode.EXCEPTION, "args", "()[J");
        code.iconst(component++);
        code.insn(Opcodes.LALOAD);
        code.fromLong(type, machine.layout().state());
      }
      machine.give(type);
    }
  }

  void throwTag() {
    int tag = in.u32();
    int[] params = context.shape().tag(tag).params();
    machine.store();
    machine.require(params);
    if (machine.isLive()) {
      machine.line();
      machine.values().box(params.length);
      context.code().iconst(tag);
      context.loadState();
      context
          .code()
          .invokeStatic(
              JvmCode.TRAPS,
              "thrown",
              "([JI" + JvmCode.STATE_TYPE + ")L" + JvmCode.EXCEPTION + ";");
      context.code().insn(Opcodes.ATHROW);
    }
    machine.unreachable();
  }

  void throwReference() {
    machine.take(WasmTypes.EXNREF);
    if (machine.isLive()) {
      machine.line();
      context
          .code()
          .invokeStatic(
              JvmCode.TRAPS,
              "thrownAgain",
              "(L" + JvmCode.EXCEPTION + ";)L" + JvmCode.EXCEPTION + ";");
      context.code().insn(Opcodes.ATHROW);
    }
    machine.unreachable();
  }
}
