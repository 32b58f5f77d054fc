package radicchio.engine.chicory.module.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import radicchio.error.ForeignText;

/**
 * Checks a core module against the specification's binary format ("Modules"), before the engine reads it: its encoding, the
 * bounds of every index, and limits for parts that are expanded later. The engine's validator checks the types of operands.
 */
public final class ModuleFormat {
  private static final int HEADER = 8;
  private static final int CUSTOM = 0;
  private static final int CODE = 10;

  /** The ids of the sections in the order in which they must come. */
  private static final List<Integer> ORDER = List.of(1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, CODE, 11);

  private static final int MOST_FUNCTIONS = 1_000_000;

  /** Each takes heap when it is made, even if it is empty. */
  private static final int MOST_MEMORIES = 100;

  private static final int MOST_TABLES = 100;
  private static final int MOST_LOCALS = 50_000;

  /** The most locals of all functions, in addition to one for each byte of the code section. */
  private static final long MOST_LOCALS_OF_ALL = 1_000_000;

  private final Cursor in;
  private final Spaces spaces = new Spaces();
  private final List<BlockTypes.Misread> blockTypes = new ArrayList<>();
  private final Instructions instructions;

  /** Tests whether vectors can run. */
  private final boolean vectors;

  private int lastSection = -1;
  private int imported;
  private int codeFrom;
  private long bodies;
  private long data;
  private long locals;

  private ModuleFormat(byte[] wasm, boolean vectors) {
    this.in = new Cursor(wasm);
    this.vectors = vectors;
    this.instructions = new Instructions(in, spaces, blockTypes, vectors);
  }

  /**
   * Reads a module whose header was read before.
   *
   * @param vectors whether vectors can run; else a module that has any is refused
   * @throws radicchio.error.RadicchioException {@code MALFORMED}, {@code INVALID} or {@code LIMIT}
   */
  public static Checked check(byte[] wasm, boolean vectors) {
    return new ModuleFormat(wasm, vectors).check();
  }

  private Checked check() {
    in.seek(HEADER);
    while (in.left() > 0) {
      section();
    }
    int defined = spaces.functions() - imported;
    if (bodies != defined) {
      throw Cursor.malformed(
          in.at(),
          "function and code section have inconsistent lengths: " + defined + " and " + bodies);
    }
    if (spaces.dataCount() >= 0 && spaces.dataCount() != data) {
      throw Cursor.malformed(
          in.at(),
          "data count and data section have inconsistent lengths: "
              + spaces.dataCount()
              + " and "
              + data);
    }
    requireNoVectors();
    return new Checked(
        new BlockTypes(blockTypes, codeFrom),
        instructions.selfReferring(),
        instructions.tailCalling(),
        instructions.needCompiler() || spaces.types().hasVectors());
  }

  private void section() {
    int from = in.at();
    int id = in.u8();
    int size = in.u32();
    if (size > in.left()) {
      throw Cursor.malformed(
          from,
          "length out of bounds: section "
              + id
              + " has "
              + size
              + " bytes, "
              + in.left()
              + " are left");
    }
    int end = in.at() + size;
    in.limit(end);
    if (id == CUSTOM) {
      in.name("the name of a custom section");
      in.seek(end);
    } else {
      order(from, id);
      content(id);
    }
    if (in.left() > 0) {
      throw Cursor.malformed(
          in.at(), "section size mismatch: bytes after the content of section " + id);
    }
    in.limit(in.length());
  }

  private void order(int from, int id) {
    int place = ORDER.indexOf(id);
    if (place < 0) {
      throw Cursor.malformed(from, "malformed section id " + id);
    }
    if (place <= lastSection) {
      throw Cursor.malformed(
          from, "unexpected content after last section: section " + id + " comes too late");
    }
    lastSection = place;
  }

  private void content(int id) {
    switch (id) {
      case 1 -> spaces.types().read(in, in.count("types"));
      case 2 -> {
        each("imports", i -> importDefinition());
        imported = spaces.functions();
      }
      case 3 -> each("functions", i -> spaces.addFunction(in));
      case 4 -> each("tables", i -> table());
      case 5 -> each("memories", i -> memory());
      case 13 -> each("tags", i -> spaces.addTag(in));
      case 6 ->
          each(
              "globals",
              i -> {
                char kind = spaces.types().valueType(in);
                TypeSpace.mutability(in);
                instructions.constant();
                spaces.addGlobal(kind);
              });
      case 7 -> each("exports", i -> export());
      case 8 -> spaces.function(in);
      case 9 ->
          each(
              "element segments",
              i -> {
                element();
                spaces.addElement();
              });
      case 12 -> spaces.dataCount(in.unsigned());
      case CODE -> {
        codeFrom = in.at();
        int size = in.left();
        each("functions", i -> body(imported + i, size));
      }
      case 11 -> each("data segments", i -> dataSegment());
      default -> throw new IllegalStateException("missing section in the order: " + id);
    }
    Rule.most(in.at(), "functions", "it has", spaces.functions(), "functions", MOST_FUNCTIONS);
    Rule.most(in.at(), "memories", "it has", spaces.memories(), "memories", MOST_MEMORIES);
    Rule.most(in.at(), "tables", "it has", spaces.tables(), "tables", MOST_TABLES);
  }

  private void each(String items, Consumer<Integer> read) {
    int count = in.count(items);
    for (int i = 0; i < count; i++) {
      read.accept(i);
    }
  }

  private void importDefinition() {
    String module = in.name("the name of an import");
    String name = in.name("the name of an import");
    int from = in.at();
    if (importType() && !vectors) {
      throw Rule.compiled(
          from,
          "SIMD values (v128) in import "
              + ForeignText.quoted(module)
              + " "
              + ForeignText.quoted(name));
    }
  }

  /** Whether it has a v128. */
  private boolean importType() {
    int kind = in.u8();
    switch (kind) {
      case 0 -> {
        return spaces.addFunction(in);
      }
      case 1 -> {
        tableType();
        spaces.addTable();
      }
      case 2 -> memory();
      case 3 -> {
        char value = spaces.types().valueType(in);
        TypeSpace.mutability(in);
        spaces.addGlobal(value);
        return value == TypeSpace.VECTOR;
      }
      case 4 -> {
        return spaces.addTag(in);
      }
      default -> throw Cursor.malformed(in.at() - 1, "malformed import kind " + kind);
    }
    return false;
  }

  private void table() {
    int from = in.at();
    if (in.u8() == 0x40) {
      if (in.u8() != 0) {
        throw Cursor.malformed(in.at() - 1, "malformed table: zero byte expected");
      }
      tableType();
      instructions.constant();
    } else {
      in.seek(from);
      tableType();
    }
    spaces.addTable();
  }

  private void tableType() {
    spaces.types().referenceType(in);
    limits(1);
  }

  private void memory() {
    limits(3);
    spaces.addMemory();
  }

  /** Other forms than those that are known here were refused by name before. */
  private void limits(int most) {
    int flags = in.u8();
    if (flags > most) {
      throw Cursor.malformed(in.at() - 1, "malformed limits flags " + flags);
    }
    in.unsigned();
    if ((flags & 1) != 0) {
      in.unsigned();
    }
  }

  private void export() {
    String name = in.name("the name of an export");
    int from = in.at();
    if (exported() && !vectors) {
      throw Rule.compiled(from, "SIMD values (v128) in export " + ForeignText.quoted(name));
    }
  }

  /** Whether it has a v128. */
  private boolean exported() {
    int kind = in.u8();
    switch (kind) {
      case 0 -> {
        return spaces.declaration(in);
      }
      case 1 -> spaces.table(in);
      case 2 -> spaces.memory(in);
      case 3 -> {
        return spaces.global(in) == TypeSpace.VECTOR;
      }
      case 4 -> {
        return spaces.tag(in);
      }
      default -> throw Cursor.malformed(in.at() - 1, "malformed export kind " + kind);
    }
    return false;
  }

  /** Bit 0: passive or declarative; bit 1: with a table, or declarative; bit 2: of expressions. */
  private void element() {
    int from = in.at();
    long flags = in.unsigned();
    if (flags > 7) {
      throw Cursor.malformed(from, "malformed elements segment kind " + flags);
    }
    boolean active = (flags & 1) == 0;
    if (active) {
      if ((flags & 2) != 0) {
        spaces.table(in);
      }
      instructions.constant();
    }
    boolean expressions = (flags & 4) != 0;
    if ((flags & 3) != 0) {
      if (expressions) {
        spaces.types().referenceType(in);
      } else if (in.u8() != 0) {
        throw Cursor.malformed(in.at() - 1, "malformed element kind");
      }
    }
    each(
        "elements",
        i -> {
          if (expressions) {
            instructions.constant();
          } else {
            spaces.declaration(in);
          }
        });
  }

  private void body(int function, int codeBytes) {
    bodies++;
    int from = in.at();
    int size = in.u32();
    if (size > in.left()) {
      throw Cursor.malformed(
          from,
          "unexpected end: function "
              + function
              + " has "
              + size
              + " bytes, "
              + in.left()
              + " are left");
    }
    int sectionEnd = in.at() + in.left();
    in.limit(in.at() + size);
    if (function >= spaces.functions()) {
      throw Cursor.malformed(
          from,
          "function and code section have inconsistent lengths: a body for function "
              + function
              + " of "
              + spaces.functions());
    }
    long declared = locals(function, from, codeBytes);
    instructions.body(function, (int) declared + spaces.params(function));
    requireNoVectors();
    in.limit(sectionEnd);
  }

  private void requireNoVectors() {
    if (!vectors) {
      spaces.types().requireNoVectors();
    }
  }

  private long locals(int function, int from, int codeBytes) {
    long declared = 0;
    int groups = in.count("groups of locals");
    for (int i = 0; i < groups; i++) {
      declared += in.unsigned();
      spaces.types().valueType(in);
    }
    if (declared > 0xffff_ffffL) {
      throw Cursor.malformed(from, "too many locals of function " + function + ": " + declared);
    }
    Rule.most(
        from,
        "function-locals",
        "function " + function + " declares",
        declared,
        "locals",
        MOST_LOCALS);
    locals += declared;
    Rule.most(
        from,
        "locals",
        "its functions up to " + function + " declare",
        locals,
        "locals",
        MOST_LOCALS_OF_ALL + codeBytes);
    return declared;
  }

  private void dataSegment() {
    data++;
    int from = in.at();
    long mode = in.unsigned();
    if (mode > 2) {
      throw Cursor.malformed(from, "malformed data segment kind " + mode);
    }
    if (mode == 2) {
      spaces.memory(in);
    } else if (mode == 0) {
      Rule.bounds(from, "memory", 0, spaces.memories());
    }
    if (mode != 1) {
      instructions.constant();
    }
    in.skip(in.u32());
  }
}
