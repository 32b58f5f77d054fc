package radicchio.component;

import java.util.List;
import java.util.Optional;
import radicchio.component.ValType.Field;

/** The type of a component function, resolved like {@link ValType}. */
public record FuncType(List<Field> params, Optional<ValType> result, boolean async) {
  public FuncType {
    params = List.copyOf(params);
  }
}
