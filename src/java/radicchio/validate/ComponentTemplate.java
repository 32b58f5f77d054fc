package radicchio.validate;

import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.validate.Entity.InstanceEntity;

/** A component or its type, with the scope that it was written in: evaluated anew each time that it is used. */
public abstract sealed class ComponentTemplate {
  private ComponentTemplate() {}

  /** Its imports and exports, with resources of its own. */
  public final ComponentType open() {
    return evaluate(Optional.empty(), Optional.empty());
  }

  /**
   * Its imports and exports.
   *
   * @param args what its imports are given, all of it that it needs; of their own where empty
   * @param actual an instance whose resources its exports are to have
   */
  abstract ComponentType evaluate(
      Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual);

  static ComponentTemplate of(Component component, Scope outside) {
    return new Defined(component, outside);
  }

  static ComponentTemplate of(ComponentTypeDef type, Scope outside) {
    return new Declared(type, outside);
  }

  private static final class Defined extends ComponentTemplate {
    private final Component component;
    private final Scope outside;

    Defined(Component component, Scope outside) {
      this.component = component;
      this.outside = outside;
    }

    @Override
    ComponentType evaluate(Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual) {
      return new Definitions(outside.inner(Scope.Kind.COMPONENT), args).all(component);
    }
  }

  private static final class Declared extends ComponentTemplate {
    private final ComponentTypeDef type;
    private final Scope outside;

    Declared(ComponentTypeDef type, Scope outside) {
      this.type = type;
      this.outside = outside;
    }

    @Override
    ComponentType evaluate(Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual) {
      return Declarators.component(type, outside.inner(Scope.Kind.COMPONENT_TYPE), args, actual);
    }
  }
}
