package radicchio.component;

import java.util.Optional;

/** A definition of elsewhere under an index of its own (Explainer.md, "Alias Definitions"). */
public sealed interface Alias extends Definition, Declarator {

  /**
   * An answer for each kind of alias.
   *
   * @param <R> the answer
   */
  interface Cases<R> {
    R on(OfExport alias);

    R on(OfCoreExport alias);

    R on(Outer alias);
  }

  /** The answer for the kind that it is. */
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
   * @param count how many scopes out: 0 is the one that the alias stands in
   * @param index in that scope's index space of the sort
   */
  record Outer(int offset, Sort sort, int count, int index) implements Alias {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
