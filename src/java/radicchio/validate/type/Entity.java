package radicchio.validate.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.CoreModuleType;
import radicchio.component.ExternName;
import radicchio.component.Sort;
import radicchio.validate.core.Extent;

/** The type of an import or export. */
public sealed interface Entity
    permits Entity.CoreModuleEntity,
        Entity.FuncEntity,
        Entity.TypeEntity,
        Entity.InstanceEntity,
        ComponentTemplate.ComponentEntity {

  /**
   * A function with a case for each sort of entity.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(CoreModuleEntity entity);

    R on(FuncEntity entity);

    R on(TypeEntity entity);

    R on(ComponentTemplate.ComponentEntity entity);

    R on(InstanceEntity entity);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  Sort sort();

  /** Returns the size of its type. */
  Extent extent();

  /** An entity with a name. */
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
   * @param type a node whose shape is a {@link FuncShape}
   */
  record FuncEntity(TypeNode type) implements Entity {
    @Override
    public Sort sort() {
      return Sort.FUNC;
    }

    public FuncShape shape() {
      return (FuncShape) type.shape();
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

  /**
   * An instance.
   *
   * @param exports the exports by the text of their names, in order
   * @param extent the size of all exports together
   */
  record InstanceEntity(Map<String, Named> exports, Extent extent) implements Entity {
    public InstanceEntity {
      exports = Collections.unmodifiableMap(exports);
    }

    /** Makes an instance with these exports. */
    public static InstanceEntity of(List<Named> exports) {
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

    /** Returns the export with a name. */
    public Optional<Entity> export(String name) {
      return Optional.ofNullable(exports.get(name)).map(Named::entity);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
