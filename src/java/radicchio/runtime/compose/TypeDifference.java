package radicchio.runtime.compose;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import radicchio.error.ForeignText;
import radicchio.runtime.link.TypeText;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.Resource;
import radicchio.validate.type.Shape;

/** The functions whose types differ between an import and an export, as text. */
record TypeDifference(Part part, Named wanted, PartExport source) {
  private static final int MOST = 20;

  /**
   * Returns lines, each after a line feed: for each function its expected type and the type of the export; empty if none
   * differs.
   */
  String text() {
    Map<String, String> expected = functions(wanted);
    Map<String, String> found = functions(source.export());
    StringBuilder out = new StringBuilder();
    int differing = 0;
    for (Map.Entry<String, String> function : expected.entrySet()) {
      String other = found.getOrDefault(function.getKey(), "missing");
      if (!other.equals(function.getValue()) && ++differing <= MOST) {
        row(out, function.getKey(), function.getValue(), other);
      }
    }
    if (differing > MOST) {
      out.append("\n    and ").append(differing - MOST).append(" more functions");
    }
    return out.toString();
  }

  private void row(StringBuilder out, String name, String expected, String found) {
    String importer = ForeignText.escaped(part.name()) + " expects";
    String exporter = ForeignText.escaped(source.part().name()) + " has";
    int width = Math.max(importer.length(), exporter.length());
    String shown = ForeignText.escaped(name);
    out.append("\n    ").append(shown).append("  ");
    cell(out, importer, width, expected);
    out.append("\n    ").append(" ".repeat(shown.length())).append("  ");
    cell(out, exporter, width, found);
  }

  private static void cell(StringBuilder out, String title, int width, String type) {
    out.append(title).append(" ".repeat(width - title.length())).append("  ").append(type);
  }

  /** Returns the types of the functions of an import or export, by their names. */
  private static Map<String, String> functions(Named named) {
    Map<Resource, String> resources = new IdentityHashMap<>();
    Map<String, String> functions = new LinkedHashMap<>();
    Iterable<Named> all =
        named.entity() instanceof InstanceEntity instance
            ? instance.exports().values()
            : List.of(named);
    for (Named each : all) {
      String name = each.name().text();
      Entity entity = each.entity();
      if (entity instanceof FuncEntity function) {
        functions.put(
            name,
            TypeText.of(
                function.shape(), r -> resources.getOrDefault(r.identity(), "another resource")));
      } else if (entity instanceof TypeEntity type
          && type.type().shape() instanceof Shape.ResourceShape resource) {
        resources.put(resource.identity(), name);
      }
    }
    return functions;
  }
}
