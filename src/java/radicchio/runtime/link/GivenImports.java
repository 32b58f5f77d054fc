package radicchio.runtime.link;

import java.util.Map;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.validate.Entity.Named;

/** The imports of a nested component: what the component around it names in {@code instantiate}. */
public record GivenImports(Map<String, LinkedEntity> given) implements Imports {

  @Override
  public LinkedEntity resolve(Named wanted, BoundTypes types) {
    return Optional.ofNullable(given.get(wanted.name().text()))
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.INVALID,
                    "a component inside the component imports "
                        + ForeignText.quoted(wanted.name().text())
                        + ", and is not given it"));
  }

  @Override
  public void settle() {
    // Validation has compared the arguments with the imports.
  }
}
