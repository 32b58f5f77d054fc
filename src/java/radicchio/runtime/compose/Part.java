package radicchio.runtime.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.Entity.Named;

/**
 * A component of a composition.
 *
 * @param name its name, unique in the composition
 * @param wires the parts that satisfy its imports, by the names of the imports; a name without a version means each version
 * @param host the names of the imports that the host supplies, which no part satisfies unless {@code wires} has them
 */
public record Part(
    String name, TypedComponent component, Map<String, Wire> wires, Set<String> host) {
  public Part {
    wires = Map.copyOf(wires);
    host = Set.copyOf(host);
  }

  /**
   * The source of an import.
   *
   * @param part the name of a part
   * @param export the name of its export; by default the one that satisfies the import by its name and version
   */
  public record Wire(String part, Optional<String> export) {}

  List<Named> imports() {
    return component.type().imports();
  }

  List<Named> exports() {
    return component.type().exports();
  }

  Optional<Named> export(String text) {
    return exports().stream().filter(e -> e.name().text().equals(text)).findFirst();
  }
}
