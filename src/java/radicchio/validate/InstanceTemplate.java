package radicchio.validate;

import java.util.Optional;
import radicchio.component.DeepStack;
import radicchio.validate.Entity.InstanceEntity;

/** The type of an instance with the scope that it was written in: a new instance each time that it is opened. */
public abstract class InstanceTemplate {
  InstanceTemplate() {}

  /** An instance of this type, with resources of its own. Any thread may call, any number of times. */
  public final InstanceEntity open() {
    return DeepStack.forNested(s -> open(Optional.empty(), again(s)));
  }

  /** A session for an evaluation after the validation. */
  abstract Session again(DeepStack stack);

  /** What is known of it. */
  abstract Facts facts();

  /**
   * An instance of this type whose resources are those of another, which is to take its place.
   *
   * @param session what the evaluation is charged to
   */
  abstract InstanceEntity open(Optional<InstanceEntity> actual, Session session);
}
