package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Chooses the regions of a function that become functions, the largest first, until what is left is small enough. */
final class Selection {

  /**
   * What a region may look like.
   *
   * @param size the most bytes of JVM code
   * @param exits the most blocks outside that it branches to
   * @param slots the most locals that it takes, and that it gives back, counted as the JVM counts
   */
  record Bounds(int size, int exits, int slots) {}

  /** What a call costs, and what the way out costs in the new function. */
  private static final int CALL = 20;

  private static final int PARAM = 2;
  private static final int RESULT = 3 + JvmSize.UNBOXED;
  private static final int OUTCOME = 6;
  private static final int WAY_OUT = 9;

  /** Less than this, and a call of its own does not pay. */
  private static final int WORTHWHILE = 100;

  /** The instructions of a block, or those before or after its {@code else}. */
  private record Arm(int block, int from, int to) {}

  private final StackShape shape;
  private final Liveness liveness;
  private final Bounds bounds;
  private final List<Region> candidates = new ArrayList<>();
  private final Deque<Arm> arms = new ArrayDeque<>();

  private Selection(StackShape shape, Liveness liveness, Bounds bounds) {
    this.shape = shape;
    this.liveness = liveness;
    this.bounds = bounds;
  }

  /** The chosen regions in the order of their places; no two overlap. */
  static List<Region> of(StackShape shape, Liveness liveness, Bounds bounds) {
    Selection selection = new Selection(shape, liveness, bounds);
    int whole = shape.size(0, shape.end(StackShape.FUNCTION) + 1);
    selection.arms.push(new Arm(StackShape.FUNCTION, 0, shape.end(StackShape.FUNCTION)));
    while (!selection.arms.isEmpty()) {
      selection.collect(selection.arms.pop());
    }
    selection.candidates.sort(Comparator.comparingInt(selection::saved).reversed());
    List<Region> chosen = new ArrayList<>();
    for (Region region : selection.candidates) {
      if (whole <= bounds.size()) {
        break;
      }
      chosen.add(region);
      whole -= selection.saved(region);
    }
    chosen.sort(Comparator.comparingInt(Region::from));
    return chosen;
  }

  private int saved(Region region) {
    return region.size()
        - CALL
        - PARAM * region.params(liveness).size()
        - RESULT * region.results(liveness).size()
        - OUTCOME * region.outcomes();
  }

  /** The largest regions that keep to the bounds; blocks that are none are looked into later. */
  private void collect(Arm arm) {
    int[] statements = shape.statements(arm.from(), arm.to());
    Region run = null;
    for (int i = 0; i + 1 < statements.length; i++) {
      int end = statements[i + 1];
      Region begun = run == null ? Region.at(shape, statements[i], arm.block()) : run;
      Optional<Region> longer = within(begun, end);
      if (longer.isEmpty() && run != null) {
        add(run);
        longer = within(Region.at(shape, statements[i], arm.block()), end);
      }
      if (longer.isEmpty()) {
        collectInside(statements[i], end);
      }
      run = longer.orElse(null);
    }
    if (run != null) {
      add(run);
    }
    // what comes before the first of these places, or after the last, leaves values on the operand
    // stack
    collectInside(arm.from(), statements.length == 0 ? arm.to() : statements[0]);
    if (statements.length > 0) {
      collectInside(statements[statements.length - 1], arm.to());
    }
  }

  private void collectInside(int from, int to) {
    for (int at = from; at < to; at++) {
      if (Code.opens(shape.opcode(at))) {
        if (shape.opcode(at) != OpCode.TRY_TABLE) {
          int end = shape.end(at);
          int otherwise = shape.otherwise(at).orElse(end);
          arms.push(new Arm(at, at + 1, otherwise));
          if (otherwise < end) {
            arms.push(new Arm(at, otherwise + 1, end));
          }
        }
        at = shape.end(at);
      }
    }
  }

  private Optional<Region> within(Region region, int end) {
    if (shape.size(region.from(), end) + WAY_OUT * region.exits().size() > bounds.size()) {
      return Optional.empty();
    }
    return region
        .extended(end)
        .filter(
            longer ->
                longer.exits().size() <= bounds.exits()
                    && slots(longer.params(liveness)) <= bounds.slots()
                    && slots(longer.results(liveness)) <= bounds.slots());
  }

  private int slots(List<Integer> locals) {
    return locals.stream()
        .mapToInt(
            local ->
                switch (shape.code().local(local).opcode()) {
                  case ValType.ID.I64, ValType.ID.F64 -> 2;
                  default -> 1;
                })
        .sum();
  }

  private void add(Region region) {
    if (saved(region) >= Math.min(WORTHWHILE, bounds.size() / 4)) {
      candidates.add(region);
    }
  }
}
