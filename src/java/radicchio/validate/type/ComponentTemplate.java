package radicchio.validate.type;

import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DeepStack;
import radicchio.component.Sort;
import radicchio.validate.core.Extent;

/** A component or its type, with its scope. It is evaluated anew for each use. */
public abstract class ComponentTemplate {
  private final Session session;
  private final Facts facts;

  /**
   * @param session the session of the scope around it
   * @param facts the facts of its type
   */
  protected ComponentTemplate(Session session, Facts facts) {
    this.session = session;
    this.facts = facts;
  }

  /** Returns its imports and exports, with new resources. Any thread may call it, any number of times. */
  public final ComponentType open() {
    return DeepStack.forNested(s -> open(session.again(s)));
  }

  /** Does the same as {@link #open()} during the validation of a component. */
  public final ComponentType open(Session session) {
    return evaluate(Optional.empty(), Optional.empty(), session);
  }

  /** Returns the facts of its type. */
  public final Facts facts() {
    return facts;
  }

  /** Returns the component, if this is one and not the type of one. */
  public abstract Optional<Component> definition();

  /**
   * Evaluates its imports and exports.
   *
   * @param args the arguments of its imports, with everything that it needs; if empty, each import represents itself
   * @param actual an instance whose resources its exports must have
   * @param session charged for the evaluation
   */
  public abstract ComponentType evaluate(
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
