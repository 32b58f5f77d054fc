package radicchio.validate;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DefType;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.validate.Entity.InstanceEntity;

/** What has an inside, with the scope that it was written in: components, and the types of components and instances. */
final class Templates implements Scope.Insides {
  /** Components that were evaluated by themselves, each once: where they are defined. */
  private final Map<Component, TypedComponent> typed = new IdentityHashMap<>();

  private Templates() {}

  /** Evaluates a component that nothing is around. */
  static TypedComponent validate(Component component) {
    return Definitions.typed(component, Scope.root(new Templates()));
  }

  @Override
  public TypeNode type(InstanceTypeDef type, Scope outside) {
    return node(new Shape.InstanceShape(new InstanceOf(type, outside)), type, outside);
  }

  @Override
  public TypeNode type(ComponentTypeDef type, Scope outside) {
    return node(new Shape.ComponentShape(new Declared(type, outside)), type, outside);
  }

  private static TypeNode node(Shape shape, DefType type, Scope outside) {
    return TypeNode.of(shape, Facts.opaque(mentionsResource(type, outside)));
  }

  /** Evaluates a type once where it stands, so that its errors come up even if nothing uses it. */
  private static boolean mentionsResource(DefType type, Scope scope) {
    Boolean known = scope.session().checkedTypes().get(type);
    if (known != null) {
      return known;
    }
    Scope inside;
    if (type instanceof InstanceTypeDef t) {
      inside = scope.inner(Scope.Kind.INSTANCE_TYPE, scope.session());
      Declarators.instance(t, inside, Optional.empty());
    } else {
      inside = scope.inner(Scope.Kind.COMPONENT_TYPE, scope.session());
      Declarators.component((ComponentTypeDef) type, inside, Optional.empty(), Optional.empty());
    }
    scope.session().checkedTypes().put(type, inside.mentionsResource());
    return inside.mentionsResource();
  }

  @Override
  public ComponentTemplate component(Component component, Scope outside) {
    if (!typed.containsKey(component)) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT, outside.session());
      typed.put(component, Definitions.typed(component, inside));
    }
    return new Defined(component, outside);
  }

  @Override
  public TypedComponent typed(Component component) {
    return typed.get(component);
  }

  private static final class InstanceOf extends InstanceTemplate {
    private final InstanceTypeDef type;
    private final Scope outside;

    InstanceOf(InstanceTypeDef type, Scope outside) {
      this.type = type;
      this.outside = outside;
    }

    @Override
    Session again() {
      return outside.session().again();
    }

    @Override
    InstanceEntity open(Optional<InstanceEntity> actual, Session session) {
      return Declarators.instance(type, outside.inner(Scope.Kind.INSTANCE_TYPE, session), actual);
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
    Session again() {
      return outside.session().again();
    }

    @Override
    Optional<Component> definition() {
      return Optional.empty();
    }

    @Override
    ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT_TYPE, session);
      return Declarators.component(type, inside, args, actual);
    }
  }

  private static final class Defined extends ComponentTemplate {
    private final Component component;
    private final Scope outside;

    Defined(Component component, Scope outside) {
      this.component = component;
      this.outside = outside;
    }

    @Override
    Session again() {
      return outside.session().again();
    }

    @Override
    Optional<Component> definition() {
      return Optional.of(component);
    }

    @Override
    ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT, session);
      return new Definitions(inside, args).all(component);
    }
  }
}
