package radicchio.component;

import java.util.Optional;

/**
 * What the type of a component or an instance is made of, in order. As definitions do, each appends to an
 * index space; a type's own index spaces begin empty. {@link Definition.Import} stands in types of components
 * only.
 */
public sealed interface Declarator
    permits Definition.CoreTypeDef,
        Definition.TypeDef,
        Definition.Import,
        Alias,
        Declarator.ExportDecl {

  /**
   * An answer for each kind of declarator.
   *
   * @param <R> the answer
   */
  interface Cases<R> {
    R on(Definition.CoreTypeDef declarator);

    R on(Definition.TypeDef declarator);

    R on(Alias declarator);

    R on(Definition.Import declarator);

    R on(ExportDecl declarator);
  }

  /** The answer for the kind that it is. */
  <R> R match(Cases<R> cases);

  /** Where it begins in the input. */
  int offset();

  /** The sort whose index space it appends to. */
  Optional<Sort> defines();

  /** An export, by its type. */
  record ExportDecl(int offset, ExternName name, ExternDesc type) implements Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(type.sort());
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
