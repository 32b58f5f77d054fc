package radicchio.component;

import java.util.Optional;

/** Gives a definition from elsewhere an index in this scope (Explainer.md, "Alias Definitions"). */
public sealed interface Alias extends Definition, Declarator {

  /**
   * A function with a case for each kind of alias.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(OfExport alias);

    R on(OfCoreExport alias);

    R on(Outer alias);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  Sort sort();

  @Override
  default <R> R match(Definition.Cases<R> cases) {
    return cases.on(this);
  }

  @Override
  default <R> R match(Declarator.Cases<R> cases) {
    return cases.on(this);
  }

  @Override
  default Optional<Sort> defines() {
    return Optional.of(sort());
  }

  /**
   * An export of an instance.
   *
   * @param instance an instance
   */
  record OfExport(int offset, Sort sort, int instance, String name) implements Alias {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * An export of a core instance.
   *
   * @param instance a core instance
   */
  record OfCoreExport(int offset, Sort sort, int instance, String name) implements Alias {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A definition of an enclosing scope.
   *
   * @param count the number of enclosing scopes to go out: 0 is the scope of the alias itself
   * @param index the index in that scope's index space of the sort
   */
  record Outer(int offset, Sort sort, int count, int index) implements Alias {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
