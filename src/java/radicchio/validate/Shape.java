package radicchio.validate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import radicchio.component.ValType.Prim;

/** What a type is, whatever its name. Its parts are nodes, so that their names are kept. */
public sealed interface Shape {

  /** As a sentence names it: {@code "a record"}. */
  String noun();

  /** The shapes of values. */
  sealed interface Value extends Shape {}

  /** Those that need a name where they are imported or exported. */
  sealed interface Nominal extends Value {}

  /** A record's field or a function's parameter. */
  record Field(String label, TypeNode type) {}

  record Case(String label, Optional<TypeNode> type) {}

  record PrimShape(Prim type) implements Value {
    @Override
    public String noun() {
      return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  record RecordShape(List<Field> fields) implements Nominal {
    @Override
    public String noun() {
      return "a record";
    }
  }

  record VariantShape(List<Case> cases) implements Nominal {
    @Override
    public String noun() {
      return "a variant";
    }
  }

  record EnumShape(List<String> cases) implements Nominal {
    @Override
    public String noun() {
      return "an enum";
    }
  }

  record FlagsShape(List<String> labels) implements Nominal {
    @Override
    public String noun() {
      return "flags";
    }
  }

  record ListShape(TypeNode element) implements Value {
    @Override
    public String noun() {
      return "a list";
    }
  }

  record FixedListShape(TypeNode element, int length) implements Value {
    @Override
    public String noun() {
      return "a list of fixed length";
    }
  }

  record TupleShape(List<TypeNode> elements) implements Value {
    @Override
    public String noun() {
      return "a tuple";
    }
  }

  record OptionShape(TypeNode element) implements Value {
    @Override
    public String noun() {
      return "an option";
    }
  }

  record ResultShape(Optional<TypeNode> ok, Optional<TypeNode> err) implements Value {
    @Override
    public String noun() {
      return "a result";
    }
  }

  record MapShape(TypeNode key, TypeNode value) implements Value {
    @Override
    public String noun() {
      return "a map";
    }
  }

  record StreamShape(Optional<TypeNode> element) implements Value {
    @Override
    public String noun() {
      return "a stream";
    }
  }

  record FutureShape(Optional<TypeNode> element) implements Value {
    @Override
    public String noun() {
      return "a future";
    }
  }

  record OwnShape(TypeNode resource) implements Value {
    @Override
    public String noun() {
      return "an own handle";
    }
  }

  record BorrowShape(TypeNode resource) implements Value {
    @Override
    public String noun() {
      return "a borrow handle";
    }
  }

  record ResourceShape(Resource identity) implements Shape {
    @Override
    public String noun() {
      return "a resource";
    }
  }

  record FuncShape(boolean async, List<Field> params, Optional<TypeNode> result)
      implements Shape {
    @Override
    public String noun() {
      return "a function type";
    }
  }

  record InstanceShape(InstanceTemplate template) implements Shape {
    @Override
    public String noun() {
      return "an instance type";
    }
  }

  record ComponentShape(ComponentTemplate template) implements Shape {
    @Override
    public String noun() {
      return "a component type";
    }
  }
}
