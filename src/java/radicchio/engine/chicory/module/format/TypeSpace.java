package radicchio.engine.chicory.module.format;

import java.util.ArrayList;
import java.util.List;

/** The types that a module's type section defines (Core specification, "Types" of the binary format). */
final class TypeSpace {
  private static final int REC = 0x4e;
  private static final int SUB = 0x50;
  private static final int SUB_FINAL = 0x4f;
  private static final int MOST_TYPES = 1_000_000;
  private static final int MOST_PARAMS = 1_000;
  private static final int MOST_FIELDS = 10_000;
  private static final int DEEPEST = 63;

  /** The kind of a v128. */
  static final char VECTOR = 'v';

  /** The engine compares types as if they were written out: each earlier one in place of its index. */
  private static final long LARGEST = 100_000;

  enum Kind {
    FUNCTION("a function type"),
    STRUCT("a struct type"),
    ARRAY("an array type");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /**
   * A type.
   *
   * @param kinds of the parameters of a function, the fields of a struct or the elements of an array, a letter each;
   *     see {@link ConstantStack}
   * @param vectors whether it has a v128 in it
   * @param from where its bytes begin, without supertypes
   */
  record Type(Kind kind, String kinds, boolean vectors, int from, int to) {}

  private final List<Type> types = new ArrayList<>();

  /** Types that may be named now: those defined, and those of the recursion group that is being read. */
  private int named;

  /** By type, how many types it is written out, and how many supertypes it has. */
  private final List<Long> sizes = new ArrayList<>();

  private final List<Integer> depths = new ArrayList<>();
  private int group;
  private long size;

  /** How many v128 were read, and where the first is. */
  private int vectors;

  private int firstVector;

  /** Reads the content of the type section, from behind its count on. */
  void read(Cursor in, int groups) {
    for (int i = 0; i < groups; i++) {
      group = types.size();
      if (peek(in) == REC) {
        in.u8();
        int members = in.count("types");
        named = types.size() + members;
        for (int m = 0; m < members; m++) {
          subType(in);
        }
      } else {
        named = types.size() + 1;
        subType(in);
      }
      Rule.most(in.at(), "types", "it has", types.size(), "types", MOST_TYPES);
    }
  }

  /** Whether any v128 was read. */
  boolean hasVectors() {
    return vectors > 0;
  }

  /** Refuses what has a v128 in it; an import or export that has is refused before, by its name. */
  void requireNoVectors() {
    if (vectors > 0) {
      throw Rule.compiled(firstVector, "SIMD values (v128)");
    }
  }

  private static int peek(Cursor in) {
    int b = in.u8();
    in.seek(in.at() - 1);
    return b;
  }

  private void subType(Cursor in) {
    int begin = in.at();
    int depth = 0;
    size = 1;
    int first = peek(in);
    if (first == SUB || first == SUB_FINAL) {
      in.u8();
      int from = in.at();
      int supertypes = in.count("supertypes");
      if (supertypes > 1) {
        throw Rule.invalid(from, "multiple supertypes of type " + types.size());
      }
      for (int i = 0; i < supertypes; i++) {
        int at = in.at();
        long supertype = in.unsigned();
        Rule.bounds(at, "supertype", supertype, types.size());
        depth = depths.get((int) supertype) + 1;
        name(supertype);
      }
    }
    types.add(compositeType(in));
    sizes.add(size);
    depths.add(depth);
    int type = types.size() - 1;
    Rule.most(begin, "supertypes", "type " + type + " has", depth, "supertypes", DEEPEST);
    Rule.most(
        begin, "type-size", "type " + type + ", written out, has", size, "types in it", LARGEST);
  }

  private void name(long type) {
    if (type < group) {
      size += sizes.get((int) type);
    }
  }

  private Type compositeType(Cursor in) {
    int from = in.at();
    int before = vectors;
    int form = in.u8();
    switch (form) {
      case 0x60 -> {
        String params = values(in, "parameters");
        values(in, "results");
        return new Type(Kind.FUNCTION, params, vectors > before, from, in.at());
      }
      case 0x5f -> {
        int fields = in.count("fields");
        Rule.most(
            from, "struct-fields", "type " + types.size() + " has", fields, "fields", MOST_FIELDS);
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < fields; i++) {
          kinds.append(field(in));
        }
        return new Type(Kind.STRUCT, kinds.toString(), vectors > before, from, in.at());
      }
      case 0x5e -> {
        String kind = String.valueOf(field(in));
        return new Type(Kind.ARRAY, kind, vectors > before, from, in.at());
      }
      default ->
          throw Cursor.malformed(from, "unknown form of a type: 0x" + Integer.toHexString(form));
    }
  }

  private String values(Cursor in, String what) {
    int from = in.at();
    int count = in.count(what);
    Rule.most(from, what, "type " + types.size() + " has", count, what, MOST_PARAMS);
    StringBuilder kinds = new StringBuilder();
    for (int i = 0; i < count; i++) {
      kinds.append(valueType(in));
    }
    return kinds.toString();
  }

  private char field(Cursor in) {
    int code = peek(in);
    char kind = 'i';
    if (code == 0x78 || code == 0x77) {
      in.u8();
    } else {
      kind = valueType(in);
    }
    mutability(in);
    return kind;
  }

  static void mutability(Cursor in) {
    if (in.u8() > 1) {
      throw Cursor.malformed(in.at() - 1, "malformed mutability");
    }
  }

  /** Reads a value type; its kind as a {@link ConstantStack} has it. */
  char valueType(Cursor in) {
    return valueType(in, in.u8());
  }

  /** A value type whose first byte was read. */
  char valueType(Cursor in, int code) {
    if (code == 0x7b) {
      if (vectors++ == 0) {
        firstVector = in.at() - 1;
      }
      return VECTOR;
    }
    if (code >= 0x7c && code <= 0x7f) {
      return "dfli".charAt(code - 0x7c);
    }
    referenceType(in, code);
    return 'r';
  }

  void referenceType(Cursor in) {
    referenceType(in, in.u8());
  }

  private void referenceType(Cursor in, int code) {
    if (code == 0x63 || code == 0x64) {
      heapType(in);
    } else {
      abstractHeapType(in.at() - 1, code);
    }
  }

  void heapType(Cursor in) {
    int from = in.at();
    int code = peek(in);
    if (code >= 0x40 && code <= 0x7f) {
      in.u8();
      abstractHeapType(from, code);
      return;
    }
    long index = in.signed(33);
    if (index < 0) {
      throw Cursor.malformed(from, "malformed heap type " + index);
    }
    Rule.bounds(from, "type", index, named);
    name(index);
  }

  private static void abstractHeapType(int at, int code) {
    if (code == 0x68 || code == 0x75) {
      throw Rule.feature(at, "stack switching");
    }
    if (code < 0x69 || code > 0x74) {
      throw Cursor.malformed(at, "malformed value type 0x" + Integer.toHexString(code));
    }
  }

  /** A type index. */
  int index(Cursor in) {
    int from = in.at();
    long index = in.unsigned();
    Rule.bounds(from, "type", index, types.size());
    return (int) index;
  }

  /** The index of a type of a kind. */
  Type ofKind(Kind kind, Cursor in) {
    int from = in.at();
    int index = index(in);
    Type type = types.get(index);
    if (type.kind() != kind) {
      throw Rule.invalid(from, "type " + index + " is not " + kind.text);
    }
    return type;
  }

  void requireFunction(int at, long index) {
    Rule.bounds(at, "type", index, types.size());
    if (types.get((int) index).kind() != Kind.FUNCTION) {
      throw Rule.invalid(at, "type " + index + " is not " + Kind.FUNCTION.text);
    }
  }

  Type get(int index) {
    return types.get(index);
  }

  int count() {
    return types.size();
  }
}
