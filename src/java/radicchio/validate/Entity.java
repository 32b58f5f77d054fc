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

  /**
   * An answer for each sort of entity.
   *
   * @param <R> the answer
   */
  interface Cases<R> {
    R on(CoreModuleEntity entity);

    R on(FuncEntity entity);

    R on(TypeEntity entity);

    R on(ComponentEntity entity);

    R on(InstanceEntity entity);
  }

  /** The answer for the kind that it is. */
  <R> R match(Cases<R> cases);

  Sort sort();

  /** How large its type is. */
  Extent extent();

  /** An entity under a name. */
  record Named(ExternName name, Entity entity) {}

  record CoreModuleEntity(CoreModuleType type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.CORE_MODULE;
    }

    @Override
    public Extent extent() {
      return Extent.of(type);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
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

    @Override
    public Extent extent() {
      return type.facts().extent();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record TypeEntity(TypeNode type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }

    @Override
    public Extent extent() {
      return type.facts().extent();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ComponentEntity(ComponentTemplate template) implements Entity {
    @Override
    public Sort sort() {
      return Sort.COMPONENT;
    }

    @Override
    public Extent extent() {
      return template.facts().extent();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * An instance.
   *
   * @param exports by their names' texts, in order
   * @param extent what they have together
   */
  record InstanceEntity(Map<String, Named> exports, Extent extent) implements Entity {
    public InstanceEntity {
      exports = Collections.unmodifiableMap(exports);
    }

    static InstanceEntity of(List<Named> exports) {
      Map<String, Named> map = new LinkedHashMap<>();
      Extent extent = Extent.LEAF;
      for (Named e : exports) {
        map.put(e.name().text(), e);
        extent = extent.with(e.entity().extent());
      }
      return new InstanceEntity(map, extent);
    }

    @Override
    public Sort sort() {
      return Sort.INSTANCE;
    }

    Optional<Entity> export(String name) {
      return Optional.ofNullable(exports.get(name)).map(Named::entity);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
