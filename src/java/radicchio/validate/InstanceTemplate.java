package radicchio.validate;

import java.util.Optional;
import radicchio.component.DeepStack;
import radicchio.validate.Entity.InstanceEntity;

/** The type of an instance with its scope. Each evaluation makes a new instance. */
public abstract class InstanceTemplate {
  InstanceTemplate() {}

  /** Returns an instance of this type, with new resources. Any thread may call it, any number of times. */
  public final InstanceEntity open() {
    return DeepStack.forNested(s -> open(Optional.empty(), again(s)));
  }

  /** Returns a session for an evaluation after the validation. */
  abstract Session again(DeepStack stack);

  /** Returns its facts. */
  abstract Facts facts();

  /**
   * Returns an instance of this type with the resources of another instance, which takes its place.
   *
   * @param session charged for the evaluation
   */
  abstract InstanceEntity open(Optional<InstanceEntity> actual, Session session);

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
