package radicchio.validate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import radicchio.component.Component;
import radicchio.component.Definition.SortIndex;
import radicchio.component.Sort;
import radicchio.engine.ExternType;

/**
 * A valid component and its type, its index spaces among them. Only {@link Validate} makes one: a parameter of this
 * type asks for a component that was validated, and the caller has validated it once. It does not change; any thread
 * may use it.
 *
 * <p>The types are those of the component by itself: each import stands for itself, and each resource is a {@link
 * Resource} of its own. An instantiation decides which resource type of run time a {@link Resource} is.
 */
public final class TypedComponent {
  private final Component component;
  private final ComponentType type;
  private final int[] indices;
  private final IndexSpaces spaces;
  private final Function<Component, TypedComponent> nested;

  /**
   * @param indices the index of each definition, in the index space that it appends to
   * @param nested finds the components that are defined in it or around it
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

  /** The definitions. */
  public Component component() {
    return component;
  }

  /** What it imports and exports. */
  public ComponentType type() {
    return type;
  }

  /**
   * What a definition adds to an index space of components: an import, an export, a type, a function, an instance.
   *
   * @param place where it is among the definitions of {@link #component}
   */
  public Entity defined(int place) {
    Sort sort = component.definitions().get(place).defines().orElseThrow();
    return spaces.entity(new SortIndex(sort, indices[place]));
  }

  /** The core function that the definition at a place makes, a canonical one. */
  public ExternType.FuncType coreFunction(int place) {
    return spaces.coreFuncs.get(indices[place]);
  }

  /** The type of an index. */
  public TypeNode typeAt(int index) {
    return spaces.types.get(index);
  }

  /** The type of the function of an index. */
  public Entity.FuncEntity functionAt(int index) {
    return spaces.funcs.get(index);
  }

  /** The component of an index, if it is defined in this one or around it, and not imported. */
  public Optional<TypedComponent> componentAt(int index) {
    return spaces.components.get(index).template().definition().map(nested);
  }

  /** A component that is defined in this one. */
  public TypedComponent nested(Component definition) {
    return nested.apply(definition);
  }

  @Override
  public String toString() {
    return "valid component of " + component.bytes().length() + " bytes";
  }
}
