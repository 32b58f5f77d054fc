package radicchio.engine.chicory.compiler.division;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The division of a function into parts. */
public final class Division {
  /** The first bounds find code that is executed seldom; the second find the dispatch of an interpreter. */
  private static final int FEW_EXITS = 6;

  private static final int FEW_PLACES = 24;
  private static final int MANY_EXITS = 600;
  private static final int MANY_PLACES = 120;
  private static final int MOST_ROUNDS = 8;

  private final BodyOutline body;
  private final Liveness liveness;
  private int parts;

  private Division(BodyOutline body, Liveness liveness) {
    this.body = body;
    this.liveness = liveness;
  }

  /**
   * Returns the outermost parts of a function, in their order; none if it cannot be divided.
   *
   * @param size the bytes of JVM code that each method should have at most
   */
  public static List<FunctionPart> of(BodyOutline body, int size) {
    Optional<Liveness> liveness = Liveness.of(body);
    if (liveness.isEmpty()) {
      return List.of();
    }
    Selection selection = new Selection(body, liveness.get());
    boolean chosen = selection.round(new Selection.Bounds(size, FEW_EXITS, FEW_PLACES));
    for (int round = 1; round < MOST_ROUNDS && (chosen || round == 1); round++) {
      if (selection.left() <= size) {
        break;
      }
      chosen = selection.round(new Selection.Bounds(size, MANY_EXITS, MANY_PLACES));
    }
    List<Region> regions = new ArrayList<>(selection.chosen());
    regions.sort(
        Comparator.comparingInt(Region::from)
            .thenComparing(Comparator.comparingInt(Region::to).reversed()));
    return new Division(body, liveness.get()).parts(regions, 0, regions.size());
  }

  /** Makes parts of some regions, each of which comes before those within it. */
  private List<FunctionPart> parts(List<Region> regions, int from, int to) {
    List<FunctionPart> made = new ArrayList<>();
    int at = from;
    while (at < to) {
      Region region = regions.get(at);
      int end = at + 1;
      while (end < to && regions.get(end).from() < region.to()) {
        end++;
      }
      int number = parts++;
      made.add(part(number, region, parts(regions, at + 1, end)));
      at = end;
    }
    return made;
  }

  private FunctionPart part(int number, Region region, List<FunctionPart> inner) {
    BitSet params = region.params(liveness);
    BitSet others = (BitSet) region.named().clone();
    others.andNot(params);
    int level = body.level(region.block());
    return new FunctionPart(
        number,
        body.offset(region.from()),
        body.offset(region.to()),
        array(params),
        array(others),
        array(region.results(liveness)),
        region.exits().stream().mapToInt(exit -> level - body.level(exit)).toArray(),
        region.goesOn(),
        region.loops(),
        inner);
  }

  private static int[] array(BitSet locals) {
    return locals.stream().toArray();
  }
}
