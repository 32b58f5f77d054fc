package radicchio.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The type of an import or export of a core module (Core specification, "External types"). */
public sealed interface ExternType {

  /**
   * A function with a case for each kind of import or export of a core module.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(FuncType type);

    R on(MemoryType type);

    R on(TableType type);

    R on(GlobalType type);

    R on(TagType type);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /**
   * The type of a function.
   *
   * @param declared the text of its definition (see {@link CoreType.Ref#heap}), if it is in a recursion group with other types, has
   *     a supertype, or may be one; else empty. Types that differ in it are different types
   */
  record FuncType(List<CoreType> params, List<CoreType> results, Optional<String> declared)
      implements ExternType {
    public FuncType {
      params = List.copyOf(params);
      results = List.copyOf(results);
    }

    /** Makes a type that only its parameters and results determine. */
    public FuncType(List<CoreType> params, List<CoreType> results) {
      this(params, results, Optional.empty());
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** The type of a memory; sizes in pages of 64 KiB. */
  record MemoryType(long min, OptionalLong max, boolean shared, boolean memory64)
      implements ExternType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** The type of a table; sizes in elements. */
  record TableType(CoreType element, long min, OptionalLong max, boolean table64)
      implements ExternType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** The type of a global. */
  record GlobalType(CoreType value, boolean mutable) implements ExternType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** The type of an exception tag: a function type without results. */
  record TagType(FuncType type) implements ExternType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
