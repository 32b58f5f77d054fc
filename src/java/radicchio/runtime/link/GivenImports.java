package radicchio.runtime.link;

import java.util.Map;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.validate.type.Entity.Named;

/** The imports of a nested component: the arguments of its {@code instantiate}. */
record GivenImports(Map<String, LinkedEntity> given) implements Imports {

  @Override
  public LinkedEntity resolve(Named wanted, BoundTypes types) {
    return Optional.ofNullable(given.get(wanted.name().text()))
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.INVALID,
                    "missing argument of a nested component: it imports "
                        + ForeignText.quoted(wanted.name().text())));
  }

  @Override
  public Imports ofNested(int place, ComponentCode nested, Map<String, LinkedEntity> args) {
    return new GivenImports(args);
  }

  @Override
  public void settle() {
    // Validation has compared the arguments with the imports.
  }
}
