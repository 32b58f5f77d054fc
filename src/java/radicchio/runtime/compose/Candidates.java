package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.error.ForeignText;
import radicchio.error.Spelling;
import radicchio.runtime.link.Versions;
import radicchio.validate.type.Entity.Named;

/**
 * Describes the exports that may be meant by an import without a source: those of other versions, else of similar names.
 *
 * @param parts the parts that may export them
 */
record Candidates(List<Part> parts) {
  private static final int MOST = 5;

  /** Returns lines, each after a line feed, with the types that differ; empty without candidates. */
  String of(Part part, Named wanted) {
    StringBuilder out = new StringBuilder();
    for (PartExport candidate : similar(part, wanted)) {
      out.append("\n  candidate: ")
          .append(ForeignText.escaped(candidate.export().name().text()))
          .append(" of ")
          .append(ForeignText.escaped(candidate.part().name()))
          .append(new TypeDifference(part, wanted, candidate).text());
    }
    return out.toString();
  }

  private List<PartExport> similar(Part part, Named wanted) {
    Map<String, List<PartExport>> byBase = new LinkedHashMap<>();
    for (Part other : parts) {
      if (other != part) {
        for (Named export : other.exports()) {
          if (export.entity().sort() == wanted.entity().sort()) {
            byBase
                .computeIfAbsent(Versions.base(export.name().text()), b -> new ArrayList<>())
                .add(new PartExport(other, export));
          }
        }
      }
    }
    String base = Versions.base(wanted.name().text());
    Set<String> bases = new LinkedHashSet<>();
    if (byBase.containsKey(base)) {
      bases.add(base);
    } else {
      String last = last(base);
      byBase.keySet().stream().filter(b -> last(b).equals(last)).forEach(bases::add);
      Spelling.nearest(base, byBase.keySet()).ifPresent(bases::add);
    }
    return bases.stream().flatMap(b -> byBase.get(b).stream()).limit(MOST).toList();
  }

  /** Returns the name of an interface without its package. */
  private static String last(String base) {
    return base.substring(base.lastIndexOf('/') + 1);
  }
}
