package radicchio.validate.type;

/**
 * A resource type, which validation compares by identity. Each evaluation of its definition, or of the import or export that
 * introduces it, makes a new one.
 */
public final class Resource {
  private final Object definer;

  /**
   * @param definer represents the scope whose component defines it; a new object if it was imported
   */
  public Resource(Object definer) {
    this.definer = definer;
  }

  /** Tests whether the component of the scope may make it and see its representation. */
  public boolean definedBy(Object scope) {
    return definer == scope;
  }
}
