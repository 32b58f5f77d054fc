package radicchio.engine.chicory.compiler.division;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses regions of a function, in rounds: the largest first, until what is left is small enough. A region that was chosen in
 * an earlier round counts as the call that it became, and may be within a larger one.
 */
final class Selection {

  /**
   * The bounds of a region.
   *
   * @param size the most bytes of JVM code
   * @param exits the most blocks outside that it branches to
   * @param places the most places of the locals that it takes, and of those that it returns
   */
  record Bounds(int size, int exits, int places) {}

  /** The bytes of JVM code for a call, for each of its values, and for each exit in the function and in the part. */
  private static final int CALL = 20;

  private static final int PARAM = 2;
  private static final int RESULT = 10;
  private static final int OUTCOME = 8;
  private static final int WAY_OUT = 9;

  /** A smaller region is not worth a call. */
  private static final int WORTHWHILE = 100;

  /** The factor by which regions in nested loops count less, because they run often. */
  private static final int MOST_LOOPS = 3;

  /** The instructions of a block, or those before or after its {@code else}. */
  private record Arm(int block, int from, int to) {}

  private final BodyOutline body;
  private final Liveness liveness;

  /** Before each note, the bytes of JVM code with calls in place of the chosen regions. */
  private final int[] sizes;

  /** The chosen regions that are not within others, by their begin. */
  private final Map<Integer, Region> outermost = new HashMap<>();

  private final List<Region> chosen = new ArrayList<>();
  private final Deque<Arm> arms = new ArrayDeque<>();

  Selection(BodyOutline body, Liveness liveness) {
    this.body = body;
    this.liveness = liveness;
    this.sizes = body.sizes();
  }

  /** Returns all that were chosen. Two of them are apart, or one is within the other. */
  List<Region> chosen() {
    return chosen;
  }

  /** Returns the remaining bytes of JVM code of the function. */
  int left() {
    return sizes[sizes.length - 1];
  }

  /** Chooses regions until what is left of the function has the size of the bounds. Returns whether any were chosen. */
  boolean round(Bounds bounds) {
    List<Region> candidates = new ArrayList<>();
    arms.push(new Arm(BodyOutline.FUNCTION, 0, body.count() - 1));
    while (!arms.isEmpty()) {
      collect(arms.pop(), bounds, candidates);
    }
    candidates.sort(Comparator.comparingInt(this::weight).reversed());
    int left = left();
    List<Region> taken = new ArrayList<>();
    for (Region region : candidates) {
      if (left <= bounds.size()) {
        break;
      }
      taken.add(region);
      left -= saved(region);
    }
    taken.forEach(this::choose);
    shrink();
    return !taken.isEmpty();
  }

  private void choose(Region region) {
    outermost
        .values()
        .removeIf(inner -> inner.from() >= region.from() && inner.to() <= region.to());
    outermost.put(region.from(), region);
    chosen.add(region);
  }

  /** Subtracts the code of new regions from the sizes. */
  private void shrink() {
    int[] before = body.sizes();
    int away = 0;
    int at = 0;
    while (at < sizes.length) {
      Region region = outermost.get(at);
      sizes[at] = before[at] - away;
      at++;
      if (region != null) {
        int cost = cost(region);
        for (; at < region.to(); at++) {
          sizes[at] = sizes[region.from()];
        }
        away = before[region.to()] - sizes[region.from()] - cost;
      }
    }
  }

  private int size(Region region) {
    return sizes[region.to()] - sizes[region.from()];
  }

  private int saved(Region region) {
    return size(region) - cost(region);
  }

  private int cost(Region region) {
    int outcomes = region.exits().size() + (region.goesOn() ? 1 : 0);
    return CALL
        + PARAM * region.params(liveness).cardinality()
        + RESULT * region.results(liveness).cardinality()
        + OUTCOME * outcomes;
  }

  private int weight(Region region) {
    return saved(region) >> Math.min(MOST_LOOPS, body.loops(region.block()));
  }

  /** Returns the largest regions within the bounds. Blocks beyond the bounds are searched later. */
  private void collect(Arm arm, Bounds bounds, List<Region> candidates) {
    int[] statements = statements(arm.from(), arm.to());
    Region run = null;
    for (int i = 0; i + 1 < statements.length; i++) {
      int end = statements[i + 1];
      Region begun = run == null ? Region.at(body, statements[i], arm.block()) : run;
      Optional<Region> longer = within(begun, end, bounds);
      if (longer.isEmpty() && run != null) {
        add(run, bounds, candidates);
        longer = within(Region.at(body, statements[i], arm.block()), end, bounds);
      }
      if (longer.isEmpty()) {
        collectInside(statements[i], end);
      }
      run = longer.orElse(null);
    }
    if (run != null) {
      add(run, bounds, candidates);
    }
    // what comes before the first of these places, or after the last, has values on the operand
    // stack
    collectInside(arm.from(), statements.length == 0 ? arm.to() : statements[0]);
    if (statements.length > 0) {
      collectInside(statements[statements.length - 1], arm.to());
    }
  }

  /**
   * Where the operand stack is clear from the first instruction of a block or of one of its arms up to its {@code else} or
   * {@code end}: what lies between two such places takes nothing from the operand stack, and leaves nothing there.
   */
  private int[] statements(int from, int to) {
    int[] places = new int[16];
    int count = 0;
    int at = from;
    while (at <= to) {
      if (body.isClear(at) || at == to && !body.isReached(at)) {
        places = count == places.length ? Arrays.copyOf(places, 2 * count) : places;
        places[count++] = at;
      }
      at = next(at);
    }
    return Arrays.copyOf(places, count);
  }

  /** Returns the note after an instruction, or after a block or a chosen region that begins here. */
  private int next(int at) {
    Region region = outermost.get(at);
    if (region != null) {
      return region.to();
    }
    return body.op(at).opens() ? body.end(at) + 1 : at + 1;
  }

  private void collectInside(int from, int to) {
    for (int at = from; at < to; at = next(at)) {
      if (body.op(at).opens() && !outermost.containsKey(at)) {
        int otherwise = body.otherwise(at);
        arms.push(new Arm(at, at + 1, otherwise));
        if (body.hasOtherwise(at)) {
          arms.push(new Arm(at, otherwise + 1, body.end(at)));
        }
      }
    }
  }

  private Optional<Region> within(Region region, int end, Bounds bounds) {
    if (!body.isReached(region.from())
        || sizes[end] - sizes[region.from()] + WAY_OUT * region.exits().size() > bounds.size()) {
      return Optional.empty();
    }
    return region
        .extended(end)
        .filter(
            longer ->
                longer.exits().size() <= bounds.exits()
                    && !longer.isHandled(liveness)
                    && body.places(longer.params(liveness)) <= bounds.places()
                    && isReturned(longer.results(liveness), bounds));
  }

  private boolean isReturned(BitSet results, Bounds bounds) {
    return body.places(results) <= bounds.places() && !results.intersects(body.inputsOnly());
  }

  private void add(Region region, Bounds bounds, List<Region> candidates) {
    if (saved(region) >= Math.min(WORTHWHILE, bounds.size() / 4)) {
      candidates.add(region);
    }
  }
}
