package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Exceptions: {@code try_table}, {@code throw} and {@code throw_ref}, and what {@link LegacyExceptions} does likewise. */
final class ExceptionInstructions {
  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final LocalVariables locals;

  ExceptionInstructions(MethodContext context, LocalVariables locals) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.locals = locals;
  }

  void tryTable() {
    TypeTable.FunctionShape type = context.blockType();
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
    Block block =
        machine.open(Block.Form.TRY_TABLE, type.params(), type.results(), locals.initialized());
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
    int[] all = Arrays.copyOf(params, params.length + 1);
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

  /** The end of a {@code try_table}, whose clauses come behind it. */
  void finishTable(Block block) {
    finishBody(block);
    if (begin(block)) {
      int place = machine.values().place(block.height);
      boolean all = false;
      for (Block.Catch clause : block.catches) {
        if (!all) {
          handle(clause, place);
          all = clause.tag() == Block.Catch.ALL;
        }
      }
      if (!all) {
        throwAgain(place);
      }
      machine.trapped();
    }
  }

  /** The end of instructions whose exceptions are caught: their results are all that they leave. */
  void finishBody(Block block) {
    machine.finish(block);
    if (block.delegated.isEmpty()) {
      block.endRange(context.code());
    }
    if (machine.isLive()) {
      block.reachEnd();
      context.code().jump(Opcodes.GOTO, block.end);
    }
    if (!block.delegated.isEmpty()) {
      placeDelegated(block);
      block.endRange(context.code());
    }
  }

  /** Throws exceptions of blocks inside here, where this block catches them, or a function leaves them to its caller. */
  void placeDelegated(Block block) {
    ValueStack values = machine.values();
    values.cut(block.height);
    block.delegated.forEach(label -> values.place(label, new Object[] {JvmCode.EXCEPTION}));
    context.code().insn(Opcodes.ATHROW);
    machine.trapped();
  }

  /**
   * Begins the code that gets the exceptions of a block: each is above the block's operands, in its local.
   *
   * @return whether there can be any; if not, nothing is written
   */
  boolean begin(Block block) {
    ValueStack values = machine.values();
    values.cut(block.height);
    if (!block.entered || !block.isGuarding() || !block.isCatchingAny()) {
      return false;
    }
    JvmCode code = context.code();
    Label handler = new Label();
    for (Block.Range range : block.ranges) {
      code.visitor().visitTryCatchBlock(range.from(), range.to(), handler, JvmCode.EXCEPTION);
    }
    values.place(handler, new Object[] {JvmCode.EXCEPTION});
    code.store(WasmTypes.EXNREF, values.place(block.height));
    values.pushStored(WasmTypes.EXNREF);
    machine.revive();
    return true;
  }

  void throwAgain(int place) {
    context.code().load(WasmTypes.EXNREF, place);
    context.code().insn(Opcodes.ATHROW);
  }

  private void handle(Block.Catch clause, int place) {
    ValueStack values = machine.values();
    int size = values.size();
    Label next = new Label();
    if (clause.tag() != Block.Catch.ALL) {
      jumpUnless(clause.tag(), place, next);
      unbox(clause.tag(), place);
    }
    if (clause.withReference()) {
      context.code().load(WasmTypes.EXNREF, place);
      values.push(WasmTypes.EXNREF);
    }
    machine.jump(clause.target());
    values.cut(size);
    if (clause.tag() != Block.Catch.ALL) {
      values.place(next);
    }
  }

  /** Jumps if the exception is of another tag. */
  void jumpUnless(int tag, int place, Label next) {
    JvmCode code = context.code();
    code.load(WasmTypes.EXNREF, place);
    code.iconst(tag);
    context.loadState();
    code.invokeStatic(
        JvmCode.TRAPS, "matches", "(L" + JvmCode.EXCEPTION + ";I" + JvmCode.STATE_TYPE + ")I");
    code.jump(Opcodes.IFEQ, next);
  }

  /** Puts the values of an exception of a tag on the JVM's stack. */
  void unbox(int tag, int place) {
    JvmCode code = context.code();
    int component = 0;
    for (int type : context.shape().tag(tag).params()) {
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
