package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * The definitions that a function's body may refer to, imports before the module's own, and the places of the bodies. Read from
 * a module whose format was checked.
 */
final class ModuleShape {
  private static final int HEADER = 8;
  private static final int WITH_INITIALIZER = 0x40;
  private static final int WITH_MAXIMUM = 1;
  private static final int END = 0x0b;

  /** The type of a global, and whether it is mutable. */
  record GlobalShape(int type, boolean mutable) {}

  /** A function's body in the module: from after its size to its end. */
  record BodyRange(int from, int to) {}

  private final byte[] wasm;
  private final TypeTable types = new TypeTable();
  private final List<Integer> functions = new ArrayList<>();
  private final List<Integer> tables = new ArrayList<>();
  private final List<GlobalShape> globals = new ArrayList<>();
  private final List<Integer> tags = new ArrayList<>();
  private final List<Integer> elements = new ArrayList<>();
  private final List<BodyRange> bodies = new ArrayList<>();
  private final BitSet referred = new BitSet();
  private int memories;
  private int importedFunctions;
  private int importedGlobals;
  private int importedTags;

  private ModuleShape(byte[] wasm) {
    this.wasm = wasm;
  }

  static ModuleShape of(byte[] wasm) {
    ModuleShape shape = new ModuleShape(wasm);
    Cursor in = new Cursor(wasm);
    in.seek(HEADER);
    while (in.left() > 0) {
      int id = in.u8();
      int size = in.u32();
      int end = in.at() + size;
      shape.section(id, in);
      in.seek(end);
    }
    return shape;
  }

  private void section(int id, Cursor in) {
    switch (id) {
      case 1 -> types.read(in);
      case 2 -> imports(in);
      case 3 -> each(in, () -> functions.add(in.u32()));
      case 4 -> each(in, () -> table(in));
      case 5 -> each(in, () -> memory(in));
      case 6 -> each(in, () -> global(in));
      case 7 -> each(in, () -> export(in));
      case 9 -> each(in, () -> element(in));
      case 10 ->
          each(
              in,
              () -> {
                int size = in.u32();
                bodies.add(new BodyRange(in.at(), in.at() + size));
                in.seek(in.at() + size);
              });
      case 13 -> each(in, () -> tag(in));
      default -> {}
    }
  }

  private static void each(Cursor in, Runnable read) {
    for (int left = in.u32(); left > 0; left--) {
      read.run();
    }
  }

  private void imports(Cursor in) {
    each(
        in,
        () -> {
          in.seek(in.u32() + in.at());
          in.seek(in.u32() + in.at());
          switch (in.u8()) {
            case 0 -> functions.add(in.u32());
            case 1 -> {
              tables.add(WasmTypes.read(in));
              limits(in);
            }
            case 2 -> memory(in);
            case 3 -> globals.add(new GlobalShape(WasmTypes.read(in), in.u8() == 1));
            default -> tag(in);
          }
        });
    importedFunctions = functions.size();
    importedGlobals = globals.size();
    importedTags = tags.size();
  }

  private static void limits(Cursor in) {
    int flags = in.u8();
    in.unsigned();
    if ((flags & WITH_MAXIMUM) != 0) {
      in.unsigned();
    }
  }

  private void table(Cursor in) {
    int code = in.u8();
    if (code == WITH_INITIALIZER) {
      in.u8();
      tables.add(WasmTypes.read(in));
      limits(in);
      constant(in);
    } else {
      tables.add(WasmTypes.read(code, in));
      limits(in);
    }
  }

  private void memory(Cursor in) {
    limits(in);
    memories++;
  }

  private void global(Cursor in) {
    globals.add(new GlobalShape(WasmTypes.read(in), in.u8() == 1));
    constant(in);
  }

  private void tag(Cursor in) {
    in.u8();
    tags.add(in.u32());
  }

  private void export(Cursor in) {
    in.seek(in.u32() + in.at());
    int kind = in.u8();
    int index = in.u32();
    if (kind == 0) {
      referred.set(index);
    }
  }

  /** Bit 0: passive or declarative; bit 1: with a table, or declarative; bit 2: of expressions. */
  private void element(Cursor in) {
    int flags = in.u32();
    if ((flags & 1) == 0) {
      if ((flags & 2) != 0) {
        in.u32();
      }
      constant(in);
    }
    boolean expressions = (flags & 4) != 0;
    int type = WasmTypes.ref(false, WasmTypes.FUNC);
    if ((flags & 3) != 0) {
      int code = in.u8();
      type = expressions ? WasmTypes.read(code, in) : type;
    } else if (expressions) {
      type = WasmTypes.FUNCREF;
    }
    elements.add(type);
    each(
        in,
        () -> {
          if (expressions) {
            constant(in);
          } else {
            referred.set(in.u32());
          }
        });
  }

  /** Skips a constant expression, and records its functions. */
  private void constant(Cursor in) {
    for (int op = in.u8(); op != END; op = in.u8()) {
      switch (op) {
        case 0x41 -> in.signed(32);
        case 0x42 -> in.signed(64);
        case 0x43 -> in.skip(Float.BYTES);
        case 0x44 -> in.skip(Double.BYTES);
        case 0x23 -> in.u32();
        case 0xd0 -> WasmTypes.readHeap(in);
        case 0xd2 -> referred.set(in.u32());
        case 0xfd -> {
          in.unsigned();
          in.skip(2 * Long.BYTES);
        }
        case 0xfb -> object(in.u32(), in);
        default -> {} // arithmetic has no operands
      }
    }
  }

  private static void object(int op, Cursor in) {
    switch (op) {
      case 0, 1, 6, 7 -> in.u32();
      case 8 -> {
        in.u32();
        in.u32();
      }
      default -> {} // of i31 and conversions, without operands
    }
  }

  byte[] wasm() {
    return wasm;
  }

  TypeTable types() {
    return types;
  }

  int functions() {
    return functions.size();
  }

  int importedFunctions() {
    return importedFunctions;
  }

  int functionType(int function) {
    return functions.get(function);
  }

  TypeTable.FunctionShape function(int function) {
    return types.function(functions.get(function));
  }

  /** Returns the functions that references may refer to: those in an export, a segment, a global or a body. */
  BitSet referred() {
    return referred;
  }

  int table(int table) {
    return tables.get(table);
  }

  int tables() {
    return tables.size();
  }

  int memories() {
    return memories;
  }

  GlobalShape global(int global) {
    return globals.get(global);
  }

  int importedGlobals() {
    return importedGlobals;
  }

  int importedTags() {
    return importedTags;
  }

  TypeTable.FunctionShape tag(int tag) {
    return types.function(tags.get(tag));
  }

  /** Returns the type of an element segment. */
  int element(int segment) {
    return elements.get(segment);
  }

  /** Returns the bodies of the module's own functions, in order. */
  List<BodyRange> bodies() {
    return bodies;
  }
}
