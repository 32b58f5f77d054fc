package radicchio.validate;

import java.util.HashSet;
import java.util.Set;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.error.ForeignText;

/** The names of the imports and exports of core modules. */
final class CoreNames {
  private CoreNames() {}

  /** Both names of an import as one key. Strings that collide in a hash map are found by their order, lists are not. */
  static String importKey(String module, String name) {
    return module.length() + ":" + module + name;
  }

  /** What a component asks of a module besides its own validity: names that tell imports and exports apart, and not too much of both. */
  static void check(CoreModuleType type) {
    Extent.of(type);
    Set<String> imports = new HashSet<>();
    for (CoreImport i : type.imports()) {
      if (!imports.add(importKey(i.module(), i.name()))) {
        throw new Invalid(
            "core module: import "
                + ForeignText.quoted(i.module())
                + " "
                + ForeignText.quoted(i.name())
                + " stands twice");
      }
    }
    Set<String> exports = new HashSet<>();
    for (CoreExport e : type.exports()) {
      if (!exports.add(e.name())) {
        throw new Invalid("core module: export " + ForeignText.quoted(e.name()) + " stands twice");
      }
    }
  }
}
