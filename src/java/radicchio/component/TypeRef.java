package radicchio.component;

/** The type of a part of a type definition: a primitive, or an index ({@code valtype}). */
public sealed interface TypeRef {

  /**
   * An answer for each way to name a type.
   *
   * @param <R> the answer
   */
  interface Cases<R> {
    R on(Primitive ref);

    R on(Index ref);
  }

  /** The answer for the kind that it is. */
  <R> R match(Cases<R> cases);

  record Primitive(ValType.Prim type) implements TypeRef {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An index in the type index space of the scope. */
  record Index(int index) implements TypeRef {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
