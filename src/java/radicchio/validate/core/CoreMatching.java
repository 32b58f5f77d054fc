package radicchio.validate.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.component.CoreTypeTexts;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.error.ForeignText;

/** Checks subtyping of core definitions (Core specification, "Matching"). */
public final class CoreMatching {
  private final CoreSubtyping subtyping;

  public CoreMatching(CoreSubtyping subtyping) {
    this.subtyping = subtyping;
  }

  /** Checks a module, which may import less and export more than expected. */
  public void module(CoreModuleType given, CoreModuleType expected) {
    Map<String, ExternType> offered = new HashMap<>();
    expected
        .imports()
        .forEach(i -> offered.put(CoreNames.importKey(i.module(), i.name()), i.type()));
    for (CoreImport i : given.imports()) {
      String name =
          "core import " + ForeignText.quoted(i.module()) + " " + ForeignText.quoted(i.name());
      ExternType offer = offered.get(CoreNames.importKey(i.module(), i.name()));
      extern(name, present(offer, name + " is unexpected"), i.type());
    }
    Map<String, ExternType> provided = new HashMap<>();
    given.exports().forEach(e -> provided.put(e.name(), e.type()));
    for (CoreExport e : expected.exports()) {
      String name = "core export " + ForeignText.quoted(e.name());
      extern(name, present(provided.get(e.name()), name + " is missing"), e.type());
    }
  }

  private static ExternType present(ExternType type, String message) {
    if (type == null) {
      throw new Invalid(message);
    }
    return type;
  }

  public void extern(String name, ExternType given, ExternType expected) {
    if (!matches(given, expected)) {
      throw new Invalid(name + ": expected " + text(expected) + ", got " + text(given));
    }
  }

  private boolean matches(ExternType given, ExternType expected) {
    return given.getClass() == expected.getClass()
        && given.match(new ToExtern(subtyping, expected));
  }

  /** Compares an external type with one of its kind. */
  private record ToExtern(CoreSubtyping subtyping, ExternType expected)
      implements ExternType.Cases<Boolean> {
    @Override
    public Boolean on(ExternType.FuncType given) {
      return subtyping.isSubtype(given, (ExternType.FuncType) expected);
    }

    @Override
    public Boolean on(ExternType.TableType given) {
      ExternType.TableType e = (ExternType.TableType) expected;
      return given.element().equals(e.element())
          && given.table64() == e.table64()
          && limits(given.min(), given.max(), e.min(), e.max());
    }

    @Override
    public Boolean on(ExternType.MemoryType given) {
      ExternType.MemoryType e = (ExternType.MemoryType) expected;
      return given.shared() == e.shared()
          && given.memory64() == e.memory64()
          && limits(given.min(), given.max(), e.min(), e.max());
    }

    @Override
    public Boolean on(ExternType.GlobalType given) {
      ExternType.GlobalType e = (ExternType.GlobalType) expected;
      return given.mutable() == e.mutable()
          && (given.mutable()
              ? given.value().equals(e.value())
              : subtyping.isSubtype(given.value(), e.value()));
    }

    @Override
    public Boolean on(ExternType.TagType given) {
      return given.equals(expected);
    }
  }

  /** Makes a function's type. */
  public static ExternType.FuncType func(List<CoreType> params, CoreType... results) {
    return new ExternType.FuncType(params, List.of(results));
  }

  /** Throws if a core function does not have exactly the expected type. */
  public static void exact(String what, ExternType.FuncType given, ExternType.FuncType expected) {
    if (!given.equals(expected)) {
      throw mismatch(what, given, expected);
    }
  }

  /** Throws if a core function does not have the expected parameters and results, whatever the definition of its type. */
  public static void signature(
      String what, ExternType.FuncType given, ExternType.FuncType expected) {
    if (!given.params().equals(expected.params()) || !given.results().equals(expected.results())) {
      throw mismatch(what, given, expected);
    }
  }

  private static Invalid mismatch(
      String what, ExternType.FuncType given, ExternType.FuncType expected) {
    return new Invalid(what + " is " + text(given) + ", expected " + text(expected));
  }

  private static boolean limits(
      long min, OptionalLong max, long expectedMin, OptionalLong expectedMax) {
    return Long.compareUnsigned(min, expectedMin) >= 0
        && (expectedMax.isEmpty()
            || max.isPresent()
                && Long.compareUnsigned(max.getAsLong(), expectedMax.getAsLong()) <= 0);
  }

  /** Returns a type in the text format. */
  public static String text(ExternType type) {
    return type.match(new Text());
  }

  private static final class Text implements ExternType.Cases<String> {
    @Override
    public String on(ExternType.FuncType t) {
      return "(func"
          + words("param", t.params())
          + words("result", t.results())
          + t.declared().map(definition -> " as defined by " + definition).orElse("")
          + ")";
    }

    @Override
    public String on(ExternType.TableType t) {
      return "(table " + limits(t.min(), t.max()) + " " + CoreTypeTexts.text(t.element()) + ")";
    }

    @Override
    public String on(ExternType.MemoryType t) {
      return "(memory "
          + (t.memory64() ? "i64 " : "")
          + limits(t.min(), t.max())
          + (t.shared() ? " shared)" : ")");
    }

    @Override
    public String on(ExternType.GlobalType t) {
      return t.mutable()
          ? "(global (mut " + CoreTypeTexts.text(t.value()) + "))"
          : "(global " + CoreTypeTexts.text(t.value()) + ")";
    }

    @Override
    public String on(ExternType.TagType t) {
      return "(tag " + on(t.type()) + ")";
    }
  }

  private static String limits(long min, OptionalLong max) {
    return Long.toUnsignedString(min)
        + (max.isPresent() ? " " + Long.toUnsignedString(max.getAsLong()) : "");
  }

  private static String words(String what, List<CoreType> types) {
    return types.isEmpty()
        ? ""
        : types.stream()
            .map(CoreTypeTexts::text)
            .collect(Collectors.joining(" ", " (" + what + " ", ")"));
  }
}
