package radicchio.validate.type;

import java.util.List;
import java.util.Optional;
import radicchio.component.ValType.Prim;

/** The structure of the type of a value. */
public sealed interface ValueShape extends Shape {
  /** The shapes that need a name in an import or export. */
  sealed interface Nominal extends ValueShape {}

  /** A record's field or a function's parameter. */
  record Field(String label, TypeNode type) {}

  record Case(String label, Optional<TypeNode> type) {}

  record PrimShape(Prim type) implements ValueShape {
    @Override
    public String noun() {
      return type.text();
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record RecordShape(List<Field> fields) implements Nominal {
    @Override
    public String noun() {
      return "a record";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record VariantShape(List<Case> cases) implements Nominal {
    @Override
    public String noun() {
      return "a variant";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record EnumShape(List<String> cases) implements Nominal {
    @Override
    public String noun() {
      return "an enum";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FlagsShape(List<String> labels) implements Nominal {
    @Override
    public String noun() {
      return "flags";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ListShape(TypeNode element) implements ValueShape {
    @Override
    public String noun() {
      return "a list";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FixedListShape(TypeNode element, int length) implements ValueShape {
    @Override
    public String noun() {
      return "a list of fixed length";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record TupleShape(List<TypeNode> elements) implements ValueShape {
    @Override
    public String noun() {
      return "a tuple";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OptionShape(TypeNode element) implements ValueShape {
    @Override
    public String noun() {
      return "an option";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResultShape(Optional<TypeNode> ok, Optional<TypeNode> err) implements ValueShape {
    @Override
    public String noun() {
      return "a result";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record MapShape(TypeNode key, TypeNode value) implements ValueShape {
    @Override
    public String noun() {
      return "a map";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record StreamShape(Optional<TypeNode> element) implements ValueShape {
    @Override
    public String noun() {
      return "a stream";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FutureShape(Optional<TypeNode> element) implements ValueShape {
    @Override
    public String noun() {
      return "a future";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OwnShape(TypeNode resource) implements ValueShape {
    @Override
    public String noun() {
      return "an own handle";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record BorrowShape(TypeNode resource) implements ValueShape {
    @Override
    public String noun() {
      return "a borrow handle";
    }

    @Override
    public <R> R match(Shape.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
