package radicchio.runtime.compose;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import radicchio.component.Sort;

/**
 * A list of definitions or declarators that grows, and the sizes of its index spaces.
 *
 * @param <T> definitions or declarators
 */
final class DefinitionList<T> {
  private final List<T> made = new ArrayList<>();
  private final Map<Sort, Integer> sizes = new EnumMap<>(Sort.class);

  /** Appends a definition. Returns its index in the index space of its sort. */
  int add(Sort sort, T definition) {
    made.add(definition);
    return sizes.merge(sort, 1, Integer::sum) - 1;
  }

  /** Returns the position of the next definition. */
  int place() {
    return made.size();
  }

  List<T> all() {
    return List.copyOf(made);
  }
}
