package radicchio.validate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.CoreModuleType;
import radicchio.component.ExternName;
import radicchio.component.Sort;

/** What can be imported or exported, by its type. */
public sealed interface Entity {
  Sort sort();

  /** An entity under a name. */
  record Named(ExternName name, Entity entity) {}

  record CoreModuleEntity(CoreModuleType type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.CORE_MODULE;
    }
  }

  /**
   * A function.
   *
   * @param type a node whose shape is a {@link Shape.FuncShape}
   */
  record FuncEntity(TypeNode type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.FUNC;
    }

    public Shape.FuncShape shape() {
      return (Shape.FuncShape) type.shape();
    }
  }

  record TypeEntity(TypeNode type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }
  }

  record ComponentEntity(ComponentTemplate template) implements Entity {
    @Override
    public Sort sort() {
      return Sort.COMPONENT;
    }
  }

  /**
   * An instance.
   *
   * @param exports by their names' texts, in order
   */
  record InstanceEntity(Map<String, Named> exports) implements Entity {
    public InstanceEntity {
      exports = Collections.unmodifiableMap(exports);
    }

    static InstanceEntity of(List<Named> exports) {
      Map<String, Named> map = new LinkedHashMap<>();
      exports.forEach(e -> map.put(e.name().text(), e));
      return new InstanceEntity(map);
    }

    @Override
    public Sort sort() {
      return Sort.INSTANCE;
    }

    Optional<Entity> export(String name) {
      return Optional.ofNullable(exports.get(name)).map(Named::entity);
    }
  }
}
