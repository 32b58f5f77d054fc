package radicchio.validate.type;

import java.util.List;
import radicchio.validate.type.Entity.Named;

/** A component's type: its imports and exports, in order. */
public record ComponentType(List<Named> imports, List<Named> exports) {
  public ComponentType {
    imports = List.copyOf(imports);
    exports = List.copyOf(exports);
  }
}
