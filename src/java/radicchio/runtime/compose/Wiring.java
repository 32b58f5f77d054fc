package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.error.Spelling;
import radicchio.runtime.link.Versions;
import radicchio.validate.type.Entity.Named;

/** Finds the source of each import: a part, or none. */
final class Wiring {
  private final List<Part> parts;
  private final Map<String, Part> byName = new LinkedHashMap<>();

  /** The sources, by the names of the parts and of their imports. */
  private final Map<String, Map<String, PartExport>> sources = new HashMap<>();

  /**
   * @throws RadicchioException {@code UNLINKABLE} for an import with several sources, for a wire that does not fit, and for parts
   *     that need each other
   */
  Wiring(List<Part> parts) {
    this.parts = parts;
    parts.forEach(p -> byName.put(p.name(), p));
    parts.forEach(p -> sources.put(p.name(), wired(p)));
  }

  /** Returns the source of an import, if it is a part. */
  Optional<PartExport> source(Part part, Named wanted) {
    return Optional.ofNullable(sources.get(part.name()).get(wanted.name().text()));
  }

  /** Returns the parts that satisfy imports of a part. */
  Set<Part> providers(Part part) {
    Set<Part> providers = new LinkedHashSet<>();
    sources.get(part.name()).values().forEach(s -> providers.add(s.part()));
    return providers;
  }

  /** Returns the parts, each after those that satisfy its imports. */
  List<Part> inOrder() {
    Set<Part> done = new LinkedHashSet<>();
    parts.forEach(p -> visit(p, new ArrayList<>(), done));
    return List.copyOf(done);
  }

  private void visit(Part part, List<Part> path, Set<Part> done) {
    if (done.contains(part)) {
      return;
    }
    if (path.contains(part)) {
      List<Part> circle = new ArrayList<>(path.subList(path.indexOf(part), path.size()));
      circle.add(part);
      throw unlinkable(
          "components cannot import from each other: "
              + ForeignText.listed(circle, " imports from ", p -> ForeignText.escaped(p.name())));
    }
    path.add(part);
    providers(part).forEach(p -> visit(p, path, done));
    path.remove(path.size() - 1);
    done.add(part);
  }

  private Map<String, PartExport> wired(Part part) {
    Map<String, PartExport> wired = new LinkedHashMap<>();
    Set<String> unused = new LinkedHashSet<>(part.wires().keySet());
    for (Named wanted : part.imports()) {
      String name = wanted.name().text();
      Optional<String> wire = Versions.satisfying(name, part.wires().keySet());
      wire.ifPresent(unused::remove);
      wire.map(w -> chosen(part, wanted, part.wires().get(w)))
          .or(() -> found(part, wanted))
          .ifPresent(source -> wired.put(name, source));
    }
    unused.stream().sorted().findFirst().ifPresent(name -> refuseUnknown(part, name));
    return wired;
  }

  private static void refuseUnknown(Part part, String name) {
    List<String> imports = part.imports().stream().map(i -> i.name().text()).toList();
    throw unlinkable(
        ForeignText.escaped(part.name())
            + " does not import "
            + ForeignText.escaped(name)
            + Spelling.nearest(
                    Versions.base(name), imports.stream().map(Versions::base).distinct().toList())
                .map(n -> "; did you mean " + ForeignText.escaped(n) + "?")
                .orElse("; it imports " + ForeignText.listed(imports, ForeignText::escaped)));
  }

  /** Returns the source that the user chose. */
  private PartExport chosen(Part part, Named wanted, Part.Wire wire) {
    Part provider = byName.get(wire.part());
    if (provider == null) {
      throw unlinkable(
          "import "
              + ForeignText.escaped(wanted.name().text())
              + " of "
              + ForeignText.escaped(part.name())
              + ": expected the name of a component, got "
              + ForeignText.escaped(wire.part())
              + "; the components are "
              + ForeignText.listed(byName.keySet(), ForeignText::escaped));
    }
    return wire.export()
        .or(() -> satisfying(wanted, provider))
        .flatMap(provider::export)
        .map(export -> new PartExport(provider, export))
        .orElseThrow(
            () ->
                unlinkable(
                    ForeignText.escaped(provider.name())
                        + " does not export "
                        + ForeignText.escaped(wire.export().orElse(wanted.name().text()))
                        + ", which "
                        + ForeignText.escaped(part.name())
                        + " imports"
                        + new Candidates(List.of(provider)).of(part, wanted)));
  }

  /** Returns the only source by name and version. */
  private Optional<PartExport> found(Part part, Named wanted) {
    String name = wanted.name().text();
    if (!isInterface(name) || isSupplied(part, name)) {
      return Optional.empty();
    }
    List<PartExport> found = new ArrayList<>();
    for (Part other : parts) {
      if (other != part) {
        satisfying(wanted, other)
            .flatMap(other::export)
            .ifPresent(export -> found.add(new PartExport(other, export)));
      }
    }
    if (found.size() > 1) {
      throw unlinkable(
          "import "
              + ForeignText.escaped(name)
              + " of "
              + ForeignText.escaped(part.name())
              + " has several candidates: "
              + ForeignText.listed(found, s -> ForeignText.escaped(s.part().name()))
              + "; choose one in its :imports, {"
              + ForeignText.quoted(name)
              + " :"
              + ForeignText.escaped(found.get(0).part().name())
              + "}");
    }
    return found.stream().findFirst();
  }

  /** Tests whether the host supplies an import of a part. */
  static boolean isSupplied(Part part, String name) {
    return Versions.satisfying(name, part.host()).isPresent();
  }

  /** Tests whether a name means the same in each component: plain names do not. */
  private static boolean isInterface(String name) {
    return name.indexOf(':') > 0 && name.indexOf('/') > 0;
  }

  private static Optional<String> satisfying(Named wanted, Part provider) {
    return Versions.satisfying(
        wanted.name().text(), provider.exports().stream().map(e -> e.name().text()).toList());
  }

  private static RadicchioException unlinkable(String message) {
    return RadicchioException.of(ErrorKind.UNLINKABLE, message);
  }
}
