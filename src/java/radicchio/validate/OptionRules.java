package radicchio.validate;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import radicchio.component.CanonOptions;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.FuncShape;

/** Checks each option of a canonical definition (CanonicalABI.md, "canonopt Validation"). */
final class OptionRules {
  private static final ExternType.FuncType CALLBACK =
      CoreMatching.func(List.of(CoreType.I32, CoreType.I32, CoreType.I32), CoreType.I32);

  private final CanonOptions options;
  private final Scope scope;
  private final CoreType pointer;

  OptionRules(CanonOptions options, Scope scope) {
    this.options = options;
    this.scope = scope;
    Set<String> before = new HashSet<>();
    for (CanonOptions.Option option : options.list()) {
      if (!before.add(option.name())) {
        throw new Invalid("duplicate option " + option.name());
      }
    }
    OptionalInt memory = options.memory();
    boolean wide = memory.isPresent() && memory(memory.getAsInt(), scope).memory64();
    this.pointer = wide ? CoreType.I64 : CoreType.I32;
    checkFunctions();
  }

  /** Returns a memory that values are passed in. */
  static ExternType.MemoryType memory(int index, Scope scope) {
    ExternType.MemoryType memory = scope.spaces.coreMemories.get(index);
    if (memory.shared()) {
      throw new Invalid("core memory " + index + " is shared, expected an unshared one");
    }
    return memory;
  }

  private void checkFunctions() {
    OptionalInt realloc = options.realloc();
    if (realloc.isPresent()) {
      if (options.memory().isEmpty()) {
        throw new Invalid("option realloc requires option memory");
      }
      CoreMatching.signature(
          "realloc",
          scope.spaces.coreFuncs.get(realloc.getAsInt()),
          CoreMatching.func(List.of(pointer, pointer, pointer, pointer), pointer));
    }
    if (options.callback().isPresent()) {
      if (!options.async()) {
        throw new Invalid("option callback requires option async");
      }
      CoreMatching.signature(
          "callback", scope.spaces.coreFuncs.get(options.callback().getAsInt()), CALLBACK);
    }
    if (options.async() && options.postReturn().isPresent()) {
      throw new Invalid("conflicting options async and post-return");
    }
  }

  /** Returns the type of addresses in the memory. */
  CoreType pointer() {
    return pointer;
  }

  /** Tests whether the option async is given, which requires an async function type. */
  boolean async(FuncShape type) {
    if (options.async() && !type.async()) {
      throw new Invalid("option async requires an async function type");
    }
    return options.async();
  }

  boolean hasCallback() {
    return options.callback().isPresent();
  }

  void needMemory() {
    if (options.memory().isEmpty()) {
      throw new Invalid("option memory is required");
    }
  }

  void needRealloc() {
    if (options.realloc().isEmpty()) {
      throw new Invalid("option realloc is required");
    }
  }

  void notLifting() {
    if (options.postReturn().isPresent()) {
      throw new Invalid("option post-return is only allowed for lifting");
    }
    if (options.callback().isPresent()) {
      throw new Invalid("option callback is only allowed for lifting");
    }
  }

  /** Checks the options that only a lift has, with the results of its core function. */
  void lifting(boolean async, List<CoreType> results) {
    if (!async && options.postReturn().isPresent()) {
      CoreMatching.signature(
          "post-return",
          scope.spaces.coreFuncs.get(options.postReturn().getAsInt()),
          CoreMatching.func(results));
    }
  }
}
