package radicchio.validate;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import radicchio.component.Component;
import radicchio.component.DeepStack;
import radicchio.component.DefType;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Facts;
import radicchio.validate.type.InstanceTemplate;
import radicchio.validate.type.Session;
import radicchio.validate.type.TypeNode;

/** Evaluates definitions with a nested scope: components, and the types of components and instances. */
final class Templates implements Scope.Insides {
  /** Components that were evaluated alone, each once. */
  private final Map<Component, TypedComponent> typed = new IdentityHashMap<>();

  /** The facts of the types of these components. */
  private final Map<Component, Facts> facts = new IdentityHashMap<>();

  private Templates() {}

  /** Evaluates a component that is not nested. */
  static TypedComponent validate(Component component) {
    return DeepStack.forNested(
        stack -> Definitions.typed(component, Scope.root(new Templates(), new Session(stack))));
  }

  @Override
  public TypeNode type(InstanceTypeDef type, Scope outside) {
    Facts known =
        facts(
            type,
            outside.inner(Scope.Kind.INSTANCE_TYPE, outside.session()),
            inside -> Declarators.instance(type, inside, Optional.empty()));
    return Types.limited(new InstanceTemplate.InstanceShape(new InstanceOf(type, outside, known)));
  }

  @Override
  public TypeNode type(ComponentTypeDef type, Scope outside) {
    Facts known =
        facts(
            type,
            outside.inner(Scope.Kind.COMPONENT_TYPE, outside.session()),
            inside -> Declarators.component(type, inside, Optional.empty(), Optional.empty()));
    return Types.limited(new ComponentTemplate.ComponentShape(new Declared(type, outside, known)));
  }

  /** Evaluates a type once in its scope, to report its errors even if it is unused. */
  private static Facts facts(DefType type, Scope inside, Consumer<Scope> evaluation) {
    Map<DefType, Facts> checked = inside.session().checkedTypes();
    Facts known = checked.get(type);
    if (known == null) {
      known = inside.session().nested(() -> evaluated(inside, evaluation));
      checked.put(type, known);
    }
    return known;
  }

  private static Facts evaluated(Scope inside, Consumer<Scope> evaluation) {
    evaluation.accept(inside);
    return inside.facts();
  }

  @Override
  public ComponentTemplate component(Component component, Scope outside) {
    if (!typed.containsKey(component)) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT, outside.session());
      inside.session().nested(() -> typed.put(component, Definitions.typed(component, inside)));
      facts.put(component, inside.facts());
    }
    return new Defined(component, outside, facts.get(component));
  }

  @Override
  public TypedComponent typed(Component component) {
    return typed.get(component);
  }

  private static final class InstanceOf extends InstanceTemplate {
    private final InstanceTypeDef type;
    private final Scope outside;

    InstanceOf(InstanceTypeDef type, Scope outside, Facts facts) {
      super(outside.session(), facts);
      this.type = type;
      this.outside = outside;
    }

    @Override
    public InstanceEntity open(Optional<InstanceEntity> actual, Session session) {
      Scope inside = outside.inner(Scope.Kind.INSTANCE_TYPE, session);
      return session.nested(() -> Declarators.instance(type, inside, actual));
    }
  }

  private static final class Declared extends ComponentTemplate {
    private final ComponentTypeDef type;
    private final Scope outside;

    Declared(ComponentTypeDef type, Scope outside, Facts facts) {
      super(outside.session(), facts);
      this.type = type;
      this.outside = outside;
    }

    @Override
    public Optional<Component> definition() {
      return Optional.empty();
    }

    @Override
    public ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT_TYPE, session);
      return session.nested(() -> Declarators.component(type, inside, args, actual));
    }
  }

  private static final class Defined extends ComponentTemplate {
    private final Component component;
    private final Scope outside;

    Defined(Component component, Scope outside, Facts facts) {
      super(outside.session(), facts);
      this.component = component;
      this.outside = outside;
    }

    @Override
    public Optional<Component> definition() {
      return Optional.of(component);
    }

    @Override
    public ComponentType evaluate(
        Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual, Session session) {
      Scope inside = outside.inner(Scope.Kind.COMPONENT, session);
      return session.nested(() -> new Definitions(inside, args).all(component));
    }
  }
}
