package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Loops that start with an empty operand stack. The JVM compiles a loop while it runs only then: with a value under the
 * loop, a function that is called once is interpreted until it returns. The values are kept in locals until the outermost
 * block with the loop ends.
 */
final class LoopStack {
  private final ModuleDraft draft;
  private final Code code;
  private final boolean[] hasLoop;
  private final List<ValType> locals;
  private final List<Instruction> made = new ArrayList<>();
  private final List<ValType> stack = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean spilled;

  /**
   * An open block.
   *
   * @param base the height of the stack below its parameters
   * @param below the types of the values that were under it, and are in locals from {@code first} on
   */
  private record Open(FunctionType type, int base, List<ValType> below, int first) {}

  private LoopStack(Code code, ModuleDraft draft) {
    this.draft = draft;
    this.code = code;
    this.locals = new ArrayList<>(code.locals());
    this.hasLoop = blocksWithLoops(code);
  }

  /** Returns the function with such loops; the same function if it has no others, or instructions of unknown types. */
  static Code cleared(Code code, ModuleDraft draft) {
    if (code.instructions().stream().noneMatch(i -> i.opcode() == OpCode.LOOP)) {
      return code;
    }
    Code reachable = code.reachable();
    LoopStack walk = new LoopStack(reachable, draft);
    return walk.walk() && walk.spilled ? new Code(reachable.type(), walk.locals, walk.made) : code;
  }

  private static boolean[] blocksWithLoops(Code code) {
    boolean[] has = new boolean[code.instructions().size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < has.length; at++) {
      OpCode op = code.instructions().get(at).opcode();
      if (Code.opens(op)) {
        has[at] = op == OpCode.LOOP;
        open.push(at);
      } else if (op == OpCode.END && !open.isEmpty()) {
        int ended = open.pop();
        if (has[ended] && !open.isEmpty()) {
          has[open.element()] = true;
        }
      }
    }
    return has;
  }

  private boolean walk() {
    open.push(new Open(FunctionType.of(List.of(), code.type().returns()), 0, List.of(), 0));
    boolean understood = true;
    for (int at = 0; at < code.instructions().size() && understood; at++) {
      Instruction i = code.instructions().get(at);
      OpCode op = i.opcode();
      if (Code.opens(op)) {
        understood = opened(i, hasLoop[at]);
      } else if (op == OpCode.ELSE) {
        made.add(i);
        reset(open.element().base(), open.element().type().params());
      } else if (op == OpCode.END) {
        made.add(i);
        ended(open.pop());
      } else {
        made.add(i);
        understood = Code.neverGoesOn(op) || OperandTypes.apply(i, code, draft, stack);
      }
    }
    return understood;
  }

  private void reset(int height, List<ValType> then) {
    stack.subList(height, stack.size()).clear();
    stack.addAll(then);
  }

  private boolean opened(Instruction block, boolean withLoop) {
    FunctionType type = draft.typeOfBlock(block);
    if (block.opcode() == OpCode.IF) {
      stack.remove(stack.size() - 1);
    }
    int base = stack.size() - type.params().size();
    if (!withLoop || base == 0) {
      made.add(block);
      open.push(new Open(type, base, List.of(), 0));
      return true;
    }
    List<ValType> below = List.copyOf(stack.subList(0, base));
    List<ValType> taken = new ArrayList<>(type.params());
    if (block.opcode() == OpCode.IF) {
      taken.add(ValType.I32);
    }
    int first = set(taken);
    int kept = set(below);
    get(first, taken.size());
    made.add(block);
    reset(0, type.params());
    open.push(new Open(type, 0, below, kept));
    spilled = true;
    return below.stream().allMatch(StackShape::isNumber);
  }

  private void ended(Open block) {
    List<ValType> results = block.type().returns();
    if (!block.below().isEmpty()) {
      int first = set(results);
      get(block.first(), block.below().size());
      get(first, results.size());
    }
    reset(block.base(), List.of());
    stack.addAll(block.below());
    stack.addAll(results);
  }

  /** Moves the topmost values into new locals. Returns the first of these. */
  private int set(List<ValType> types) {
    int first = code.type().params().size() + locals.size();
    locals.addAll(types);
    for (int i = types.size() - 1; i >= 0; i--) {
      made.add(Code.instruction(OpCode.LOCAL_SET, first + i));
    }
    return first;
  }

  private void get(int first, int count) {
    for (int i = 0; i < count; i++) {
      made.add(Code.instruction(OpCode.LOCAL_GET, first + i));
    }
  }
}
