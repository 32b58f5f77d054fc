package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which locals still matter, at the places of a function where its block has nothing on the operand stack, and
 * where its branches lead. Found backward, as often as loops need it, within bounds: a function can be written so
 * that this takes any time or memory.
 */
final class Liveness {
  private static final long MOST_WORDS = 4_000_000;
  private static final long MOST_STEPS = 20_000_000;
  private static final long MOST_WALKS = 20;
  private static final long LEAST_WALKS = 2;

  private final StackShape shape;
  private final BitSet[] before;

  /** By block; of a loop, where it begins. */
  private final Map<Integer, BitSet> atLabel = new HashMap<>();

  private final Map<Integer, BitSet> otherwise = new HashMap<>();
  private boolean grown;

  private Liveness(StackShape shape) {
    this.shape = shape;
    this.before = new BitSet[shape.code().instructions().size()];
  }

  /** Empty where it would take too much. */
  static Optional<Liveness> of(StackShape shape) {
    if (words(shape) > MOST_WORDS) {
      return Optional.empty();
    }
    Liveness liveness = new Liveness(shape);
    long walks =
        Math.max(
            LEAST_WALKS, Math.min(MOST_WALKS, MOST_STEPS / shape.code().instructions().size()));
    for (int walk = 0; walk < walks; walk++) {
      liveness.grown = false;
      liveness.walk();
      if (!liveness.grown) {
        return Optional.of(liveness);
      }
    }
    return Optional.empty();
  }

  /** How much the sets of locals may take, in longs. */
  private static long words(StackShape shape) {
    long places =
        IntStream.range(0, shape.code().instructions().size()).filter(shape::isClear).count();
    return places * (1 + shape.code().localCount() / Long.SIZE);
  }

  /** @param at where the operand stack is clear */
  BitSet before(int at) {
    return before[at];
  }

  /** What matters where a branch to a block leads. */
  BitSet atLabel(int block) {
    return atLabel.getOrDefault(block, new BitSet());
  }

  private void walk() {
    BitSet live = new BitSet();
    Deque<BitSet> handlers = new ArrayDeque<>();
    handlers.push(new BitSet());
    for (int at = shape.code().instructions().size() - 1; at >= 0; at--) {
      live = step(at, live, handlers);
      if (shape.isClear(at)) {
        before[at] = (BitSet) live.clone();
      }
    }
  }

  private BitSet step(int at, BitSet after, Deque<BitSet> handlers) {
    Instruction instruction = shape.code().instructions().get(at);
    OpCode op = instruction.opcode();
    BitSet live = after;
    switch (op) {
      case END -> end(at, live, handlers);
      case ELSE -> {
        otherwise.put(shape.block(at), live);
        live = (BitSet) atLabel.get(shape.block(at)).clone();
      }
      case IF -> live.or(shape.otherwise(at).isPresent() ? otherwise.get(at) : atLabel(at));
      case LOOP -> {
        BitSet known = atLabel.computeIfAbsent(at, block -> new BitSet());
        int size = known.cardinality();
        known.or(live);
        grown |= known.cardinality() > size;
      }
      case TRY_TABLE -> handlers.pop();
      case BR, BR_TABLE, RETURN, UNREACHABLE, THROW -> live = new BitSet();
      case LOCAL_SET -> live.clear((int) instruction.operand(0));
      case LOCAL_GET, LOCAL_TEE -> {
        if (op == OpCode.LOCAL_TEE) {
          live.clear((int) instruction.operand(0));
        } else {
          live.set((int) instruction.operand(0));
        }
      }
      default -> {}
    }
    if (op == OpCode.BR || op == OpCode.BR_IF || op == OpCode.BR_TABLE) {
      for (int target : shape.targets(at)) {
        live.or(atLabel(target));
      }
    }
    live.or(handlers.element());
    return live;
  }

  private void end(int at, BitSet live, Deque<BitSet> handlers) {
    int block = shape.block(at);
    if (at == shape.code().instructions().size() - 1) {
      return;
    }
    if (shape.opcode(block) != OpCode.LOOP) {
      atLabel.put(block, (BitSet) live.clone());
    }
    if (shape.opcode(block) == OpCode.TRY_TABLE) {
      BitSet inside = (BitSet) handlers.element().clone();
      shape.targets(block).forEach(target -> inside.or(atLabel(target)));
      handlers.push(inside);
    }
  }
}
