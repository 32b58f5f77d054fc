package radicchio.engine.chicory.compiler;

import java.util.List;
import org.objectweb.asm.Label;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Exceptions as toolchains made them before {@code try_table} (the legacy exception handling proposal): {@code try} with the
 * bodies that handle its exceptions inside the block, {@code delegate} and {@code rethrow}.
 *
 * <p>While such a body runs, the exception is in the local behind the operands below the block, where no instruction can take it.
 * {@code delegate} has its exceptions thrown again at the end of the block it names, behind all blocks between them.
 */
final class LegacyExceptions {
  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final LocalVariables locals;
  private final ExceptionInstructions exceptions;

  LegacyExceptions(MethodContext context, LocalVariables locals, ExceptionInstructions exceptions) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.locals = locals;
    this.exceptions = exceptions;
  }

  void begin() {
    TypeTable.FunctionShape type = context.blockType();
    machine.store();
    machine.pop(type.params());
    Block block = machine.open(Block.Form.TRY, type.params(), type.results(), locals.initialized());
    if (machine.isLive()) {
      block.beginRange(context.code());
    }
  }

  void catchTag() {
    int tag = in.u32();
    Block block = beginCatch(Block.Form.CATCH);
    int[] params = context.shape().tag(tag).params();
    if (machine.isLive()) {
      Label next = new Label();
      block.nextCatch = next;
      int place = machine.values().place(block.height);
      exceptions.jumpUnless(tag, place, next);
      exceptions.unbox(tag, place);
    } else {
      machine.give(params);
    }
  }

  void catchAll() {
    beginCatch(Block.Form.CATCH_ALL).nextCatch = null;
  }

  /** Ends the instructions of a block so far; if an exception can come to what follows, it is there. */
  private Block beginCatch(Block.Form form) {
    Block block = machine.innermost();
    if (block.form() != Block.Form.TRY && block.form() != Block.Form.CATCH) {
      throw machine.invalid("catch outside of a try");
    }
    boolean comes = endCatch(block);
    block.beginCatch(form);
    locals.forget(block.initialized);
    if (!comes) {
      machine.values().cut(block.height);
      machine.give(WasmTypes.EXNREF);
      machine.trapped();
    }
    return block;
  }

  /** Ends a body; returns whether exceptions come to what is behind it. */
  private boolean endCatch(Block block) {
    if (block.form() == Block.Form.TRY) {
      exceptions.finishBody(block);
      return exceptions.begin(block);
    }
    machine.finish(block);
    if (machine.isLive()) {
      machine.jump(block);
    }
    if (block.nextCatch == null) {
      return false;
    }
    ValueStack values = machine.values();
    values.cut(block.height);
    values.pushStored(WasmTypes.EXNREF);
    values.place(block.nextCatch);
    block.nextCatch = null;
    machine.revive();
    return true;
  }

  /** The end of a {@code try}: exceptions that no body handles are thrown again. */
  void finish(Block block) {
    if (block.form() == Block.Form.TRY) { // without a body that handles anything
      exceptions.finishBody(block);
      return;
    }
    if (endCatch(block)) {
      exceptions.throwAgain(machine.values().place(block.height));
    }
    machine.trapped();
  }

  void delegate() {
    Block block = machine.innermost();
    if (block.form() != Block.Form.TRY) {
      throw machine.invalid("delegate outside of a try");
    }
    Block target = machine.outside(in.u32());
    exceptions.finishBody(block);
    if (block.entered && block.isGuarding()) {
      Label thrown = new Label();
      for (Block.Range range : block.ranges) {
        context
            .code()
            .visitor()
            .visitTryCatchBlock(range.from(), range.to(), thrown, JvmCode.EXCEPTION);
      }
      handling(target).delegated.add(thrown);
    }
    locals.forget(block.initialized);
    machine.trapped();
    machine.close();
  }

  /** The block that has the exceptions of a delegate: it, or the next one around it that catches any, or the function. */
  private Block handling(Block target) {
    List<Block> open = machine.blocks();
    int at = open.indexOf(target);
    while (at > 0 && !open.get(at).isCatching()) {
      at--;
    }
    return open.get(at);
  }

  void rethrow() {
    Block block = machine.block(in.u32());
    if (block.form() != Block.Form.CATCH && block.form() != Block.Form.CATCH_ALL) {
      throw machine.invalid("invalid rethrow label");
    }
    if (machine.isLive()) {
      machine.line();
      exceptions.throwAgain(machine.values().place(block.height));
    }
    machine.unreachable();
  }
}
