package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Alias;
import radicchio.component.Bytes;
import radicchio.component.Component;
import radicchio.component.Definition;
import radicchio.component.Definition.Arg;
import radicchio.component.Definition.SortIndex;
import radicchio.component.ExternDesc;
import radicchio.component.Sort;
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
import radicchio.validate.type.Entity.TypeEntity;

/**
 * Components whose exports satisfy the imports of others, as one component. It does not change. Any thread may use it.
 */
public final class Composition {
  private final List<Part> parts;
  private final Wiring wiring;
  private final List<OpenImport> open;
  private final DefinitionList<Definition> root = new DefinitionList<>();
  private final RootTypes types = new RootTypes(root);

  /** The indices of instances of parts. */
  private final Map<Part, Integer> instances = new LinkedHashMap<>();

  /** The names of parts, by the position of the definition that instantiates them. */
  private final Map<Integer, String> places = new LinkedHashMap<>();

  /** The imports of the whole, by part and by the names of the part's imports. */
  private final Map<Part, Map<String, SortIndex>> imported = new HashMap<>();

  private final TypedComponent component;

  private Composition(List<Part> parts, Optional<List<String>> exported) {
    this.parts = List.copyOf(parts);
    this.wiring = new Wiring(parts);
    List<Part> order = wiring.inOrder();
    this.open = OpenImport.all(parts, wiring);
    open.forEach(this::add);
    instantiate(order);
    exported(exported).forEach(this::export);
    List<Definition> definitions = root.all();
    this.component =
        check(new Component(Bytes.of(Encoding.component(definitions)), definitions, List.of()));
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
    return Map.copyOf(places);
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

  // Imports

  private void add(OpenImport wanted) {
    SortIndex index =
        new SortIndex(wanted.sides().get(0).wanted().entity().sort(), types.add(wanted));
    for (OpenImport.Side side : wanted.sides()) {
      imported
          .computeIfAbsent(side.part(), p -> new HashMap<>())
          .put(side.wanted().name().text(), index);
    }
  }

  // Instances

  private void instantiate(List<Part> order) {
    Map<Part, Integer> components = new LinkedHashMap<>();
    for (Part part : order) {
      int index =
          components.entrySet().stream()
              .filter(known -> isSame(known.getKey(), part))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseGet(
                  () ->
                      root.add(
                          Sort.COMPONENT,
                          new Component.ComponentDef(root.place(), part.component().component())));
      components.put(part, index);
      List<Arg> args =
          part.imports().stream()
              .map(wanted -> new Arg(wanted.name().text(), argument(part, wanted)))
              .toList();
      places.put(root.place(), part.name());
      instances.put(
          part, root.add(Sort.INSTANCE, new Definition.Instantiate(root.place(), index, args)));
    }
  }

  /** Tests whether two parts are the same component, which the whole then contains once. */
  private static boolean isSame(Part one, Part other) {
    Bytes a = one.component().component().bytes();
    Bytes b = other.component().component().bytes();
    return Arrays.equals(
        a.source(),
        a.offset(),
        a.offset() + a.length(),
        b.source(),
        b.offset(),
        b.offset() + b.length());
  }

  private SortIndex argument(Part part, Named wanted) {
    return wiring
        .source(part, wanted)
        .map(source -> exportOf(source.part(), source.export()))
        .orElseGet(() -> imported.get(part).get(wanted.name().text()));
  }

  private SortIndex exportOf(Part part, Named export) {
    Sort sort = export.entity().sort();
    return new SortIndex(
        sort,
        root.add(
            sort,
            new Alias.OfExport(root.place(), sort, instances.get(part), export.name().text())));
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

  private final Map<String, Part> exporters = new HashMap<>();

  private void export(Part part) {
    for (Named export : part.exports()) {
      String name = export.name().text();
      Part other = exporters.putIfAbsent(name, part);
      if (other != null) {
        throw RadicchioException.of(
            ErrorKind.UNLINKABLE,
            "both "
                + ForeignText.escaped(other.name())
                + " and "
                + ForeignText.escaped(part.name())
                + " export "
                + ForeignText.escaped(name)
                + "; choose the component whose exports the whole has");
      }
      Optional<ExternDesc> type =
          export.entity() instanceof FuncEntity function
              ? Optional.of(new ExternDesc.FuncDesc(types.function(part, function)))
              : Optional.empty();
      int index =
          root.add(
              export.entity().sort(),
              new Definition.Export(root.place(), export.name(), exportOf(part, export), type));
      if (export.entity() instanceof TypeEntity t) {
        types.exported(part, t.type(), name, index);
      }
    }
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
