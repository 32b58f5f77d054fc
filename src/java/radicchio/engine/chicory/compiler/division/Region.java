package radicchio.engine.chicory.compiler.division;

import java.util.BitSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Instructions that can become a method of their own: they begin and end with a clear operand stack.
 *
 * @param from the first note
 * @param to the note behind the last
 * @param block where they lie
 * @param exits the blocks outside of them that they branch to
 * @param named the locals that they name
 * @param written the locals that they set
 */
record Region(
    BodyOutline body,
    int from,
    int to,
    int block,
    NavigableSet<Integer> exits,
    BitSet named,
    BitSet written) {

  /** Returns one without instructions. */
  static Region at(BodyOutline body, int from, int block) {
    return new Region(body, from, from, block, new TreeSet<>(), new BitSet(), new BitSet());
  }

  /** With the instructions that follow; empty if these cannot be in a part. */
  Optional<Region> extended(int end) {
    NavigableSet<Integer> allExits = new TreeSet<>(exits);
    BitSet allNamed = (BitSet) named.clone();
    BitSet allWritten = (BitSet) written.clone();
    for (int at = to; at < end; at++) {
      switch (body.op(at)) {
        case GET -> allNamed.set(body.operand(at));
        case SET, TEE -> {
          allNamed.set(body.operand(at));
          allWritten.set(body.operand(at));
        }
        case BRANCH, BRANCH_IF, TRY -> {
          for (int target : body.targets(at)) {
            if (target < from) {
              if (body.values(target) < 0) {
                return Optional.empty();
              }
              allExits.add(target);
            }
          }
        }
        case RETHROW -> {
          if (body.targets(at)[0] < from) {
            return Optional.empty();
          }
        }
        case STAYS, DELEGATE -> {
          return Optional.empty();
        }
        default -> {}
      }
    }
    return Optional.of(new Region(body, from, end, block, allExits, allNamed, allWritten));
  }

  /** Whether control may come out at its end. */
  boolean goesOn() {
    return body.isReached(to);
  }

  /** Whether it has loops. */
  boolean loops() {
    return IntStream.range(from, to).anyMatch(at -> body.op(at) == BodyOutline.Op.LOOP);
  }

  /** The locals whose values it may need. */
  BitSet params(Liveness liveness) {
    BitSet params = (BitSet) named.clone();
    params.and(liveness.before(from));
    return params;
  }

  /** The locals that it sets and whose values may be needed afterwards. */
  BitSet results(Liveness liveness) {
    BitSet live = goesOn() ? (BitSet) liveness.before(to).clone() : new BitSet();
    exits.forEach(exit -> live.or(liveness.atLabel(exit)));
    live.and(written);
    return live;
  }

  /** Whether it sets a local that a handler of an exception outside of it reads, which the exception would not take along. */
  boolean isHandled(Liveness liveness) {
    return written.intersects(liveness.handled(block));
  }
}
