package radicchio.abi;

import radicchio.component.ValType;
import radicchio.component.ValType.Prim;

/** The primitive type of the JVM that has all values of a type. */
enum PrimitiveForm {
  LONG,
  DOUBLE_OF_FLOAT,
  DOUBLE,
  NONE;

  static PrimitiveForm of(ValType type) {
    if (!(type instanceof Prim prim)) {
      return NONE;
    }
    return switch (prim) {
      case S8, U8, S16, U16, S32, U32, S64 -> LONG;
      case F32 -> DOUBLE_OF_FLOAT;
      case F64 -> DOUBLE;
      case U64, BOOL, CHAR, STRING, ERROR_CONTEXT -> NONE;
    };
  }

  boolean isDouble() {
    return this == DOUBLE || this == DOUBLE_OF_FLOAT;
  }

  /** Returns a long, or the bits of a double, for the slot of a value. */
  long ofSlot(long slot) {
    return this == DOUBLE_OF_FLOAT
        ? Double.doubleToRawLongBits(Float.intBitsToFloat((int) slot))
        : slot;
  }
}
