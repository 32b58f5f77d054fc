package radicchio.component;

import java.util.List;

/**
 * A component as its binary format holds it (Binary.md, "Component Definitions").
 *
 * <p>Each definition appends to the index space of its sort, in order; indices in a definition refer to those
 * before it. A component that {@code radicchio.validate} has passed has no index out of bounds or of the wrong
 * kind.
 *
 * @param bytes the whole of it, preamble included; the offsets of definitions are in {@code bytes.source()}
 * @param definitions in the order in which they stand
 * @param customSections in the order in which they stand
 */
public record Component(
    Bytes bytes, List<Definition> definitions, List<CustomSection> customSections) {
  public Component {
    definitions = List.copyOf(definitions);
    customSections = List.copyOf(customSections);
  }
}
