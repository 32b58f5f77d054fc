package radicchio.validate;

import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DeepStack;
import radicchio.component.Sort;

/** A component or its type, with its scope. It is evaluated anew for each use. */
public abstract class ComponentTemplate {
  ComponentTemplate() {}

  /** Returns its imports and exports, with new resources. Any thread may call it, any number of times. */
  public final ComponentType open() {
    return DeepStack.forNested(s -> open(again(s)));
  }

  /** Does the same as {@link #open()} during the validation of a component. */
  final ComponentType open(Session session) {
    return evaluate(Optional.empty(), Optional.empty(), session);
  }

  /** Returns a session for an evaluation after the validation. */
  abstract Session again(DeepStack stack);

  /** Returns the facts of its type. */
  abstract Facts facts();

  /** Returns the component, if this is one and not the type of one. */
  abstract Optional<Component> definition();

  /**
   * Evaluates its imports and exports.
   *
   * @param args the arguments of its imports, with everything that it needs; if empty, each import stands for itself
   * @param actual an instance whose resources its exports must have
   * @param session charged for the evaluation
   */
  abstract ComponentType evaluate(
      Optional<Map<String, Entity>> args, Optional<Entity.InstanceEntity> actual, Session session);

  /** The structure of the type of a component. */
  public record ComponentShape(ComponentTemplate template) implements Shape {
    @Override
    public String noun() {
      return "a component type";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An import or export that is a component. */
  public record ComponentEntity(ComponentTemplate template) implements Entity {
    @Override
    public Sort sort() {
      return Sort.COMPONENT;
    }

    @Override
    public Extent extent() {
      return template.facts().extent();
    }

    @Override
    public <R> R match(Entity.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
