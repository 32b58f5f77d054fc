package radicchio.component;

import radicchio.error.ForeignText;

/**
 * A resource type at run time. Each instantiation of a component that defines one makes a new one: its identity is that
 * of the object, and {@code equals} is that of {@link Object}. The runtime's subtypes have the destructor and the
 * instance that implements the resource.
 */
public abstract class ResourceType {
  private final String name;

  protected ResourceType(String name) {
    this.name = name;
  }

  /** Returns its name in its definition or first import, for messages: {@code "canvas"}. */
  public final String name() {
    return name;
  }

  @Override
  public final String toString() {
    return "resource " + ForeignText.escaped(name);
  }
}
