package radicchio.component;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.ExternType;

/**
 * The imports and exports of a core module, resolved: without indices.
 *
 * @param supertypes the texts of the types that have a supertype, with those of the supertypes: see {@link CoreTypeTexts}
 */
public record CoreModuleType(
    List<CoreImport> imports, List<CoreExport> exports, Map<String, String> supertypes) {
  public CoreModuleType {
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
    supertypes = Map.copyOf(supertypes);
  }

  public record CoreImport(String module, String name, ExternType type) {}

  public record CoreExport(String name, ExternType type) {}

  /** Returns the type of an export. */
  public Optional<ExternType> export(String name) {
    return exports.stream().filter(e -> e.name().equals(name)).map(CoreExport::type).findFirst();
  }
}
