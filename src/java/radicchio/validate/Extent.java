package radicchio.validate;

import radicchio.component.CoreModuleType;
import radicchio.engine.ExternType;

/**
 * How large a type is, of whatever kind. It is known when the type is, from what its parts are, so that no type is
 * written out to be measured.
 *
 * @param nodes how many nodes it has, written out in full
 * @param depth how deep its parts lie in each other
 */
public record Extent(long nodes, int depth) {
  /** No type has so many nodes, nor has what all imports and exports of a component or a core module have. */
  static final long MAX_NODES = 1_000_000;

  /** What has no parts. */
  static final Extent LEAF = new Extent(1, 1);

  private static final OfExtern OF_EXTERN = new OfExtern();

  static Extent of(CoreModuleType type) {
    Extent all = LEAF;
    for (CoreModuleType.CoreImport i : type.imports()) {
      all = all.with(of(i.type()));
    }
    for (CoreModuleType.CoreExport e : type.exports()) {
      all = all.with(of(e.type()));
    }
    return new Extent(all.nodes, LEAF.depth);
  }

  static Extent of(ExternType type) {
    return new Extent(type.match(OF_EXTERN), LEAF.depth);
  }

  /** This with one part more, which can be too much. */
  Extent with(Extent part) {
    long sum = nodes + part.nodes;
    if (sum >= MAX_NODES) {
      throw tooLarge();
    }
    return new Extent(sum, Math.max(depth, part.depth + 1));
  }

  static Invalid tooLarge() {
    return new Invalid("has " + MAX_NODES + " parts or more, written out");
  }

  private static final class OfExtern implements ExternType.Cases<Long> {
    @Override
    public Long on(ExternType.FuncType type) {
      return 2L + type.params().size() + type.results().size();
    }

    @Override
    public Long on(ExternType.MemoryType type) {
      return 1L;
    }

    @Override
    public Long on(ExternType.TableType type) {
      return 1L;
    }

    @Override
    public Long on(ExternType.GlobalType type) {
      return 1L;
    }

    @Override
    public Long on(ExternType.TagType type) {
      return on(type.type());
    }
  }
}
