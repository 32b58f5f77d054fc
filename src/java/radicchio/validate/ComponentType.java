package radicchio.validate;

import java.util.List;
import radicchio.validate.Entity.Named;

/** A component's type: its imports and exports, in order. */
public record ComponentType(List<Named> imports, List<Named> exports) {
  public ComponentType {
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
  }
}
