package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * A function: its type, the locals that it declares, and its instructions with the last {@code end}.
 *
 * @param instructions of which only the opcode and the operands count
 */
record Code(FunctionType type, List<ValType> locals, List<Instruction> instructions) {

  /** The function without the instructions that follow one that never goes on, up to the end of its block. */
  Code reachable() {
    List<Instruction> kept = new ArrayList<>(instructions.size());
    int skipped = -1;
    for (Instruction i : instructions) {
      if (skipped >= 0) {
        if (opens(i.opcode())) {
          skipped++;
        } else if (i.opcode() == OpCode.END) {
          skipped--;
        }
        if (skipped > 0 || skipped == 0 && i.opcode() != OpCode.ELSE) {
          continue;
        }
        skipped = -1;
      }
      kept.add(i);
      if (neverGoesOn(i.opcode())) {
        skipped = 0;
      }
    }
    return new Code(type, locals, kept);
  }

  /**
   * The same where a {@code try_table} in which nothing happens is a block: the engine's compiler makes of it a range
   * without instructions, which the JVM refuses.
   */
  Code withoutIdleTries() {
    List<Instruction> changed = new ArrayList<>(instructions);
    Deque<Integer> open = new ArrayDeque<>();
    int happened = 0;
    Deque<Integer> happenedBefore = new ArrayDeque<>();
    for (int at = 0; at < changed.size(); at++) {
      OpCode op = changed.get(at).opcode();
      if (opens(op)) {
        open.push(at);
        happenedBefore.push(happened);
      }
      if (op == OpCode.END && !open.isEmpty()) {
        int block = open.pop();
        if (happenedBefore.pop() == happened && changed.get(block).opcode() == OpCode.TRY_TABLE) {
          changed.set(block, instruction(OpCode.BLOCK, changed.get(block).operand(0)));
        }
      }
      switch (op) {
        case NOP, BLOCK, TRY_TABLE, END, ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> {}
        default -> happened++;
      }
    }
    return new Code(type, locals, changed);
  }

  /** The same without the locals that no instruction names: each costs at every call. */
  Code compact() {
    int params = type.params().size();
    BitSet named = new BitSet();
    named.set(0, params);
    instructions.stream().filter(Code::namesLocal).forEach(i -> named.set((int) i.operand(0)));
    int[] places = new int[localCount()];
    List<ValType> kept = new ArrayList<>();
    for (int i = 0, next = 0; i < places.length; i++) {
      if (named.get(i)) {
        places[i] = next++;
        if (i >= params) {
          kept.add(local(i));
        }
      }
    }
    return new Code(
        type,
        kept,
        instructions.stream()
            .map(i -> namesLocal(i) ? instruction(i.opcode(), places[(int) i.operand(0)]) : i)
            .toList());
  }

  private static boolean namesLocal(Instruction instruction) {
    return switch (instruction.opcode()) {
      case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> true;
      default -> false;
    };
  }

  /** The type of a local or parameter. */
  ValType local(int index) {
    int params = type.params().size();
    return index < params ? type.params().get(index) : locals.get(index - params);
  }

  int localCount() {
    return type.params().size() + locals.size();
  }

  static boolean opens(OpCode op) {
    return switch (op) {
      case BLOCK, LOOP, IF, TRY_TABLE -> true;
      default -> false;
    };
  }

  static boolean neverGoesOn(OpCode op) {
    return switch (op) {
      case BR, BR_TABLE, RETURN, UNREACHABLE, THROW -> true;
      default -> false;
    };
  }

  static Instruction instruction(OpCode op, long... operands) {
    return new Instruction(0, op, operands);
  }
}
