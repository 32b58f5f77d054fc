package radicchio.validate;

import java.util.List;
import java.util.Optional;
import radicchio.component.ValType.Prim;

/** The structure of a type, without its name. Its parts are nodes, which keep their names. */
public sealed interface Shape {

  /**
   * A function with a case for each kind of type. A new kind does not compile until every such function has a case for it.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(PrimShape shape);

    R on(RecordShape shape);

    R on(VariantShape shape);

    R on(EnumShape shape);

    R on(FlagsShape shape);

    R on(ListShape shape);

    R on(FixedListShape shape);

    R on(TupleShape shape);

    R on(OptionShape shape);

    R on(ResultShape shape);

    R on(MapShape shape);

    R on(StreamShape shape);

    R on(FutureShape shape);

    R on(OwnShape shape);

    R on(BorrowShape shape);

    R on(ResourceShape shape);

    R on(FuncShape shape);

    R on(InstanceShape shape);

    R on(ComponentShape shape);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Returns its name in a sentence: {@code "a record"}. */
  String noun();

  /** The shapes of values. */
  sealed interface Value extends Shape {}

  /** The shapes that need a name in an import or export. */
  sealed interface Nominal extends Value {}

  /** A record's field or a function's parameter. */
  record Field(String label, TypeNode type) {}

  record Case(String label, Optional<TypeNode> type) {}

  record PrimShape(Prim type) implements Value {
    @Override
    public String noun() {
      return type.text();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record RecordShape(List<Field> fields) implements Nominal {
    @Override
    public String noun() {
      return "a record";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record VariantShape(List<Case> cases) implements Nominal {
    @Override
    public String noun() {
      return "a variant";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record EnumShape(List<String> cases) implements Nominal {
    @Override
    public String noun() {
      return "an enum";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FlagsShape(List<String> labels) implements Nominal {
    @Override
    public String noun() {
      return "flags";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ListShape(TypeNode element) implements Value {
    @Override
    public String noun() {
      return "a list";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FixedListShape(TypeNode element, int length) implements Value {
    @Override
    public String noun() {
      return "a list of fixed length";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record TupleShape(List<TypeNode> elements) implements Value {
    @Override
    public String noun() {
      return "a tuple";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OptionShape(TypeNode element) implements Value {
    @Override
    public String noun() {
      return "an option";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResultShape(Optional<TypeNode> ok, Optional<TypeNode> err) implements Value {
    @Override
    public String noun() {
      return "a result";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record MapShape(TypeNode key, TypeNode value) implements Value {
    @Override
    public String noun() {
      return "a map";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record StreamShape(Optional<TypeNode> element) implements Value {
    @Override
    public String noun() {
      return "a stream";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FutureShape(Optional<TypeNode> element) implements Value {
    @Override
    public String noun() {
      return "a future";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OwnShape(TypeNode resource) implements Value {
    @Override
    public String noun() {
      return "an own handle";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record BorrowShape(TypeNode resource) implements Value {
    @Override
    public String noun() {
      return "a borrow handle";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResourceShape(Resource identity) implements Shape {
    @Override
    public String noun() {
      return "a resource";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FuncShape(boolean async, List<Field> params, Optional<TypeNode> result) implements Shape {
    @Override
    public String noun() {
      return "a function type";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record InstanceShape(InstanceTemplate template) implements Shape {
    @Override
    public String noun() {
      return "an instance type";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ComponentShape(ComponentTemplate template) implements Shape {
    @Override
    public String noun() {
      return "a component type";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
