package radicchio.validate;

import java.util.Map;
import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DeepStack;

/** A component or its type, with the scope that it was written in: evaluated anew each time that it is used. */
public abstract class ComponentTemplate {
  ComponentTemplate() {}

  /** Its imports and exports, with resources of its own. Any thread may call, any number of times. */
  public final ComponentType open() {
    return DeepStack.forNested(s -> open(again(s)));
  }

  /** As {@link #open()}, while a component is being validated. */
  final ComponentType open(Session session) {
    return evaluate(Optional.empty(), Optional.empty(), session);
  }

  /** A session for an evaluation after the validation. */
  abstract Session again(DeepStack stack);

  /** What is known of its type. */
  abstract Facts facts();

  /** The component, if it is one and not the type of one. */
  abstract Optional<Component> definition();

  /**
   * Its imports and exports.
   *
   * @param args what its imports are given, all of it that it needs; of their own where empty
   * @param actual an instance whose resources its exports are to have
   * @param session what the evaluation is charged to
   */
  abstract ComponentType evaluate(
      Optional<Map<String, Entity>> args, Optional<Entity.InstanceEntity> actual, Session session);
}
