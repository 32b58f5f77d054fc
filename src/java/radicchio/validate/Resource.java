package radicchio.validate;

/**
 * A resource type as validation tells them apart: by identity. Each evaluation of its definition, or of the
 * import or export that introduces it, makes a new one.
 */
public final class Resource {
  private final Object definer;

  /**
   * @param definer stands for the scope whose component defines it; an object of its own if it was imported
   */
  Resource(Object definer) {
    this.definer = definer;
  }

  /** Whether the component of the scope that this stands for may make it and see its representation. */
  boolean definedBy(Object scope) {
    return definer == scope;
  }
}
