package radicchio.engine;

import java.util.List;
import java.util.OptionalLong;

/** The type of something that a core module imports or exports (Core specification, "External types"). */
public sealed interface ExternType {

  /** The type of a function. */
  record FuncType(List<CoreType> params, List<CoreType> results) implements ExternType {
    public FuncType {
      params = List.copyOf(params);
      results = List.copyOf(results);
    }
  }

  /** The type of a memory; sizes in pages of 64 KiB. */
  record MemoryType(long min, OptionalLong max, boolean shared, boolean memory64)
      implements ExternType {}

  /** The type of a table; sizes in elements. */
  record TableType(CoreType element, long min, OptionalLong max, boolean table64)
      implements ExternType {}

  /** The type of a global. */
  record GlobalType(CoreType value, boolean mutable) implements ExternType {}

  /** The type of an exception tag: a function type without results. */
  record TagType(FuncType type) implements ExternType {}
}
