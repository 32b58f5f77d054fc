package radicchio.runtime;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import radicchio.component.Component;
import radicchio.component.Definition;
import radicchio.component.Sort;

/**
 * What the resources that a component defines are called. A definition has no name; messages use the one under
 * which the type leaves the component: by an export, or by that of a component which is given it, as tools
 * make one for each exported interface.
 */
final class ResourceNames {
  private ResourceNames() {}

  /** The name of the type with that index. */
  static String of(int type, List<Definition> definitions) {
    return exported(type, definitions)
        .or(() -> definitions.stream().flatMap(d -> passedOn(type, d, definitions)).findFirst())
        .orElse("resource");
  }

  private static Optional<String> exported(int type, List<Definition> definitions) {
    return definitions.stream()
        .flatMap(
            d ->
                d instanceof Definition.Export e && isType(e.what(), type)
                    ? Stream.of(e.name().text())
                    : Stream.empty())
        .findFirst();
  }

  private static Stream<String> passedOn(
      int type, Definition definition, List<Definition> definitions) {
    if (!(definition instanceof Definition.Instantiate i)) {
      return Stream.empty();
    }
    return i.args().stream()
        .filter(arg -> isType(arg.what(), type))
        .flatMap(
            arg ->
                component(i.component(), definitions)
                    .flatMap(c -> exportedAs(arg.name(), c))
                    .stream());
  }

  /** The name under which a component exports a type that it imports. */
  private static Optional<String> exportedAs(String imported, Component component) {
    OptionalInt place =
        IntStream.range(0, component.definitions().size())
            .filter(
                p ->
                    component.definitions().get(p) instanceof Definition.Import i
                        && i.type().sort() == Sort.TYPE
                        && i.name().text().equals(imported))
            .findFirst();
    return place.isEmpty()
        ? Optional.empty()
        : exported(
            count(Sort.TYPE, component.definitions(), place.getAsInt()), component.definitions());
  }

  private static Optional<Component> component(int index, List<Definition> definitions) {
    return IntStream.range(0, definitions.size())
        .filter(p -> definitions.get(p) instanceof Definition.ComponentDef)
        .filter(p -> count(Sort.COMPONENT, definitions, p) == index)
        .mapToObj(p -> ((Definition.ComponentDef) definitions.get(p)).component())
        .findFirst();
  }

  /** How many definitions before a place append to an index space. */
  private static int count(Sort sort, List<Definition> definitions, int place) {
    return (int)
        definitions.subList(0, place).stream()
            .filter(d -> d.defines().filter(sort::equals).isPresent())
            .count();
  }

  private static boolean isType(Definition.SortIndex what, int type) {
    return what.sort() == Sort.TYPE && what.index() == type;
  }
}
