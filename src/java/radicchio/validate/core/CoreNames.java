package radicchio.validate.core;

import java.util.HashSet;
import java.util.Set;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.error.ForeignText;

/** Checks the names of the imports and exports of core modules. */
public final class CoreNames {
  private CoreNames() {}

  /** Returns both names of an import as one key. A hash map finds colliding strings by their order, but not lists. */
  public static String importKey(String module, String name) {
    return module.length() + ":" + module + name;
  }

  /** Checks what a component requires of a valid module: unique names, and a limited number of imports and exports. */
  public static void check(CoreModuleType type) {
    Extent.of(type);
    Set<String> imports = new HashSet<>();
    for (CoreImport i : type.imports()) {
      if (!imports.add(importKey(i.module(), i.name()))) {
        throw new Invalid(
            "core module: duplicate import "
                + ForeignText.quoted(i.module())
                + " "
                + ForeignText.quoted(i.name()));
      }
    }
    Set<String> exports = new HashSet<>();
    for (CoreExport e : type.exports()) {
      if (!exports.add(e.name())) {
        throw new Invalid("core module: duplicate export " + ForeignText.quoted(e.name()));
      }
    }
  }
}
