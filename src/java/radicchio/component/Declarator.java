package radicchio.component;

import java.util.Optional;

/**
 * A declarator of a component type or an instance type. Like a definition, it is appended to an index space. The index
 * spaces of a type begin empty. {@link Definition.Import} is only in component types.
 */
public sealed interface Declarator
    permits Definition.CoreTypeDef,
        Definition.TypeDef,
        Definition.Import,
        Alias,
        Declarator.ExportDecl {

  /**
   * A function with a case for each kind of declarator.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(Definition.CoreTypeDef declarator);

    R on(Definition.TypeDef declarator);

    R on(Alias declarator);

    R on(Definition.Import declarator);

    R on(ExportDecl declarator);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Returns the offset of its first byte in the input. */
  int offset();

  /** Returns the sort of the index space that it is appended to. */
  Optional<Sort> defines();

  /** An export with its type. */
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
