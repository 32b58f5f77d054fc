package radicchio.validate;

import radicchio.component.Component;

/**
 * A valid component and its type. Only {@link Validate} makes one: a parameter of this type asks for a component
 * that was validated, and the caller has validated it once. It does not change; any thread may use it.
 */
public final class TypedComponent {
  private final Component component;
  private final ComponentType type;

  TypedComponent(Component component, ComponentType type) {
    this.component = component;
    this.type = type;
  }

  /** The definitions. */
  public Component component() {
    return component;
  }

  /** What it imports and exports. */
  public ComponentType type() {
    return type;
  }

  @Override
  public String toString() {
    return "valid component of " + component.bytes().length() + " bytes";
  }
}
