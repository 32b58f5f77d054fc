package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import radicchio.error.ForeignText;
import radicchio.error.Spelling;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.Named;

/**
 * Finds names under {@code wasi:*} in :imports that are probably errors: an interface or a function that the component does not
 * import. Without this check they would be ignored, because the fallback supplies the import.
 *
 * @param imports all imports
 */
record UnknownImports(HostImports given, List<Named> imports) {

  /** Returns a sentence for each, sorted, with the name that was probably meant. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    given
        .interfaces()
        .forEach(
            (id, functions) -> {
              if (id.startsWith("wasi:")) {
                unknown(id, functions.keySet()).forEach(all::add);
              }
            });
    all.sort(null);
    return all;
  }

  private Stream<String> unknown(String id, Collection<String> functions) {
    List<Named> served = imports.stream().filter(wanted -> isServedBy(wanted, id)).toList();
    if (served.isEmpty()) {
      return Stream.of(ForeignText.escaped(id) + meantInterface(id));
    }
    Set<String> known = functionsOf(served);
    return functions.stream()
        .filter(name -> !known.contains(name))
        .filter(name -> !name.startsWith("[resource-drop]"))
        .map(name -> ForeignText.escaped(id + "#" + name) + meant(name, known));
  }

  private static Set<String> functionsOf(List<Named> imports) {
    Set<String> names = new TreeSet<>();
    for (Named each : imports) {
      if (each.entity() instanceof Entity.InstanceEntity instance) {
        instance.exports().values().stream()
            .filter(export -> export.entity() instanceof Entity.FuncEntity)
            .forEach(export -> names.add(export.name().text()));
      }
    }
    return names;
  }

  private boolean isServedBy(Named wanted, String id) {
    return Versions.satisfying(wanted.name().text(), given.interfaces().keySet())
        .filter(id::equals)
        .isPresent();
  }

  /** The import whose name is nearly the same, whatever the versions; none if that is given already. */
  private String meantInterface(String id) {
    Map<String, String> free = new LinkedHashMap<>();
    imports.stream()
        .map(each -> each.name().text())
        .filter(name -> Versions.satisfying(name, given.interfaces().keySet()).isEmpty())
        .forEach(name -> free.put(Versions.base(name), name));
    return Spelling.nearest(Versions.base(id), free.keySet())
        .map(nearest -> "; did you mean " + ForeignText.escaped(free.get(nearest)) + "?")
        .orElse("");
  }

  private static String meant(String name, Collection<String> known) {
    return Spelling.nearest(name, known)
        .map(nearest -> "; did you mean " + ForeignText.escaped(nearest) + "?")
        .orElse("");
  }
}
