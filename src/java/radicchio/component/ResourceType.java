package radicchio.component;

import radicchio.error.ForeignText;

/**
 * A resource type at run time. Each instantiation of a component that defines one makes a new one, so that
 * identity is the object's; {@code equals} stays that of {@link Object}. The runtime's own subtypes know the
 * destructor and the instance that implements it.
 */
public abstract class ResourceType {
  private final String name;

  protected ResourceType(String name) {
    this.name = name;
  }

  /** What it is called where it was defined or first imported, for messages: {@code "canvas"}. */
  public final String name() {
    return name;
  }

  @Override
  public final String toString() {
    return "resource " + ForeignText.escaped(name);
  }
}
