package radicchio.validate.type;

import java.util.Optional;
import radicchio.component.DeepStack;
import radicchio.validate.type.Entity.InstanceEntity;

/** The type of an instance with its scope. Each evaluation makes a new instance. */
public abstract class InstanceTemplate {
  private final Session session;
  private final Facts facts;

  /**
   * @param session the session of the scope around it
   * @param facts the facts of its type
   */
  protected InstanceTemplate(Session session, Facts facts) {
    this.session = session;
    this.facts = facts;
  }

  /** Returns an instance of this type, with new resources. Any thread may call it, any number of times. */
  public final InstanceEntity open() {
    return DeepStack.forNested(s -> open(Optional.empty(), session.again(s)));
  }

  /** Returns its facts. */
  public final Facts facts() {
    return facts;
  }

  /**
   * Returns an instance of this type with the resources of another instance, which takes its place.
   *
   * @param session charged for the evaluation
   */
  public abstract InstanceEntity open(Optional<InstanceEntity> actual, Session session);

  /** The structure of the type of an instance. */
  public record InstanceShape(InstanceTemplate template) implements Shape {
    @Override
    public String noun() {
      return "an instance type";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
