package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.InstanceOptions.Missing;
import radicchio.runtime.link.TypeText;
import radicchio.validate.TypedComponent;
import radicchio.validate.Validate;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;

/**
 * Components whose exports satisfy the imports of others, as one component. It does not change. Any thread may use it.
 */
public final class Composition {
  private final List<Part> parts;
  private final Wiring wiring;
  private final List<OpenImport> open;
  private final Map<Integer, String> places;
  private final TypedComponent component;

  private Composition(List<Part> parts, Optional<List<String>> exported) {
    this.parts = List.copyOf(parts);
    this.wiring = new Wiring(parts);
    List<Part> order = wiring.inOrder();
    this.open = OpenImport.all(parts, wiring);
    Whole whole = new Whole(wiring);
    open.forEach(whole::add);
    order.forEach(whole::instantiate);
    exported(exported).forEach(whole::export);
    this.places = whole.places();
    this.component = check(whole.component());
  }

  /**
   * Composes components.
   *
   * @param parts at least one; their names differ. Their bytes are those of components
   * @param exported the names of the parts whose exports the whole has; by default those that satisfy no import of another part
   * @throws RadicchioException {@code UNLINKABLE} if a source is ambiguous or missing, its type does not fit, or two exports have
   *     one name
   */
  public static Composition of(List<Part> parts, Optional<List<String>> exported) {
    return new Composition(parts, exported);
  }

  /** Returns the whole, with its bytes. */
  public TypedComponent component() {
    return component;
  }

  /** Returns the names of the parts, by the position of the definition that makes each one's instance. */
  public Map<Integer, String> places() {
    return places;
  }

  /**
   * Returns the sources of the imports of each part, by its name: the name of the import, and {@code "kv acme:kv/store@1.0.0"}.
   */
  public Map<String, Map<String, String>> sources() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    for (Part part : parts) {
      Map<String, String> sources = new LinkedHashMap<>();
      for (Named wanted : part.imports()) {
        wiring
            .source(part, wanted)
            .ifPresent(
                s ->
                    sources.put(
                        wanted.name().text(), s.part().name() + " " + s.export().name().text()));
      }
      all.put(part.name(), sources);
    }
    return all;
  }

  /** Returns the names of the imports that the whole has. */
  public List<String> imports() {
    return open.stream().map(i -> i.name().text()).toList();
  }

  /**
   * An import with functions that neither a part nor the host supplies.
   *
   * @param part the name of the part that imports it
   * @param name the name of the import
   * @param candidates lines that describe similar exports, each after a line feed; empty if there are none
   * @param text a description, with the candidates
   */
  public record Unsatisfied(String part, String name, String candidates, String text) {}

  /** Returns the imports that neither a part nor the host supplies. */
  public List<Unsatisfied> unsatisfied() {
    List<Unsatisfied> all = new ArrayList<>();
    for (OpenImport each : open) {
      for (OpenImport.Side side : each.sides()) {
        String name = side.wanted().name().text();
        if (hasFunctions(side.wanted()) && !Wiring.isSupplied(side.part(), name)) {
          all.add(unsatisfied(side, name));
        }
      }
    }
    return all;
  }

  /**
   * Checks that a part or the host supplies each import.
   *
   * @param treatment of missing imports, by the names of the parts
   * @throws RadicchioException {@code UNLINKABLE} with all that are missing, and their candidates
   */
  public void requireSatisfied(Map<String, Missing> treatment) {
    List<Unsatisfied> missing =
        unsatisfied().stream()
            .filter(
                u ->
                    switch (treatment.get(u.part())) {
                      case TRAP -> false;
                      case REFUSE -> !u.name().startsWith("wasi:");
                      case REFUSE_ALL -> true;
                    })
            .toList();
    if (!missing.isEmpty()) {
      throw RadicchioException.of(
              ErrorKind.UNLINKABLE,
              (missing.size() == 1
                      ? "unsatisfied import:\n  "
                      : missing.size() + " unsatisfied imports:\n  ")
                  + ForeignText.listed(missing, "\n  ", Unsatisfied::text)
                  + "\nAdd a component that exports it, or pass functions in :imports,"
                  + " {\"interface\" {\"function\" f}};"
                  + " with {:missing :trap} it traps when it is called.")
          .with("missing", missing.stream().map(Unsatisfied::name).toList());
    }
  }

  private Unsatisfied unsatisfied(OpenImport.Side side, String name) {
    String candidates = new Candidates(parts).of(side.part(), side.wanted());
    String text =
        ForeignText.escaped(name)
            + " of "
            + ForeignText.escaped(side.part().name())
            + (candidates.isEmpty() ? expected(side.wanted()) : candidates);
    return new Unsatisfied(side.part().name(), name, candidates, text);
  }

  private static String expected(Named wanted) {
    return wanted.entity() instanceof FuncEntity function
        ? ": " + TypeText.of(function.shape(), r -> "another resource")
        : "";
  }

  private static boolean hasFunctions(Named wanted) {
    return wanted.entity() instanceof FuncEntity
        || wanted.entity() instanceof InstanceEntity instance
            && instance.exports().values().stream().anyMatch(Composition::hasFunctions);
  }

  // Exports

  private List<Part> exported(Optional<List<String>> names) {
    if (names.isEmpty()) {
      List<Part> providers = parts.stream().flatMap(p -> wiring.providers(p).stream()).toList();
      return parts.stream().filter(p -> !providers.contains(p)).toList();
    }
    return names.get().stream()
        .map(
            name ->
                parts.stream()
                    .filter(p -> p.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            RadicchioException.of(
                                ErrorKind.UNLINKABLE,
                                "exports: expected the name of a component, got "
                                    + ForeignText.escaped(name)
                                    + "; the components are "
                                    + ForeignText.listed(
                                        parts, p -> ForeignText.escaped(p.name())))))
        .toList();
  }

  // The check of types

  private TypedComponent check(Component whole) {
    try {
      return Validate.check(whole);
    } catch (RadicchioException e) {
      if (e.kind() != ErrorKind.INVALID) {
        throw e;
      }
      String differences = differences();
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE,
          differences.isEmpty()
              ? "the components do not fit: " + e.getMessage()
              : "the exports of components do not fit the imports of others:" + differences);
    }
  }

  private String differences() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      for (Named wanted : part.imports()) {
        wiring
            .source(part, wanted)
            .ifPresent(
                source -> {
                  String difference = new TypeDifference(part, wanted, source).text();
                  if (!difference.isEmpty()) {
                    out.append("\n  ")
                        .append(ForeignText.escaped(wanted.name().text()))
                        .append(difference);
                  }
                });
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return "composition of " + ForeignText.listed(parts, p -> ForeignText.escaped(p.name()));
  }
}
