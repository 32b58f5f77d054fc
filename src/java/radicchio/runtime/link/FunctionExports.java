package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.runtime.call.ComponentFunction;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;

/**
 * The functions that a component exports, including those of its interfaces, in its order: the same for each of its
 * instances. Any thread may use it.
 */
public final class FunctionExports {
  private final Iterable<Named> exports;
  private final List<String> ids;
  private final Map<String, Integer> indices = new HashMap<>();

  public FunctionExports(ComponentType type) {
    this.exports = type.exports();
    List<String> found = new ArrayList<>();
    ids("", exports, found);
    this.ids = List.copyOf(found);
    for (int index = 0; index < ids.size(); index++) {
      indices.put(ids.get(index), index);
    }
  }

  private static void ids(String prefix, Iterable<Named> exports, List<String> found) {
    for (Named export : exports) {
      String id = prefix + export.name().text();
      if (export.entity() instanceof FuncEntity) {
        found.add(id);
      } else if (export.entity() instanceof InstanceEntity inner) {
        ids(id + "#", inner.exports().values(), found);
      }
    }
  }

  /** {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface. */
  public List<String> ids() {
    return ids;
  }

  /** Returns the position of the function with an id. */
  public Optional<Integer> index(String id) {
    return Optional.ofNullable(indices.get(id));
  }

  /** The functions of an instance. */
  List<ComponentFunction> of(LinkedEntity.InstanceEntity instance) {
    List<ComponentFunction> functions = new ArrayList<>(ids.size());
    collect(exports, instance, functions);
    return List.copyOf(functions);
  }

  private static void collect(
      Iterable<Named> exports,
      LinkedEntity.InstanceEntity instance,
      List<ComponentFunction> functions) {
    for (Named export : exports) {
      LinkedEntity linked = instance.exports().get(export.name().text());
      if (linked instanceof LinkedEntity.FunctionEntity f) {
        functions.add(f.function());
      } else if (linked instanceof LinkedEntity.InstanceEntity inner) {
        collect(((InstanceEntity) export.entity()).exports().values(), inner, functions);
      }
    }
  }
}
