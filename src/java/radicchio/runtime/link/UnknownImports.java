package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import radicchio.error.ForeignText;
import radicchio.error.Spelling;

/**
 * Finds names under {@code wasi:*} in :imports that are probably errors: an interface that the component does not import, or a
 * function that the interface does not have. Without this check they would be ignored, because the fallback supplies the import.
 *
 * @param imported the names of all imports
 */
record UnknownImports(HostImports given, List<String> imported) {

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
    if (imported.stream().noneMatch(wanted -> isServedBy(wanted, id))) {
      return Stream.of(ForeignText.escaped(id) + meantInterface(id));
    }
    Set<String> known = given.fallback().known(id);
    return functions.stream()
        .filter(name -> !known.isEmpty() && !known.contains(name))
        .filter(name -> !name.startsWith("[resource-drop]"))
        .map(name -> ForeignText.escaped(id + "#" + name) + meant(name, known));
  }

  private boolean isServedBy(String wanted, String id) {
    return Versions.satisfying(wanted, given.interfaces().keySet()).filter(id::equals).isPresent();
  }

  /** The import whose name is nearly the same, whatever the versions; none if that is given already. */
  private String meantInterface(String id) {
    Map<String, String> imports = new LinkedHashMap<>();
    imported.stream()
        .filter(name -> Versions.satisfying(name, given.interfaces().keySet()).isEmpty())
        .forEach(name -> imports.put(Versions.base(name), name));
    return Spelling.nearest(Versions.base(id), imports.keySet())
        .map(nearest -> "; did you mean " + ForeignText.escaped(imports.get(nearest)) + "?")
        .orElse("");
  }

  private static String meant(String name, Collection<String> known) {
    return Spelling.nearest(name, known)
        .map(nearest -> "; did you mean " + ForeignText.escaped(nearest) + "?")
        .orElse("");
  }
}
