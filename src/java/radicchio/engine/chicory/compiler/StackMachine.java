package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.compiler.division.FunctionPart;
import radicchio.engine.chicory.module.Refused;
import radicchio.error.RadicchioException;

/**
 * The typed stack machine of a function: checks the operands of each instruction (Core specification, "Validation Algorithm"),
 * and moves them to where the JVM's instructions need them. Unreachable code is checked and not written.
 *
 * <p>The result of a comparison does not become a number at once, because usually a branch uses it.
 */
final class StackMachine {
  /** The ways out of a part of a function. */
  interface Exits {
    /** Leaves the part by a branch to a block around it, with the uppermost operands as its values. */
    void leave(Block target);
  }

  private static final int NO_COMPARISON = 0;

  private final TypeTable types;
  private final JvmCode code;
  private final LocalLayout layout;
  private final ValueStack values;
  private final int most;
  private final List<Block> blocks = new ArrayList<>();

  /** Whether this can be reached, so that code is written. */
  private boolean live = true;

  /** The JVM's jump for a comparison whose operands are on its stack, and whose result is the top operand. */
  private int comparison = NO_COMPARISON;

  /** The position of the current instruction, in bytes from the beginning of the body. */
  private int offset;

  private final int function;
  private Exits exits;

  /** @param most the turns of loops between two checks of the deadline */
  StackMachine(int function, TypeTable types, JvmCode code, LocalLayout layout, int most) {
    this.function = function;
    this.types = types;
    this.code = code;
    this.layout = layout;
    this.values = new ValueStack(code, layout);
    this.most = most;
  }

  boolean isLive() {
    return live;
  }

  JvmCode code() {
    return code;
  }

  LocalLayout layout() {
    return layout;
  }

  ValueStack values() {
    return values;
  }

  TypeTable types() {
    return types;
  }

  /** Begins an instruction. */
  void at(int bytes) {
    offset = bytes;
  }

  /** Records the position of an instruction that may trap or calls. */
  void line() {
    code.line(offset);
  }

  RadicchioException invalid(String message) {
    return Refused.invalid(
        "invalid module: " + message + " in function " + function + ", " + offset + " bytes in");
  }

  // Operands

  /** Takes an operand of a type, wherever it is. */
  int pop(int expected) {
    int type = pop();
    requireMatch(type, expected);
    return type;
  }

  int pop() {
    Block block = innermost();
    if (values.size() == block.floor()) {
      if (block.isUnreachable()) {
        return WasmTypes.BOTTOM;
      }
      throw invalid("type mismatch: expected an operand, got none");
    }
    return values.pop();
  }

  void pop(int[] expected) {
    for (int i = expected.length - 1; i >= 0; i--) {
      pop(expected[i]);
    }
  }

  /** Moves this many operands to the JVM's stack, if there are that many. */
  void ready(int count) {
    if (live) {
      settle();
      if (values.size() - innermost().floor() >= count) {
        values.load(count);
      }
    }
  }

  /** Takes operands, which are on the JVM's stack. */
  void take(int... expected) {
    ready(expected.length);
    pop(expected);
  }

  /** Adds a value, which is on the JVM's stack. */
  void give(int type) {
    values.push(type);
  }

  /** Adds a value, which is in its local. */
  void giveStored(int type) {
    if (live) {
      values.pushStored(type);
    } else {
      values.push(type);
    }
  }

  void give(int[] results) {
    for (int type : results) {
      values.push(type);
    }
  }

  /** Moves all operands to locals. */
  void store() {
    if (live) {
      settle();
      values.store();
    }
  }

  // Comparisons

  /** Adds the result of a comparison, whose operands are on the JVM's stack. */
  void compare(int jump) {
    values.push(WasmTypes.I32);
    comparison = live ? jump : NO_COMPARISON;
  }

  boolean isComparison() {
    return comparison != NO_COMPARISON;
  }

  /** Converts a comparison that no jump uses to a number. */
  void settle() {
    if (comparison == NO_COMPARISON) {
      return;
    }
    int jump = comparison;
    comparison = NO_COMPARISON;
    Comparisons.number(jump, code);
  }

  /** Negates the comparison. */
  void negateComparison() {
    comparison = Comparisons.opposite(comparison);
  }

  /** Takes an i32. Returns the JVM's jump if it is not zero. All other operands are in locals. */
  int takeCondition() {
    if (!live) {
      pop(WasmTypes.I32);
      return Opcodes.IFNE;
    }
    if (values.size() == innermost().floor() || values.type(values.size() - 1) != WasmTypes.I32) {
      pop(WasmTypes.I32);
    }
    int last = values.size() - 1;
    if (values.stored() < last) {
      settle();
      int place = values.place(last);
      code.variable(Opcodes.ISTORE, place);
      values.pop();
      values.store();
      code.variable(Opcodes.ILOAD, place);
      return Opcodes.IFNE;
    }
    int jump = comparison;
    comparison = NO_COMPARISON;
    if (jump == NO_COMPARISON) {
      values.load(1);
      jump = Opcodes.IFNE;
    }
    pop(WasmTypes.I32);
    return jump;
  }

  // Blocks

  /**
   * Begins a part of a function.
   *
   * @param labels the types of the labels around it, the outermost first
   */
  void begin(FunctionPart part, List<int[]> labels, Exits ways) {
    for (int[] types : labels) {
      blocks.add(new Block(Block.Form.OUTSIDE, types, types, 0, true, 0));
    }
    for (int i = 0; i < part.exits().length; i++) {
      block(part.exits()[i]).exit = i + 1;
    }
    exits = ways;
  }

  Block innermost() {
    return blocks.get(blocks.size() - 1);
  }

  int depth() {
    return blocks.size();
  }

  Block block(int label) {
    if (Integer.compareUnsigned(label, blocks.size()) >= 0) {
      throw invalid("unknown label " + label);
    }
    return blocks.get(blocks.size() - 1 - label);
  }

  /** The block of a label that is counted from outside of the innermost block. */
  Block outside(int label) {
    if (Integer.compareUnsigned(label, blocks.size() - 1) >= 0) {
      throw invalid("unknown label " + label);
    }
    return block(label + 1);
  }

  List<Block> blocks() {
    return blocks;
  }

  /** Opens a block whose parameters were taken. All operands are in locals. */
  Block open(Block.Form form, int[] params, int[] results, int initialized) {
    Block block = new Block(form, params, results, values.size(), live, initialized);
    blocks.add(block);
    for (int type : params) {
      if (live) {
        values.pushStored(type);
      } else {
        values.push(type);
      }
    }
    return block;
  }

  /** Ends instructions of a block: its results are all that they leave, in locals if control comes here. */
  void finish(Block block) {
    store();
    requireResults(block);
  }

  /** Checks that a block leaves exactly its results. */
  void requireResults(Block block) {
    require(block.results);
    int left = values.size() - block.floor();
    if (left > block.results.length) {
      throw invalid("type mismatch: values remaining on stack at end of block: " + left);
    }
  }

  /** Checks that the top operands have these types. They stay in place. */
  void require(int[] expected) {
    Block block = innermost();
    int size = values.size();
    for (int i = expected.length - 1; i >= 0; i--) {
      size--;
      if (size < block.floor()) {
        if (block.isUnreachable()) {
          return;
        }
        throw invalid(
            "type mismatch: expected " + TypeTable.text(expected) + ", got too few operands");
      }
      requireMatch(values.type(size), expected[i]);
    }
  }

  private void requireMatch(int type, int expected) {
    if (!types.matches(type, expected)) {
      throw invalid(
          "type mismatch: expected " + WasmTypes.text(expected) + ", got " + WasmTypes.text(type));
    }
  }

  /** Gives the top operands, which were checked, the types of a label. */
  void repush(int[] label) {
    if (live) {
      values.retype(label);
    } else {
      pop(label);
      give(label);
    }
  }

  /** Checks that the stack has exactly the function's results. */
  void closeFunction() {
    blocks.remove(0);
    live = false;
  }

  /** Closes the innermost block, whose results were checked. Its label is placed here if an instruction jumps to it. */
  void close() {
    Block block = blocks.remove(blocks.size() - 1);
    if (block.isEndReached()) {
      values.cut(block.height);
      for (int type : block.results) {
        values.pushStored(type);
      }
      values.place(block.end);
      live = true;
    } else if (live) {
      values.retype(block.results);
    } else {
      values.cut(block.height);
      give(block.results);
    }
  }

  /** Records that the rest of the block cannot be reached. */
  void unreachable() {
    values.cut(innermost().floor());
    innermost().unreachable();
    comparison = NO_COMPARISON;
    live = false;
  }

  /** Stops writing code after an instruction that always traps. The rest is still checked as reachable code. */
  void trapped() {
    live = false;
  }

  void revive() {
    live = true;
  }

  // Branches

  /** Jumps to a label, with the top operands as its values. The code after it cannot be reached. */
  void jump(Block target) {
    if (target.form() == Block.Form.FUNCTION) {
      returnResults(blocks.get(0).results);
      return;
    }
    if (target.form() == Block.Form.OUTSIDE && target == blocks.get(0)) {
      exits.leave(target); // a return, which is guarded as that of a function is
      return;
    }
    List<Block> left = guardedInside(target);
    left.forEach(block -> block.endRange(code));
    if (target.form() == Block.Form.OUTSIDE) {
      exits.leave(target);
    } else {
      values.moveTo(target.label(), target.height);
      go(target);
    }
    left.forEach(block -> block.beginRange(code));
  }

  private void go(Block target) {
    if (target.isLoop()) {
      layout.turn(code, target.start, most);
    } else {
      target.reachEnd();
      code.jump(Opcodes.GOTO, target.end);
    }
  }

  /**
   * Ends the catching of the blocks inside another one. A handler uses the operands below its block, whose places the values of a
   * branch may take.
   */
  private List<Block> guardedInside(Block target) {
    List<Block> inside = blocks.subList(blocks.indexOf(target) + 1, blocks.size());
    return inside.stream().filter(Block::isCatching).toList();
  }

  /** Tests whether a jump to the label moves no operands, when all operands are in locals. */
  boolean isPlain(Block target) {
    return target.form() != Block.Form.FUNCTION
        && target.form() != Block.Form.OUTSIDE
        && !target.isLoop()
        && values.isAt(target.label(), target.height);
  }

  /** Jumps to a label on a condition. All operands are in locals. */
  void jumpIf(int jump, Block target) {
    jumpIf(jump, target, WasmTypes.BOTTOM);
  }

  /**
   * Jumps to a label on a condition. All operands are in locals.
   *
   * @param kept the type of a value that is above the operands in its local, and is used if the jump is not taken; else
   *     bottom
   */
  void jumpIf(int jump, Block target, int kept) {
    if (isPlain(target)) {
      target.reachEnd();
      code.jump(jump, target.end);
      return;
    }
    Label past = new Label();
    code.jump(Comparisons.opposite(jump), past);
    jump(target);
    if (kept == WasmTypes.BOTTOM) {
      values.place(past);
    } else {
      values.pushStored(kept);
      values.place(past);
      values.pop();
    }
  }

  /** Returns the uppermost operands as the method's results. */
  void returnResults(int[] results) {
    if (results.length == 0) {
      code.insn(Opcodes.RETURN);
      return;
    }
    int first = values.size() - results.length;
    int type = results[0];
    if (results.length > 1 || type == WasmTypes.V128) {
      values.store();
      int component = 0;
      for (int i = 0; i < results.length; i++) {
        boolean vector = results[i] == WasmTypes.V128;
        for (int half = 0; half < (vector ? 2 : 1); half++) {
          if (i + half > 0) {
            code.load(vector ? WasmTypes.I64 : results[i], values.place(first + i) + 2 * half);
            code.toLong(results[i], layout.state());
            code.variable(Opcodes.ALOAD, layout.state());
            code.iconst(component++);
            code.invokeStatic(JvmCode.STATE, "more", "(J" + JvmCode.STATE_TYPE + "I)V");
          }
        }
      }
    }
    if (values.stored() > first) {
      values.store();
      code.load(type == WasmTypes.V128 ? WasmTypes.I64 : type, values.place(first));
    }
    code.insn(JvmCode.returning(type));
  }

  /** Pushes what a method returned as the results of a call. */
  void giveResults(int[] results) {
    if (!live) {
      give(results);
      return;
    }
    int component = 0;
    for (int i = 0; i < results.length; i++) {
      boolean vector = results[i] == WasmTypes.V128;
      for (int half = 0; half < (vector ? 2 : 1); half++) {
        if (i + half > 0) {
          code.variable(Opcodes.ALOAD, layout.state());
          code.getField(JvmCode.STATE, "more", "[J");
          code.iconst(component++);
          code.insn(Opcodes.LALOAD);
          code.fromLong(results[i], layout.state());
        }
      }
      values.push(results[i]);
    }
  }

  /** Returns the number of turns of loops between two checks of the deadline. */
  int most() {
    return most;
  }
}
