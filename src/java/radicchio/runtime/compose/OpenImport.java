package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.component.ExternName;
import radicchio.runtime.link.Versions;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.Parts;
import radicchio.validate.type.TypeNode;

/**
 * An import of the whole: the imports of parts that no part satisfies, of one name or of compatible versions of one interface.
 *
 * @param sides the imports of the parts, that of the newest version first; two are not of the same part unless they have different
 *     versions
 */
record OpenImport(List<Side> sides) {

  /** An import of a part. */
  record Side(Part part, Named wanted) {}

  OpenImport {
    sides = List.copyOf(sides);
  }

  /** Returns its name: that of the newest version. */
  ExternName name() {
    return sides.get(0).wanted().name();
  }

  /** Returns the imports that no part satisfies, each after those whose types it uses. */
  static List<OpenImport> all(List<Part> parts, Wiring wiring) {
    List<List<Side>> groups = new ArrayList<>();
    for (Part part : parts) {
      for (Named wanted : part.imports()) {
        if (wiring.source(part, wanted).isEmpty()) {
          group(groups, new Side(part, wanted));
        }
      }
    }
    List<OpenImport> all = groups.stream().map(OpenImport::newestFirst).toList();
    return new Order(all).sorted();
  }

  private static void group(List<List<Side>> groups, Side side) {
    String name = side.wanted().name().text();
    for (List<Side> group : groups) {
      if (Versions.isCompatible(group.get(0).wanted().name().text(), name)) {
        group.add(side);
        return;
      }
    }
    groups.add(new ArrayList<>(List.of(side)));
  }

  private static OpenImport newestFirst(List<Side> sides) {
    List<Side> sorted = new ArrayList<>(sides);
    sorted.sort((a, b) -> Versions.compare(b.wanted().name().text(), a.wanted().name().text()));
    return new OpenImport(sorted);
  }

  /** Sorts imports by the use of their types. */
  private static final class Order {
    private final List<OpenImport> all;

    /** The import that introduces a type first, by part and by the type's origin. */
    private final Map<Part, Map<TypeNode, OpenImport>> introduced = new LinkedHashMap<>();

    private final Set<OpenImport> sorted = new LinkedHashSet<>();

    Order(List<OpenImport> all) {
      this.all = all;
      Map<Part, Map<Named, OpenImport>> byWanted = new LinkedHashMap<>();
      all.forEach(
          i ->
              i.sides()
                  .forEach(
                      s ->
                          byWanted
                              .computeIfAbsent(s.part(), p -> new IdentityHashMap<>())
                              .put(s.wanted(), i)));
      byWanted.forEach((part, imports) -> introduced.put(part, introduced(part, imports)));
    }

    private static Map<TypeNode, OpenImport> introduced(Part part, Map<Named, OpenImport> imports) {
      Map<TypeNode, OpenImport> types = new IdentityHashMap<>();
      for (Named wanted : part.imports()) {
        OpenImport owner = imports.get(wanted);
        if (owner != null) {
          for (Entity entity : entities(wanted.entity())) {
            if (entity instanceof TypeEntity t) {
              types.putIfAbsent(t.type().origin(), owner);
            }
          }
        }
      }
      return types;
    }

    List<OpenImport> sorted() {
      all.forEach(i -> visit(i, new LinkedHashSet<>()));
      return List.copyOf(sorted);
    }

    private void visit(OpenImport next, Set<OpenImport> path) {
      if (sorted.contains(next) || !path.add(next)) {
        return;
      }
      for (Side side : next.sides()) {
        Map<TypeNode, OpenImport> owners = introduced.get(side.part());
        for (TypeNode mentioned : mentioned(side.wanted().entity())) {
          OpenImport owner = owners.get(mentioned);
          if (owner != null) {
            visit(owner, path);
          }
        }
      }
      sorted.add(next);
    }

    private static Iterable<Entity> entities(Entity entity) {
      return entity instanceof InstanceEntity instance
          ? instance.exports().values().stream().map(Named::entity).toList()
          : List.of(entity);
    }

    private static Set<TypeNode> mentioned(Entity entity) {
      Set<TypeNode> found = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Entity each : entities(entity)) {
        if (each instanceof TypeEntity t) {
          mention(t.type(), found);
        } else if (each instanceof FuncEntity f) {
          mention(f.type(), found);
        }
      }
      return found;
    }

    private static void mention(TypeNode type, Set<TypeNode> found) {
      if (found.add(type.origin())) {
        Parts.of(type.shape()).forEach(part -> mention(part, found));
      }
    }
  }
}
