package radicchio.validate;

import java.util.Optional;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.validate.Entity.InstanceEntity;

/** The type of an instance with the scope that it was written in: a new instance each time that it is opened. */
public final class InstanceTemplate {
  private final InstanceTypeDef type;
  private final Scope outside;

  InstanceTemplate(InstanceTypeDef type, Scope outside) {
    this.type = type;
    this.outside = outside;
  }

  /** An instance of this type, with resources of its own. Any thread may call, any number of times. */
  public InstanceEntity open() {
    return open(Optional.empty(), outside.session().again());
  }

  /**
   * An instance of this type whose resources are those of another, which is to take its place.
   *
   * @param session what the evaluation is charged to
   */
  InstanceEntity open(Optional<InstanceEntity> actual, Session session) {
    return Declarators.instance(type, outside.inner(Scope.Kind.INSTANCE_TYPE, session), actual);
  }
}
