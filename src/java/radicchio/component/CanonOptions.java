package radicchio.component;

import java.util.List;
import java.util.OptionalInt;

/**
 * The options of a canonical definition, as written ({@code opts}). Validation refuses duplicates.
 *
 * @param list the options in their order in the binary
 */
public record CanonOptions(List<Option> list) {
  public static final CanonOptions NONE = new CanonOptions(List.of());

  public CanonOptions {
    list = List.copyOf(list);
  }

  /** One option. */
  public sealed interface Option {
    /** Returns the name in the text format: {@code "post-return"}. */
    String name();
  }

  public record Encoding(StringEncoding encoding) implements Option {
    @Override
    public String name() {
      return "string-encoding";
    }
  }

  public record MemoryOption(int memory) implements Option {
    @Override
    public String name() {
      return "memory";
    }
  }

  public record Realloc(int func) implements Option {
    @Override
    public String name() {
      return "realloc";
    }
  }

  public record PostReturn(int func) implements Option {
    @Override
    public String name() {
      return "post-return";
    }
  }

  public record Async() implements Option {
    @Override
    public String name() {
      return "async";
    }
  }

  public record Callback(int func) implements Option {
    @Override
    public String name() {
      return "callback";
    }
  }

  /** Returns the encoding of strings, by default UTF-8. */
  public StringEncoding encoding() {
    for (Option option : list) {
      if (option instanceof Encoding e) {
        return e.encoding();
      }
    }
    return StringEncoding.UTF8;
  }

  /** Returns the core memory's index. */
  public OptionalInt memory() {
    for (Option option : list) {
      if (option instanceof MemoryOption m) {
        return OptionalInt.of(m.memory());
      }
    }
    return OptionalInt.empty();
  }

  /** Returns the index of the core function that allocates. */
  public OptionalInt realloc() {
    for (Option option : list) {
      if (option instanceof Realloc r) {
        return OptionalInt.of(r.func());
      }
    }
    return OptionalInt.empty();
  }

  /** Returns the index of the core function to call after the results were read. */
  public OptionalInt postReturn() {
    for (Option option : list) {
      if (option instanceof PostReturn p) {
        return OptionalInt.of(p.func());
      }
    }
    return OptionalInt.empty();
  }

  /** Returns the index of the core function that drives an async lift. */
  public OptionalInt callback() {
    for (Option option : list) {
      if (option instanceof Callback c) {
        return OptionalInt.of(c.func());
      }
    }
    return OptionalInt.empty();
  }

  public boolean async() {
    return list.contains(new Async());
  }
}
