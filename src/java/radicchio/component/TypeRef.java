package radicchio.component;

/** How a type's definition names a type of its parts: a primitive, or an index ({@code valtype}). */
public sealed interface TypeRef {

  record Primitive(ValType.Prim type) implements TypeRef {}

  /** An index in the type index space of the scope. */
  record Index(int index) implements TypeRef {}
}
