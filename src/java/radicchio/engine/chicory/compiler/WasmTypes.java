package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Value types as numbers (Core specification, "Types"). A number type is below zero. A reference type is its heap type, and
 * whether it includes null. A heap type is the index of a type or, below zero, an abstract one; these numbers are those of the
 * binary format.
 */
final class WasmTypes {
  static final int I32 = -1;
  static final int I64 = -2;
  static final int F32 = -3;
  static final int F64 = -4;
  static final int V128 = -5;

  /** The type of operands in unreachable code, which matches every type. */
  static final int BOTTOM = -6;

  static final int FUNC = -0x10;
  static final int EXTERN = -0x11;
  static final int ANY = -0x12;
  static final int EQ = -0x13;
  static final int I31 = -0x14;
  static final int STRUCT = -0x15;
  static final int ARRAY = -0x16;
  static final int EXN = -0x17;
  static final int NONE = -0x0f;
  static final int NO_EXTERN = -0x0e;
  static final int NO_FUNC = -0x0d;
  static final int NO_EXN = -0x0c;

  static final int FUNCREF = ref(true, FUNC);
  static final int EXTERNREF = ref(true, EXTERN);
  static final int EXNREF = ref(true, EXN);
  static final int[] EMPTY = {};

  private static final int REF = 0x64;
  private static final int REF_NULL = 0x63;
  private static final int HEAP_BASE = 64;
  private static final int NULLABLE = 1;
  private static final int SIGN = 0x80;
  static final String EXCEPTION_CLASS = "com/dylibso/chicory/runtime/WasmException";
  private static final String EXCEPTION = "L" + EXCEPTION_CLASS + ";";

  private WasmTypes() {}

  static int ref(boolean nullable, int heap) {
    return heap + HEAP_BASE << 1 | (nullable ? NULLABLE : 0);
  }

  static boolean isRef(int type) {
    return type >= 0;
  }

  static boolean isNullable(int ref) {
    return (ref & NULLABLE) != 0;
  }

  static int heap(int ref) {
    return (ref >> 1) - HEAP_BASE;
  }

  /** Reads a value type. */
  static int read(Cursor in) {
    return read(in.u8(), in);
  }

  /** Reads a value type whose first byte was read. */
  static int read(int code, Cursor in) {
    if (code >= 0x7b) {
      return code - SIGN;
    }
    if (code == REF || code == REF_NULL) {
      return ref(code == REF_NULL, readHeap(in));
    }
    return ref(true, code - SIGN);
  }

  static int readHeap(Cursor in) {
    return (int) in.signed(33);
  }

  /** Reads this many value types. */
  static int[] readAll(int count, Cursor in) {
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      types[i] = read(in);
    }
    return types;
  }

  /**
   * Returns the JVM's kind of a value of the type: {@code I}, {@code J}, {@code F} or {@code D}; {@code V} is two longs, the
   * lower one first; {@code X} is an exception. Other references are ints.
   */
  static char kind(int type) {
    return switch (type) {
      case I64 -> 'J';
      case F32 -> 'F';
      case F64 -> 'D';
      case V128 -> 'V';
      default -> isRef(type) && (heap(type) == EXN || heap(type) == NO_EXN) ? 'X' : 'I';
    };
  }

  /** Returns the number of JVM locals of a value. */
  static int places(int type) {
    return switch (type) {
      case I64, F64 -> 2;
      case V128 -> 4;
      default -> 1;
    };
  }

  static int places(int[] types) {
    int places = 0;
    for (int type : types) {
      places += places(type);
    }
    return places;
  }

  /** Returns the number of JVM values of these types: two for a v128, one for any other. */
  static int components(int[] types) {
    int components = 0;
    for (int type : types) {
      components += type == V128 ? 2 : 1;
    }
    return components;
  }

  static String descriptor(int type) {
    return switch (kind(type)) {
      case 'V' -> "JJ";
      case 'X' -> EXCEPTION;
      default -> String.valueOf(kind(type));
    };
  }

  /** Returns the type of a JVM local in a frame. */
  static Object frameType(int type) {
    return switch (kind(type)) {
      case 'J', 'V' -> Opcodes.LONG;
      case 'F' -> Opcodes.FLOAT;
      case 'D' -> Opcodes.DOUBLE;
      case 'X' -> EXCEPTION_CLASS;
      default -> Opcodes.INTEGER;
    };
  }

  /** Returns the type in the text format. */
  static String text(int type) {
    return switch (type) {
      case I32 -> "i32";
      case I64 -> "i64";
      case F32 -> "f32";
      case F64 -> "f64";
      case V128 -> "v128";
      case BOTTOM -> "any type";
      default -> "(ref " + (isNullable(type) ? "null " : "") + heapText(heap(type)) + ")";
    };
  }

  private static String heapText(int heap) {
    return switch (heap) {
      case FUNC -> "func";
      case EXTERN -> "extern";
      case ANY -> "any";
      case EQ -> "eq";
      case I31 -> "i31";
      case STRUCT -> "struct";
      case ARRAY -> "array";
      case EXN -> "exn";
      case NONE -> "none";
      case NO_EXTERN -> "noextern";
      case NO_FUNC -> "nofunc";
      case NO_EXN -> "noexn";
      default -> Integer.toString(heap);
    };
  }
}
