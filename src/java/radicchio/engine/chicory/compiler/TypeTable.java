package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * The types of a module's type section, and their matching (Core specification, "Matching"). Types of equal recursion groups are
 * equal: each type gets the number of the first group that equals its own, and its place in the group.
 */
final class TypeTable {
  private static final int REC = 0x4e;
  private static final int SUB = 0x50;
  private static final int SUB_FINAL = 0x4f;
  private static final int FUNCTION = 0x60;
  private static final int STRUCT = 0x5f;

  /** The types of packed fields, i8 and i16, in addition to the value types. */
  static final int PACKED_I8 = Integer.MIN_VALUE;

  static final int PACKED_I16 = PACKED_I8 + 1;

  /** Replaces the index of a type within its own group when groups are compared. */
  private static final int OWN_GROUP = 1 << 28;

  /** A defined type. */
  sealed interface Defined {}

  record FunctionShape(int[] params, int[] results) implements Defined {}

  /** Storage types, and whether each field is mutable. */
  record StructShape(int[] fields, boolean[] mutable) implements Defined {}

  record ArrayShape(int element, boolean mutable) implements Defined {}

  private static final int NONE = -1;

  private final List<Defined> types = new ArrayList<>();
  private final List<Integer> supertypes = new ArrayList<>();
  private final List<Integer> canonical = new ArrayList<>();
  private final Map<List<Integer>, Integer> groups = new HashMap<>();

  /** Reads the content of a type section. */
  void read(Cursor in) {
    for (int left = in.u32(); left > 0; left--) {
      int first = types.size();
      List<Integer> key = new ArrayList<>();
      int form = in.u8();
      if (form == REC) {
        for (int members = in.u32(); members > 0; members--) {
          subType(in.u8(), in, first, key);
        }
      } else {
        subType(form, in, first, key);
      }
      int group = groups.computeIfAbsent(key, k -> first);
      for (int i = first; i < types.size(); i++) {
        canonical.add(group + i - first);
      }
    }
  }

  private void subType(int form, Cursor in, int group, List<Integer> key) {
    int supertype = NONE;
    int composite = form;
    if (form == SUB || form == SUB_FINAL) {
      if (in.u32() > 0) {
        supertype = in.u32();
      }
      composite = in.u8();
    }
    supertypes.add(supertype);
    key.add(form == SUB ? SUB : SUB_FINAL);
    key.add(supertype == NONE ? NONE : compared(supertype, group));
    key.add(composite);
    switch (composite) {
      case FUNCTION -> {
        int[] params = WasmTypes.readAll(in.u32(), in);
        int[] results = WasmTypes.readAll(in.u32(), in);
        types.add(new FunctionShape(params, results));
        key(params, group, key);
        key(results, group, key);
      }
      case STRUCT -> {
        int count = in.u32();
        int[] fields = new int[count];
        boolean[] mutable = new boolean[count];
        for (int i = 0; i < count; i++) {
          fields[i] = storage(in);
          mutable[i] = in.u8() == 1;
          key.add(mutable[i] ? 1 : 0);
        }
        types.add(new StructShape(fields, mutable));
        key(fields, group, key);
      }
      default -> {
        int element = storage(in);
        boolean mutable = in.u8() == 1;
        types.add(new ArrayShape(element, mutable));
        key.add(mutable ? 1 : 0);
        key(new int[] {element}, group, key);
      }
    }
  }

  private static int storage(Cursor in) {
    int code = in.u8();
    return switch (code) {
      case 0x78 -> PACKED_I8;
      case 0x77 -> PACKED_I16;
      default -> WasmTypes.read(code, in);
    };
  }

  private void key(int[] values, int group, List<Integer> key) {
    key.add(values.length);
    for (int type : values) {
      key.add(
          WasmTypes.isRef(type) && WasmTypes.heap(type) >= 0
              ? WasmTypes.ref(WasmTypes.isNullable(type), compared(WasmTypes.heap(type), group))
              : type);
    }
  }

  private int compared(int type, int group) {
    return type >= group ? OWN_GROUP + type - group : canonical.get(type);
  }

  int count() {
    return types.size();
  }

  Defined get(int type) {
    return types.get(type);
  }

  FunctionShape function(int type) {
    return (FunctionShape) types.get(type);
  }

  StructShape struct(int type) {
    return (StructShape) types.get(type);
  }

  ArrayShape array(int type) {
    return (ArrayShape) types.get(type);
  }

  /** Returns a number that is the same for equal types only. */
  int canonical(int type) {
    return canonical.get(type);
  }

  /** Tests whether a value of one type may be used where the other is expected. */
  boolean matches(int type, int expected) {
    if (type == expected || type == WasmTypes.BOTTOM) {
      return true;
    }
    return WasmTypes.isRef(type)
        && WasmTypes.isRef(expected)
        && (WasmTypes.isNullable(expected) || !WasmTypes.isNullable(type))
        && heapMatches(WasmTypes.heap(type), WasmTypes.heap(expected));
  }

  boolean matches(int[] given, int[] expected) {
    if (given.length != expected.length) {
      return false;
    }
    for (int i = 0; i < given.length; i++) {
      if (!matches(given[i], expected[i])) {
        return false;
      }
    }
    return true;
  }

  /** Tests whether one heap type is a subtype of the other. */
  boolean heapMatches(int heap, int expected) {
    if (heap == expected) {
      return true;
    }
    if (heap >= 0) {
      return expected >= 0
          ? definedMatches(heap, expected)
          : abstractMatches(above(heap), expected);
    }
    return expected >= 0 ? heap == bottomOf(expected) : abstractMatches(heap, expected);
  }

  private boolean definedMatches(int type, int expected) {
    for (int t = type; t != NONE; t = supertypes.get(t)) {
      if (canonical.get(t).equals(canonical.get(expected))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the abstract type directly above a defined one. */
  private int above(int type) {
    Defined defined = types.get(type);
    if (defined instanceof FunctionShape) {
      return WasmTypes.FUNC;
    }
    return defined instanceof StructShape ? WasmTypes.STRUCT : WasmTypes.ARRAY;
  }

  private int bottomOf(int type) {
    return types.get(type) instanceof FunctionShape ? WasmTypes.NO_FUNC : WasmTypes.NONE;
  }

  private static boolean abstractMatches(int heap, int expected) {
    if (heap == expected) {
      return true;
    }
    return switch (heap) {
      case WasmTypes.EQ -> expected == WasmTypes.ANY;
      case WasmTypes.I31, WasmTypes.STRUCT, WasmTypes.ARRAY ->
          expected == WasmTypes.EQ || expected == WasmTypes.ANY;
      case WasmTypes.NONE ->
          expected == WasmTypes.ANY
              || expected == WasmTypes.EQ
              || expected == WasmTypes.I31
              || expected == WasmTypes.STRUCT
              || expected == WasmTypes.ARRAY;
      case WasmTypes.NO_FUNC -> expected == WasmTypes.FUNC;
      case WasmTypes.NO_EXTERN -> expected == WasmTypes.EXTERN;
      case WasmTypes.NO_EXN -> expected == WasmTypes.EXN;
      default -> false;
    };
  }

  /** Returns the top heap type of a heap type's hierarchy. */
  int top(int heap) {
    int known = heap >= 0 ? above(heap) : heap;
    return switch (known) {
      case WasmTypes.FUNC, WasmTypes.NO_FUNC -> WasmTypes.FUNC;
      case WasmTypes.EXTERN, WasmTypes.NO_EXTERN -> WasmTypes.EXTERN;
      case WasmTypes.EXN, WasmTypes.NO_EXN -> WasmTypes.EXN;
      default -> WasmTypes.ANY;
    };
  }

  static String text(int[] types) {
    return Arrays.stream(types)
        .mapToObj(WasmTypes::text)
        .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
  }
}
