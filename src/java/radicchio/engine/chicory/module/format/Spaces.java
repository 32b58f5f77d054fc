package radicchio.engine.chicory.module.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The index spaces of a module, for its instructions and sections. */
final class Spaces {
  private final TypeSpace types = new TypeSpace();

  /** By function, imports first, its type. */
  private final List<Integer> functions = new ArrayList<>();

  private int tables;
  private int memories;

  /** By global, the kind of its value as a {@link ConstantStack} has it. */
  private final StringBuilder globals = new StringBuilder();

  /** Functions that are named outside of functions: only these may be referred to in one. */
  private final BitSet declared = new BitSet();

  private final List<TypeSpace.Type> tags = new ArrayList<>();
  private int elements;

  /** Of the data count section; none without it. */
  private long data = -1;

  TypeSpace types() {
    return types;
  }

  /** Reads a function's type; whether it has a v128. */
  boolean addFunction(Cursor in) {
    int from = in.at();
    int type = types.index(in);
    types.requireFunction(from, type);
    functions.add(type);
    return types.get(type).vectors();
  }

  void addTable() {
    tables++;
  }

  void addMemory() {
    memories++;
  }

  void addGlobal(char kind) {
    globals.append(kind);
  }

  /** Reads a tag's attribute and type; whether it has a v128. */
  boolean addTag(Cursor in) {
    if (in.u8() != 0) {
      throw Cursor.malformed(in.at() - 1, "malformed tag attribute");
    }
    TypeSpace.Type type = types.ofKind(TypeSpace.Kind.FUNCTION, in);
    tags.add(type);
    return type.vectors();
  }

  void addElement() {
    elements++;
  }

  void dataCount(long count) {
    data = count;
  }

  /** As the data count section has it, or -1. */
  long dataCount() {
    return data;
  }

  int functions() {
    return functions.size();
  }

  /** How many parameters a function has. */
  int params(int function) {
    return types.get(functions.get(function)).kinds().length();
  }

  int tables() {
    return tables;
  }

  int memories() {
    return memories;
  }

  int function(Cursor in) {
    int from = in.at();
    long index = in.unsigned();
    Rule.bounds(from, "function", index, functions.size());
    return (int) index;
  }

  /** A function that is named outside of functions; whether it has a v128. */
  boolean declaration(Cursor in) {
    int function = function(in);
    declared.set(function);
    return types.get(functions.get(function)).vectors();
  }

  /** A function that is referred to in one. */
  int reference(Cursor in) {
    int from = in.at();
    int function = function(in);
    if (!declared.get(function)) {
      throw Rule.invalid(
          from,
          "undeclared function reference: function "
              + function
              + " is named in no element segment, export or global");
    }
    return function;
  }

  void table(Cursor in) {
    Rule.bounds(in.at(), "table", in.unsigned(), tables);
  }

  void memory(Cursor in) {
    Rule.bounds(in.at(), "memory", in.unsigned(), memories);
  }

  /** A global's index; the kind of its value. */
  char global(Cursor in) {
    int from = in.at();
    long index = in.unsigned();
    Rule.bounds(from, "global", index, globals.length());
    return globals.charAt((int) index);
  }

  /** A tag's index; whether it has a v128. */
  boolean tag(Cursor in) {
    int from = in.at();
    long index = in.unsigned();
    Rule.bounds(from, "tag", index, tags.size());
    return tags.get((int) index).vectors();
  }

  void element(Cursor in) {
    Rule.bounds(in.at(), "elem segment", in.unsigned(), elements);
  }

  void data(Cursor in) {
    int from = in.at();
    long index = in.unsigned();
    if (data < 0) {
      throw Cursor.malformed(from, "data count section required");
    }
    if (index >= data) {
      throw Rule.invalid(from, "unknown data segment " + index + " of " + data);
    }
  }
}
