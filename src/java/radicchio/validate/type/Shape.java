package radicchio.validate.type;

/** The structure of a type, without its name. Its parts are nodes, which keep their names. */
public sealed interface Shape
    permits ValueShape,
        FuncShape,
        Shape.ResourceShape,
        InstanceTemplate.InstanceShape,
        ComponentTemplate.ComponentShape {

  /**
   * A function with a case for each kind of type. A new kind does not compile until every such function has a case for it.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(ValueShape.PrimShape shape);

    R on(ValueShape.RecordShape shape);

    R on(ValueShape.VariantShape shape);

    R on(ValueShape.EnumShape shape);

    R on(ValueShape.FlagsShape shape);

    R on(ValueShape.ListShape shape);

    R on(ValueShape.FixedListShape shape);

    R on(ValueShape.TupleShape shape);

    R on(ValueShape.OptionShape shape);

    R on(ValueShape.ResultShape shape);

    R on(ValueShape.MapShape shape);

    R on(ValueShape.StreamShape shape);

    R on(ValueShape.FutureShape shape);

    R on(ValueShape.OwnShape shape);

    R on(ValueShape.BorrowShape shape);

    R on(ResourceShape shape);

    R on(FuncShape shape);

    R on(InstanceTemplate.InstanceShape shape);

    R on(ComponentTemplate.ComponentShape shape);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Returns its name in a sentence: {@code "a record"}. */
  String noun();

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
}
