package radicchio.runtime.compose;

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
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;

/** Builds the definitions of a composition: its imports, then an instance of each part, then its exports. */
final class Whole {
  private final Wiring wiring;
  private final DefinitionList<Definition> root = new DefinitionList<>();
  private final RootTypes types = new RootTypes(root);

  /** The imports of the whole, by part and by the names of the part's imports. */
  private final Map<Part, Map<String, SortIndex>> imported = new HashMap<>();

  /** The indices of the parts' components. */
  private final Map<Part, Integer> components = new LinkedHashMap<>();

  /** The indices of the parts' instances. */
  private final Map<Part, Integer> instances = new HashMap<>();

  /** The names of parts, by the position of the definition that instantiates them. */
  private final Map<Integer, String> places = new HashMap<>();

  /** The parts that export names. */
  private final Map<String, Part> exporters = new HashMap<>();

  Whole(Wiring wiring) {
    this.wiring = wiring;
  }

  /** Returns the component of all definitions, with its bytes. */
  Component component() {
    List<Definition> definitions = root.all();
    return new Component(Bytes.of(Encoding.component(definitions)), definitions, List.of());
  }

  /** Returns the names of parts, by the position of the definition that instantiates them. */
  Map<Integer, String> places() {
    return Map.copyOf(places);
  }

  // Imports

  /** Appends an import. */
  void add(OpenImport wanted) {
    SortIndex index =
        new SortIndex(wanted.sides().get(0).wanted().entity().sort(), types.add(wanted));
    for (OpenImport.Side side : wanted.sides()) {
      imported
          .computeIfAbsent(side.part(), p -> new HashMap<>())
          .put(side.wanted().name().text(), index);
    }
  }

  // Instances

  /** Appends an instance of a part. Those that satisfy its imports must be there. */
  void instantiate(Part part) {
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

  /** Appends the exports of a part. */
  void export(Part part) {
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
      } else if (export.entity() instanceof InstanceEntity instance) {
        types.exported(part, instance, index);
      }
    }
  }
}
