package radicchio.engine.chicory.module.format;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import radicchio.engine.chicory.lanes.LaneImmediate;
import radicchio.engine.chicory.lanes.LaneInstruction;
import radicchio.engine.chicory.lanes.LaneInstructions;
import radicchio.engine.chicory.module.format.TypeSpace.Kind;

/**
 * The instructions of a function or of a constant expression (Core specification, "Instructions" of the binary format): checks
 * their encoding, the nesting of blocks, and the bounds of every index.
 */
final class Instructions {
  private static final int EMPTY = 0x40;
  private static final int FIRST_WIDE = 0xfc13;
  private static final int LAST_WIDE = 0xfc16;

  private final Cursor in;
  private final Spaces spaces;
  private final List<BlockTypes.Misread> blockTypes;
  private final boolean compiled;
  private boolean needCompiler;
  private final Set<Integer> selfReferring = new TreeSet<>();
  private final Set<Integer> tailCalling = new TreeSet<>();
  private int function;
  private int locals;

  /**
   * @param blockTypes receives the block types that the engine reads wrongly
   * @param compiled whether the module will be compiled; the interpreter lacks some instructions
   */
  Instructions(Cursor in, Spaces spaces, List<BlockTypes.Misread> blockTypes, boolean compiled) {
    this.in = in;
    this.compiled = compiled;
    this.spaces = spaces;
    this.blockTypes = blockTypes;
  }

  /** Returns the functions, by index, that refer to themselves. */
  Set<Integer> selfReferring() {
    return selfReferring;
  }

  /** Returns the functions, by index, that call others in tail position. */
  Set<Integer> tailCalling() {
    return tailCalling;
  }

  /** Tests whether the interpreter lacks any of them. */
  boolean needCompiler() {
    return needCompiler;
  }

  /** Reads a constant expression. */
  void constant() {
    ConstantStack stack = new ConstantStack();
    OpCode op;
    do {
      int at = in.at();
      op = opcode(at);
      TypeSpace.Type type = null;
      long operand = 0;
      switch (op) {
        case GLOBAL_GET -> operand = spaces.global(in);
        case REF_FUNC -> spaces.declaration(in);
        case STRUCT_NEW, STRUCT_NEW_DEFAULT -> type = spaces.types().ofKind(Kind.STRUCT, in);
        case ARRAY_NEW, ARRAY_NEW_DEFAULT -> type = spaces.types().ofKind(Kind.ARRAY, in);
        case ARRAY_NEW_FIXED -> {
          type = spaces.types().ofKind(Kind.ARRAY, in);
          operand = in.unsigned();
        }
        case V128_CONST, NOP -> {}
        case ARRAY_NEW_DATA -> {} // is not constant, with a data count section or without
        default -> operands(op, at, 1);
      }
      stack.after(at, op, type, operand);
    } while (op != OpCode.END);
  }

  /**
   * Reads a function's instructions, up to the limit of the input.
   *
   * @param function its index
   * @param locals their number, including the parameters
   */
  void body(int function, int locals) {
    this.function = function;
    this.locals = locals;
    OpenBlocks open = new OpenBlocks();
    while (!open.isEmpty()) {
      int at = in.at();
      int opcode = in.u8();
      if (LegacyOpcode.is(opcode)) {
        legacy(at, opcode, open);
      } else {
        in.seek(at);
        open.after(at, instruction(open.depth()));
      }
    }
    if (in.left() > 0) {
      throw Cursor.malformed(in.at(), "section size mismatch: bytes after the end of a function");
    }
  }

  /** Reads an instruction of the legacy form of exceptions, with its operands. */
  private void legacy(int at, int opcode, OpenBlocks open) {
    requireCompiled(at, "the legacy form of exception handling");
    if (opcode == LegacyOpcode.TRY) {
      blockType();
    } else if (opcode == LegacyOpcode.CATCH) {
      spaces.tag(in);
    }
    open.afterLegacy(at, opcode);
    if (opcode == LegacyOpcode.DELEGATE || opcode == LegacyOpcode.RETHROW) {
      label(open.depth()); // that of a delegate is counted from outside of its try
    }
  }

  /** Records an instruction that only the compiler has. */
  private void requireCompiled(int at, String feature) {
    if (!compiled) {
      throw Rule.compiled(at, feature);
    }
    needCompiler = true;
  }

  private OpCode instruction(int depth) {
    int at = in.at();
    OpCode op = opcode(at);
    if (op != OpCode.V128_CONST) {
      operands(op, at, depth);
    }
    return op;
  }

  private void operands(OpCode op, int at, int depth) {
    switch (op) {
      case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> label(depth);
      case BR_TABLE -> branches(depth);
      case BR_ON_CAST, BR_ON_CAST_FAIL -> {
        if (in.u8() > 3) {
          throw Cursor.malformed(in.at() - 1, "malformed cast flags");
        }
        label(depth);
        spaces.types().heapType(in);
        spaces.types().heapType(in);
      }
      case TRY_TABLE -> {
        blockType();
        catches(depth);
      }
      case SELECT_T -> {
        int count = in.count("types of select");
        for (int i = 0; i < count; i++) {
          spaces.types().valueType(in);
        }
      }
      case REF_NULL, REF_TEST, REF_TEST_NULL, CAST_TEST, CAST_TEST_NULL ->
          spaces.types().heapType(in);
      case CALL -> spaces.function(in);
      case RETURN_CALL -> {
        if (spaces.function(in) != function) {
          tailCalling.add(function);
        }
      }
      case REF_FUNC -> {
        if (spaces.reference(in) == function) {
          selfReferring.add(function);
        }
      }
      case CALL_INDIRECT, RETURN_CALL_INDIRECT -> {
        spaces.types().ofKind(Kind.FUNCTION, in);
        spaces.table(in);
        noteTail(op == OpCode.RETURN_CALL_INDIRECT);
      }
      case CALL_REF, RETURN_CALL_REF -> {
        spaces.types().ofKind(Kind.FUNCTION, in);
        noteTail(op == OpCode.RETURN_CALL_REF);
      }
      case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> Rule.bounds(at, "local", in.unsigned(), locals);
      case GLOBAL_GET, GLOBAL_SET -> spaces.global(in);
      case TABLE_GET, TABLE_SET, TABLE_GROW, TABLE_SIZE, TABLE_FILL -> spaces.table(in);
      case TABLE_COPY -> {
        spaces.table(in);
        spaces.table(in);
      }
      case TABLE_INIT -> {
        spaces.element(in);
        spaces.table(in);
      }
      case ELEM_DROP -> spaces.element(in);
      case MEMORY_SIZE, MEMORY_GROW, MEMORY_FILL -> spaces.memory(in);
      case MEMORY_COPY -> {
        spaces.memory(in);
        spaces.memory(in);
      }
      case MEMORY_INIT -> {
        spaces.data(in);
        spaces.memory(in);
      }
      case DATA_DROP -> spaces.data(in);
      case THROW -> spaces.tag(in);
      case STRUCT_NEW, STRUCT_NEW_DEFAULT -> spaces.types().ofKind(Kind.STRUCT, in);
      case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U, STRUCT_SET -> {
        int fields = spaces.types().ofKind(Kind.STRUCT, in).kinds().length();
        Rule.bounds(in.at(), "field", in.unsigned(), fields);
      }
      case ARRAY_NEW,
          ARRAY_NEW_DEFAULT,
          ARRAY_GET,
          ARRAY_GET_S,
          ARRAY_GET_U,
          ARRAY_SET,
          ARRAY_FILL ->
          spaces.types().ofKind(Kind.ARRAY, in);
      case ARRAY_NEW_FIXED -> {
        spaces.types().ofKind(Kind.ARRAY, in);
        in.unsigned();
      }
      case ARRAY_COPY -> {
        spaces.types().ofKind(Kind.ARRAY, in);
        spaces.types().ofKind(Kind.ARRAY, in);
      }
      case ARRAY_NEW_DATA, ARRAY_INIT_DATA -> {
        spaces.types().ofKind(Kind.ARRAY, in);
        spaces.data(in);
      }
      case ARRAY_NEW_ELEM, ARRAY_INIT_ELEM -> {
        spaces.types().ofKind(Kind.ARRAY, in);
        spaces.element(in);
      }
      default -> OpCode.signature(op).forEach(this::operand);
    }
  }

  private void noteTail(boolean tail) {
    if (tail) {
      tailCalling.add(function);
    }
  }

  private OpCode opcode(int at) {
    int first = in.u8();
    if (first < 0xfb || first > 0xfe) {
      return known(at, first, Integer.toHexString(first));
    }
    long second = in.unsigned();
    if (first == 0xfd) {
      return vector(at, second);
    }
    String text = Integer.toHexString(first) + String.format(Locale.ROOT, "%02x", second);
    return known(at, second > 0xff ? -1 : first << 8 | (int) second, text);
  }

  /** Reads an instruction on vectors with its immediates. */
  private OpCode vector(int at, long opcode) {
    requireCompiled(at, "SIMD instructions");
    LaneInstruction instruction =
        LaneInstructions.of((int) opcode)
            .orElseThrow(
                () -> Cursor.malformed(at, "illegal opcode fd" + Long.toHexString(opcode)));
    switch (instruction.immediate()) {
      case NONE -> {}
      case MEMARG -> memoryArgument();
      case LANE -> in.skip(1);
      case MEMARG_LANE -> {
        memoryArgument();
        in.skip(1);
      }
      case LANES, CONSTANT -> in.skip(2 * Long.BYTES);
    }
    return instruction.immediate() == LaneImmediate.CONSTANT ? OpCode.V128_CONST : OpCode.NOP;
  }

  private OpCode known(int at, int code, String text) {
    OpCode op = code < 0 || code > 0xfeff ? null : OpCode.byOpCode(code);
    if (op != null) {
      return op;
    }
    if (code >= FIRST_WIDE && code <= LAST_WIDE) {
      requireCompiled(at, "wide arithmetic");
      return OpCode.NOP; // none of them has immediates
    }
    throw switch (code) {
      case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> Rule.feature(at, "stack switching");
      default -> Cursor.malformed(at, "illegal opcode " + text);
    };
  }

  private void label(int depth) {
    Rule.bounds(in.at(), "label", in.unsigned(), depth);
  }

  private void branches(int depth) {
    int count = in.count("labels of br_table");
    for (int i = 0; i <= count; i++) {
      label(depth);
    }
  }

  private void catches(int depth) {
    int count = in.count("catches of try_table");
    for (int i = 0; i < count; i++) {
      int kind = in.u8();
      if (kind > 3) {
        throw Cursor.malformed(in.at() - 1, "malformed catch " + kind);
      }
      if (kind < 2) {
        spaces.tag(in);
      }
      label(depth);
    }
  }

  private void blockType() {
    int from = in.at();
    int code = in.u8();
    if (code >= 0x41 && code <= 0x7f) {
      spaces.types().valueType(in, code);
    } else if (code != EMPTY) {
      in.seek(from);
      long type = in.signed(33);
      if (type < 0) {
        throw Cursor.malformed(from, "malformed block type " + type);
      }
      spaces.types().requireFunction(from, type);
      if (BlockTypes.isMisread((int) type)) {
        blockTypes.add(new BlockTypes.Misread(from, in.at(), (int) type));
      }
    }
  }

  private void operand(WasmEncoding encoding) {
    switch (encoding) {
      case VARUINT -> in.unsigned();
      case VARSINT32 -> in.signed(32);
      case VARSINT64 -> in.signed(64);
      case FLOAT32 -> in.skip(Float.BYTES);
      case FLOAT64 -> in.skip(Double.BYTES);
      case BYTE -> {
        if (in.u8() != 0) {
          throw Cursor.malformed(in.at() - 1, "zero byte expected");
        }
      }
      case BLOCK_TYPE -> blockType();
      case MEMARG -> memoryArgument();
      default ->
          throw new IllegalStateException(
              "every instruction with " + encoding + " has a case of its own");
    }
  }

  private void memoryArgument() {
    int from = in.at();
    long flags = in.unsigned();
    if (flags >= 0x80) {
      throw Cursor.malformed(from, "malformed memory argument: flags 0x" + Long.toHexString(flags));
    }
    if ((flags & 0x40) != 0) {
      spaces.memory(in);
    } else {
      Rule.bounds(from, "memory", 0, spaces.memories());
    }
    in.unsigned();
  }
}
