package radicchio.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.Backend;
import radicchio.engine.CompileOptions;
import radicchio.runtime.CompiledComponent;
import radicchio.runtime.compose.Part;
import radicchio.runtime.link.InstanceOptions;
import radicchio.runtime.link.PartOptions;
import radicchio.values.java.JavaValues;

/**
 * Several components as one: the exports of some satisfy the imports of others. Each has its own options. It does not change. Any
 * thread may instantiate it, any number of times.
 *
 * <pre>{@code
 * Composition shop = Composition.builder().add("app", app).add("kv", kv, kvOptions).build();
 * try (Instance instance = shop.instantiate()) {
 *   instance.call("run", "books", 21);
 * }
 * }</pre>
 *
 * <p>An import of an interface is satisfied by the only component that exports it, in a compatible version. If there are several,
 * {@link Builder#wire} chooses one. Other imports are the host's.
 */
public final class Composition {
  private final radicchio.runtime.compose.Composition composed;
  private final CompiledComponent compiled;
  private final Map<String, Options> options;

  private Composition(Builder builder) {
    this.composed =
        radicchio.runtime.compose.Composition.of(
            builder.parts(), Optional.ofNullable(builder.exports));
    Map<String, InstanceOptions.Missing> missing = new HashMap<>();
    builder.options.forEach((name, its) -> missing.put(name, its.missing()));
    composed.requireSatisfied(missing);
    this.compiled =
        CompiledComponent.of(composed.component(), builder.compile, JavaValues.INSTANCE);
    this.options = Map.copyOf(builder.options);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a new instance. The caller must close it, which closes all components.
   *
   * @throws radicchio.error.RadicchioException as {@link Component#instantiate(Options)}
   */
  public Instance instantiate() {
    List<PartOptions> all = new ArrayList<>();
    Map<Integer, PartOptions> byPlace = new HashMap<>();
    try {
      composed
          .places()
          .forEach(
              (place, name) -> {
                PartOptions part = new PartOptions(name, options.get(name).ofInstance());
                all.add(part);
                byPlace.put(place, part);
              });
    } catch (RuntimeException e) {
      all.forEach(part -> part.options().imports().fallback().close());
      throw e;
    }
    InstanceOptions whole = PartOptions.ofWhole(all.stream().map(PartOptions::options).toList());
    return new Instance(radicchio.runtime.Instance.composed(compiled, whole, byPlace));
  }

  /** Returns the bytes of a component that contains the others. Imports that are left are its imports. Any engine runs it. */
  public byte[] bytes() {
    return composed.component().component().bytes().copy();
  }

  /** Returns the names of the imports that are left to the host. */
  public List<String> imports() {
    return composed.imports();
  }

  @Override
  public String toString() {
    return composed.toString();
  }

  /** Adds components. Not to be used by several threads. */
  public static final class Builder {
    private final Map<String, Component> components = new LinkedHashMap<>();
    private final Map<String, Options> options = new LinkedHashMap<>();
    private final Map<String, Map<String, Part.Wire>> wires = new HashMap<>();
    private List<String> exports;
    private CompileOptions compile = CompileOptions.of(Backend.COMPILER);

    private Builder() {}

    /** Adds a component without imports of the host, and without grants. */
    public Builder add(String name, Component component) {
      return add(name, component, Options.NONE);
    }

    /**
     * Adds a component with options: its imports and grants. The limits are those of the whole: the ones of the first component.
     *
     * @throws IllegalArgumentException if there is a component of that name
     */
    public Builder add(String name, Component component, Options itsOptions) {
      if (components.putIfAbsent(name, component) != null) {
        throw new IllegalArgumentException("two components have the name " + name);
      }
      options.put(name, itsOptions);
      return this;
    }

    /**
     * Chooses the component that satisfies an import of another.
     *
     * @param name the component that imports it
     * @param wanted the import, {@code "acme:kv/store"}; without a version, any
     * @param source the component that exports it
     */
    public Builder wire(String name, String wanted, String source) {
      return wire(name, wanted, new Part.Wire(source, Optional.empty()));
    }

    /** Does the same for an export of another name. */
    public Builder wire(String name, String wanted, String source, String export) {
      return wire(name, wanted, new Part.Wire(source, Optional.of(export)));
    }

    private Builder wire(String name, String wanted, Part.Wire wire) {
      wires.computeIfAbsent(name, n -> new HashMap<>()).put(wanted, wire);
      return this;
    }

    /** Chooses the components whose exports the whole has; by default those that no other component imports from. */
    public Builder exports(String... names) {
      this.exports = List.of(names);
      return this;
    }

    /** Sets the backend, and whether the cache is used. */
    public Builder compile(CompileOptions how) {
      this.compile = how;
      return this;
    }

    private List<Part> parts() {
      for (String name : wires.keySet()) {
        if (!components.containsKey(name)) {
          throw new IllegalArgumentException(
              "wire: expected the name of a component, got "
                  + name
                  + "; the components are "
                  + String.join(", ", components.keySet()));
        }
      }
      return components.entrySet().stream()
          .map(
              e ->
                  new Part(
                      e.getKey(),
                      e.getValue().typed(),
                      wires.getOrDefault(e.getKey(), Map.of()),
                      options.get(e.getKey()).importNames()))
          .toList();
    }

    /**
     * Composes the components.
     *
     * @throws radicchio.error.RadicchioException {@code UNLINKABLE} if the source of an import is ambiguous or does not fit, or if
     *     components import from each other
     */
    public Composition build() {
      return new Composition(this);
    }
  }
}
