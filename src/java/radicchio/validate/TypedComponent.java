package radicchio.validate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import radicchio.component.Component;
import radicchio.component.Definition.SortIndex;
import radicchio.component.Sort;
import radicchio.engine.ExternType;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity;
import radicchio.validate.type.TypeNode;

/**
 * A valid component and its type, with its index spaces. Only {@link Validate} makes one: a parameter of this type requires a
 * validated component, which the caller has validated once. It does not change. Any thread may use it.
 *
 * <p>The types are those of the component alone: each import represents itself, and each resource is a separate {@link
 * Resource}. An instantiation binds each {@link Resource} to a resource type of run time.
 */
public final class TypedComponent {
  private final Component component;
  private final ComponentType type;
  private final int[] indices;
  private final IndexSpaces spaces;
  private final Function<Component, TypedComponent> nested;

  /**
   * @param indices the index of each definition, in the index space that it is appended to
   * @param nested returns the components that are defined in it or around it
   */
  TypedComponent(
      Component component,
      ComponentType type,
      List<Integer> indices,
      IndexSpaces spaces,
      Function<Component, TypedComponent> nested) {
    this.component = component;
    this.type = type;
    this.indices = indices.stream().mapToInt(Integer::intValue).toArray();
    this.spaces = spaces;
    this.nested = nested;
  }

  /** Returns the definitions. */
  public Component component() {
    return component;
  }

  /** Returns its imports and exports. */
  public ComponentType type() {
    return type;
  }

  /**
   * Returns the element that a definition adds to a component-level index space: an import, an export, a type, a function, an
   * instance.
   *
   * @param place the position among the definitions of {@link #component}
   */
  public Entity defined(int place) {
    Sort sort = component.definitions().get(place).defines().orElseThrow();
    return spaces.entity(new SortIndex(sort, indices[place]));
  }

  /** Returns the core function of the canonical definition at a place. */
  public ExternType.FuncType coreFunction(int place) {
    return spaces.coreFuncs.get(indices[place]);
  }

  /** Returns the type with an index. */
  public TypeNode typeAt(int index) {
    return spaces.types.get(index);
  }

  /** Returns the type of the function with an index. */
  public Entity.FuncEntity functionAt(int index) {
    return spaces.funcs.get(index);
  }

  /** Returns the component with an index, if it is defined in this one or around it, and not imported. */
  public Optional<TypedComponent> componentAt(int index) {
    return spaces.components.get(index).template().definition().map(nested);
  }

  /** Returns a component that is defined in this one. */
  public TypedComponent nested(Component definition) {
    return nested.apply(definition);
  }

  @Override
  public String toString() {
    return "valid component of " + component.bytes().length() + " bytes";
  }
}
