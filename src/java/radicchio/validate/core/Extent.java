package radicchio.validate.core;

import radicchio.component.CoreModuleType;
import radicchio.engine.ExternType;

/**
 * The size of a type. It is computed from the sizes of its parts when the type is made, so that no type is expanded to
 * measure it.
 *
 * @param nodes the number of nodes of the expanded type
 * @param depth the deepest nesting of its parts
 */
public record Extent(long nodes, int depth) {
  /** The most nodes of a type, and of all imports and exports of a component or a core module together. */
  public static final long MAX_NODES = 1_000_000;

  /** The size of a type without parts. */
  public static final Extent LEAF = new Extent(1, 1);

  private static final OfExtern OF_EXTERN = new OfExtern();

  public static Extent of(CoreModuleType type) {
    Extent all = LEAF;
    for (CoreModuleType.CoreImport i : type.imports()) {
      all = all.with(of(i.type()));
    }
    for (CoreModuleType.CoreExport e : type.exports()) {
      all = all.with(of(e.type()));
    }
    return new Extent(all.nodes, LEAF.depth);
  }

  public static Extent of(ExternType type) {
    return new Extent(type.match(OF_EXTERN), LEAF.depth);
  }

  /** Returns the size with an additional part. Throws if it is too large. */
  public Extent with(Extent part) {
    long sum = nodes + part.nodes;
    if (sum >= MAX_NODES) {
      throw tooLarge();
    }
    return new Extent(sum, Math.max(depth, part.depth + 1));
  }

  public static Invalid tooLarge() {
    return new Invalid("expected fewer than " + MAX_NODES + " parts of the expanded type");
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
