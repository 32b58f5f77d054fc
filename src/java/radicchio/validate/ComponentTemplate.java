package radicchio.validate;

import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.validate.Entity.InstanceEntity;

/** A component or its type, with the scope that it was written in: evaluated anew each time that it is used. */
public abstract sealed class ComponentTemplate {
  private final Scope outside;

  private ComponentTemplate(Scope outside) {
    this.outside = outside;
  }

  /** The scope in which it is evaluated. */
  final Scope inside(Scope.Kind kind, Session session) {
    return outside.inner(kind, session);
  }

  /** The component, if it is one and not the type of one. */
  abstract Optional<Component> definition();

  /** Its imports and exports, with resources of its own. Any thread may call, any number of times. */
  public final ComponentType open() {
    return evaluate(Optional.empty(), Optional.empty(), outside.session().again());
  }

  /** As {@link #open()}, while a component is being validated. */
  final ComponentType open(Session session) {
    return evaluate(Optional.empty(), Optional.empty(), session);
  }

  /**
   * Its imports and exports.
   *
   * @param args what its imports are given, all of it that it needs; of their own where empty
   * @param actual an instance whose resources its exports are to have
   * @param session what the evaluation is charged to
   */
  abstract ComponentType evaluate(
      Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session);

  static ComponentTemplate of(Component component, Scope outside) {
    return new Defined(component, outside);
  }

  static ComponentTemplate of(ComponentTypeDef type, Scope outside) {
    return new Declared(type, outside);
  }

  private static final class Defined extends ComponentTemplate {
    private final Component component;

    Defined(Component component, Scope outside) {
      super(outside);
      this.component = component;
    }

    @Override
    Optional<Component> definition() {
      return Optional.of(component);
    }

    @Override
    ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      return new Definitions(inside(Scope.Kind.COMPONENT, session), args).all(component);
    }
  }

  private static final class Declared extends ComponentTemplate {
    private final ComponentTypeDef type;

    Declared(ComponentTypeDef type, Scope outside) {
      super(outside);
      this.type = type;
    }

    @Override
    Optional<Component> definition() {
      return Optional.empty();
    }

    @Override
    ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      return Declarators.component(type, inside(Scope.Kind.COMPONENT_TYPE, session), args, actual);
    }
  }
}
