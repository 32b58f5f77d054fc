package radicchio.engine;

import java.util.OptionalInt;

/** A value type of core WebAssembly (Core specification, 2.3 "Types"). */
public sealed interface CoreType {

  /** Number and vector types. At the boundary each value is one {@code long} slot; a {@link #V128} has two, the low half first. */
  enum Num implements CoreType {
    /** The low 32 bits of the slot; a slot that the engine returns is sign-extended. */
    I32,
    I64,
    /** {@link Float#floatToRawIntBits} in the low 32 bits. */
    F32,
    /** {@link Double#doubleToRawLongBits}. */
    F64,
    V128
  }

  /**
   * A reference type; its slot is a reference of the store that {@link CoreStore} makes and reads.
   *
   * @param nullable whether the null reference belongs to it
   * @param heap {@code "func"}, {@code "extern"}, {@code "exn"}, …, or for a function type its structure,
   *     {@code "(func (param i32) (result i64))"}: equal texts are equal types
   */
  record Ref(boolean nullable, String heap) implements CoreType {
    /** What the heap type of a reference by an index begins with. */
    private static final String BY_INDEX = "type ";

    /** A reference to the type of an index, which only its module can resolve. */
    public static Ref byIndex(boolean nullable, int index) {
      return new Ref(nullable, BY_INDEX + Integer.toUnsignedString(index));
    }

    /** The index of {@link #byIndex}; empty for any other heap type. */
    public OptionalInt index() {
      return heap.startsWith(BY_INDEX)
          ? OptionalInt.of(Integer.parseUnsignedInt(heap.substring(BY_INDEX.length())))
          : OptionalInt.empty();
    }
  }

  CoreType I32 = Num.I32;
  CoreType I64 = Num.I64;
  CoreType F32 = Num.F32;
  CoreType F64 = Num.F64;
  CoreType V128 = Num.V128;
  CoreType FUNCREF = new Ref(true, "func");
  CoreType EXTERNREF = new Ref(true, "extern");
}
