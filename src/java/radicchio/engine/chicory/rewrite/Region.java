package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Instructions that can become a function of their own: they begin and end with a clear operand stack, and branch
 * out of themselves with one number or nothing. A return is a branch to the function's own block.
 *
 * @param block where they lie
 * @param exits the blocks outside of them that they branch to
 * @param named the locals that they name
 * @param written the locals that they set
 */
record Region(
    StackShape shape,
    int from,
    int to,
    int block,
    NavigableSet<Integer> exits,
    BitSet named,
    BitSet written) {

  /** Of no instruction yet. */
  static Region at(StackShape shape, int from, int block) {
    return new Region(shape, from, from, block, new TreeSet<>(), new BitSet(), new BitSet());
  }

  /** With the instructions that follow as well; empty where these cannot leave the function. */
  Optional<Region> extended(int end) {
    NavigableSet<Integer> allExits = new TreeSet<>(exits);
    BitSet allNamed = (BitSet) named.clone();
    BitSet allWritten = (BitSet) written.clone();
    for (int at = to; at < end; at++) {
      Instruction instruction = shape.code().instructions().get(at);
      switch (instruction.opcode()) {
        case LOCAL_GET -> allNamed.set((int) instruction.operand(0));
        case LOCAL_SET, LOCAL_TEE -> {
          allNamed.set((int) instruction.operand(0));
          allWritten.set((int) instruction.operand(0));
        }
        case BR, BR_IF, BR_TABLE, RETURN, TRY_TABLE -> {
          List<Integer> targets = shape.targets(at);
          List<Integer> outside = targets.stream().filter(this::isOutside).toList();
          if (!outside.stream()
              .allMatch(target -> canLeave(instruction, targets.size() > outside.size(), target))) {
            return Optional.empty();
          }
          allExits.addAll(outside);
        }
        default -> {}
      }
    }
    return Optional.of(new Region(shape, from, end, block, allExits, allNamed, allWritten));
  }

  boolean isOutside(int target) {
    return target < from;
  }

  private boolean canLeave(Instruction branch, boolean alsoInside, int target) {
    List<ValType> values = shape.values(target);
    return branch.opcode() != OpCode.TRY_TABLE
        && (values.isEmpty()
            || values.size() == 1
                && StackShape.isNumber(values.get(0))
                && !(branch.opcode() == OpCode.BR_TABLE && alsoInside));
  }

  int size() {
    return shape.size(from, to);
  }

  /** Whether control may come out at its end. */
  boolean goesOn() {
    return shape.isReached(to);
  }

  /** The ways out of it. */
  int outcomes() {
    return exits.size() + (goesOn() ? 1 : 0);
  }

  /** The types of the values that its branches take along, each once. */
  List<ValType> values() {
    return exits.stream().flatMap(exit -> shape.values(exit).stream()).distinct().toList();
  }

  /** The locals whose values it may need, in order. */
  List<Integer> params(Liveness liveness) {
    BitSet params = (BitSet) named.clone();
    params.and(liveness.before(from));
    return params.stream().boxed().toList();
  }

  /** The locals that it sets and somebody may read afterwards, in order. */
  List<Integer> results(Liveness liveness) {
    BitSet live = goesOn() ? (BitSet) liveness.before(to).clone() : new BitSet();
    exits.forEach(exit -> live.or(liveness.atLabel(exit)));
    live.and(written);
    return live.stream().boxed().toList();
  }
}
