package radicchio.abi.layout;

import java.util.ArrayList;
import java.util.List;
import radicchio.component.ValType.Prim;
import radicchio.engine.CoreType;

/**
 * The core types of types (CanonicalABI.md, "Flattening"), and the limits for functions. A pointer is an i32 in a memory
 * of 32 bits and an i64 in one of 64.
 */
public final class FlatTypes {
  /** The most parameters that are passed as core values. */
  public static final int MAX_PARAMS = 16;

  /** The most parameters of an async lower that are passed as core values. */
  public static final int MAX_ASYNC_PARAMS = 4;

  /** The most results that are passed as core values. */
  public static final int MAX_RESULTS = 1;

  private FlatTypes() {}

  /** Returns the core types of a type without parts. */
  public static List<CoreType> prim(Prim type, CoreType pointer) {
    return switch (type) {
      case BOOL, S8, U8, S16, U16, S32, U32, CHAR, ERROR_CONTEXT -> List.of(CoreType.I32);
      case S64, U64 -> List.of(CoreType.I64);
      case F32 -> List.of(CoreType.F32);
      case F64 -> List.of(CoreType.F64);
      case STRING -> elsewhere(pointer);
    };
  }

  /** Returns the core types of a string, list or map: a pointer and a length. */
  public static List<CoreType> elsewhere(CoreType pointer) {
    return List.of(pointer, pointer);
  }

  /** Returns the core types of a variant: the index of the case, then types that can hold any of the payloads. */
  public static List<CoreType> choice(List<List<CoreType>> payloads) {
    List<CoreType> flat = new ArrayList<>();
    flat.add(CoreType.I32);
    for (List<CoreType> payload : payloads) {
      for (int i = 0; i < payload.size(); i++) {
        if (i + 1 < flat.size()) {
          flat.set(i + 1, join(flat.get(i + 1), payload.get(i)));
        } else {
          flat.add(payload.get(i));
        }
      }
    }
    return flat;
  }

  /** Returns the core type whose bits can hold either. */
  private static CoreType join(CoreType a, CoreType b) {
    if (a.equals(b)) {
      return a;
    }
    boolean bothIn32Bits =
        (a == CoreType.I32 || a == CoreType.F32) && (b == CoreType.I32 || b == CoreType.F32);
    return bothIn32Bits ? CoreType.I32 : CoreType.I64;
  }
}
