package radicchio.component;

import java.util.Optional;

/**
 * What the type of a component or an instance is made of, in order. As definitions do, each appends to an
 * index space; a type's own index spaces begin empty. {@link Definition.Import} stands in types of components
 * only.
 */
public sealed interface Declarator
    permits Definition.CoreTypeDef, Definition.TypeDef, Definition.Import, Alias, Declarator.ExportDecl {

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
  }
}
