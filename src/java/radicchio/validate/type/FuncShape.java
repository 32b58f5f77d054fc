package radicchio.validate.type;

import java.util.List;
import java.util.Optional;

/** The structure of the type of a function. */
public record FuncShape(boolean async, List<ValueShape.Field> params, Optional<TypeNode> result)
    implements Shape {
  @Override
  public String noun() {
    return "a function type";
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.on(this);
  }
}
