package radicchio.engine.chicory.compiler.division;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.chicory.compiler.division.BodyOutline.Op;

/**
 * Which locals still matter where the operand stack of a block is clear, and where branches lead. Found backward, as often as loops
 * need it, within bounds: a function can be written so that this takes any time or memory.
 */
final class Liveness {
  private static final long MOST_WORDS = 4_000_000;
  private static final long MOST_STEPS = 40_000_000;
  private static final long MOST_WALKS = 30;
  private static final long LEAST_WALKS = 2;

  private final BodyOutline body;
  private final BitSet[] before;

  /** By block; of a loop, where it begins. */
  private final Map<Integer, BitSet> atLabel = new HashMap<>();

  private final Map<Integer, BitSet> otherwise = new HashMap<>();

  /** By the block of a {@code try}, what its bodies need that handle exceptions. */
  private final Map<Integer, BitSet> caught = new HashMap<>();

  /** By block, what the handlers around what is in it need. */
  private final Map<Integer, BitSet> handled = new HashMap<>();

  private boolean grown;

  private Liveness(BodyOutline body) {
    this.body = body;
    this.before = new BitSet[body.count()];
  }

  /** Returns the liveness of a body; empty if it would take too much time or memory. */
  static Optional<Liveness> of(BodyOutline body) {
    if (words(body) > MOST_WORDS) {
      return Optional.empty();
    }
    Liveness liveness = new Liveness(body);
    long steps = (long) body.count() * (1 + body.locals() / (8 * Long.SIZE));
    long walks = Math.max(LEAST_WALKS, Math.min(MOST_WALKS, MOST_STEPS / steps));
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
  private static long words(BodyOutline body) {
    long places = 0;
    for (int at = 0; at < body.count(); at++) {
      places += body.isClear(at) || body.op(at).opens() ? 1 : 0;
    }
    return places * (1 + body.locals() / Long.SIZE);
  }

  /** @param at where the operand stack is clear */
  BitSet before(int at) {
    return before[at];
  }

  /** What matters where a branch to a block leads. */
  BitSet atLabel(int block) {
    return atLabel.getOrDefault(block, new BitSet());
  }

  /** What handlers of exceptions around what is in a block need. */
  BitSet handled(int block) {
    return handled.getOrDefault(block, new BitSet());
  }

  private void walk() {
    BitSet live = new BitSet();
    Deque<BitSet> handlers = new ArrayDeque<>();
    handlers.push(new BitSet());
    for (int at = body.count() - 1; at >= 0; at--) {
      live = step(at, live, handlers);
      if (body.isClear(at)) {
        before[at] = (BitSet) live.clone();
      }
    }
  }

  private BitSet step(int at, BitSet after, Deque<BitSet> handlers) {
    Op op = body.op(at);
    BitSet live = after;
    switch (op) {
      case END, DELEGATE -> end(body.operand(at), live, handlers);
      case ELSE -> {
        otherwise.put(body.operand(at), live);
        live = (BitSet) atLabel.get(body.operand(at)).clone();
      }
      case IF -> live.or(body.hasOtherwise(at) ? otherwise.get(at) : atLabel(at));
      case CATCH -> {
        int block = body.operand(at);
        caught.computeIfAbsent(block, b -> new BitSet()).or(live);
        live = (BitSet) atLabel.get(block).clone();
        if (at == body.otherwise(block)) {
          handle(block, caught.get(block), handlers);
        }
      }
      case LOOP -> {
        BitSet known = atLabel.computeIfAbsent(at, block -> new BitSet());
        int size = known.cardinality();
        known.or(live);
        grown |= known.cardinality() > size;
      }
      case TRY -> handlers.pop();
      case BRANCH, STOP, RETHROW, STAYS -> live = new BitSet();
      case SET, TEE -> live.clear(body.operand(at));
      case GET -> live.set(body.operand(at));
      case OTHER, BLOCK, BRANCH_IF -> {}
    }
    if (op == Op.BRANCH || op == Op.BRANCH_IF) {
      for (int target : body.targets(at)) {
        live.or(atLabel(target));
      }
    }
    live.or(handlers.element());
    return live;
  }

  private void end(int block, BitSet live, Deque<BitSet> handlers) {
    if (block == BodyOutline.FUNCTION) {
      return;
    }
    if (body.op(block) != Op.LOOP) {
      atLabel.put(block, (BitSet) live.clone());
    }
    if (body.op(block) == Op.TRY && !body.hasOtherwise(block)) {
      BitSet clauses = new BitSet();
      for (int target : body.targets(block)) {
        clauses.or(atLabel(target));
      }
      handle(block, clauses, handlers);
    } else if (!handlers.element().isEmpty()) {
      handled.put(block, handlers.element());
    }
  }

  /** Before here, exceptions are handled. */
  private void handle(int block, BitSet needed, Deque<BitSet> handlers) {
    BitSet inside = (BitSet) handlers.element().clone();
    inside.or(needed);
    handlers.push(inside);
    if (!inside.isEmpty()) {
      handled.put(block, inside);
    }
  }
}
