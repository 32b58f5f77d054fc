package radicchio.component;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A component in the structure of its binary format (Binary.md, "Component Definitions").
 *
 * <p>Each definition is appended to the index space of its sort, in order. Indices in a definition refer to earlier
 * definitions. After {@code radicchio.validate} has accepted a component, no index is out of bounds or of the wrong
 * kind.
 *
 * @param bytes the whole component, preamble included; the offsets of definitions are in {@code bytes.source()}
 * @param definitions the definitions in their order in the binary
 * @param customSections the custom sections in their order in the binary
 * @param depth the levels of nested components, with this one; 1 if it contains none
 */
public record Component(
    Bytes bytes, List<Definition> definitions, List<CustomSection> customSections, int depth) {
  public Component {
    definitions = List.copyOf(definitions);
    customSections = List.copyOf(customSections);
  }

  public Component(Bytes bytes, List<Definition> definitions, List<CustomSection> customSections) {
    this(bytes, definitions, customSections, depth(definitions));
  }

  /** This component and all that lie in it, each before those that lie in it. */
  public List<Component> all() {
    List<Component> all = new ArrayList<>();
    Deque<Component> left = new ArrayDeque<>(List.of(this));
    while (!left.isEmpty()) {
      Component next = left.pop();
      all.add(next);
      for (int i = next.definitions.size() - 1; i >= 0; i--) {
        if (next.definitions.get(i) instanceof Component.ComponentDef d) {
          left.push(d.component());
        }
      }
    }
    return all;
  }

  private static int depth(List<Definition> definitions) {
    int deepest = 0;
    for (Definition definition : definitions) {
      if (definition instanceof Component.ComponentDef d) {
        deepest = Math.max(deepest, d.component().depth);
      }
    }
    return deepest + 1;
  }

  /** An inline component, as a definition of the component around it. */
  public record ComponentDef(int offset, Component component) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.COMPONENT);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
