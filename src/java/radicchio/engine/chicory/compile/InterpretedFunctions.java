package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CatchOpCode;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The functions of a compiled module that are not compiled, mostly because they are too large for a JVM method, for the
 * engine's interpreter. A large module has some hundred thousand instructions in them, whose parsing would take the engine
 * longer than the rest of a start. Most instructions differ from others only in their address and scope, which the interpreter
 * does not read: they are stored once, and shared.
 */
final class InterpretedFunctions {
  /** The number of functions; then for each its index, its locals, and the places of its instructions in the table. */
  private final byte[] functions;

  /** The different instructions. */
  private final byte[] table;

  private final Set<Integer> indices;

  /** For a module whose functions are all classes. */
  static final InterpretedFunctions NONE =
      new InterpretedFunctions(new byte[0], new byte[Integer.BYTES], Set.of());

  private InterpretedFunctions(byte[] functions, byte[] table, Set<Integer> indices) {
    this.functions = functions;
    this.table = table;
    this.indices = indices;
  }

  /**
   * @param module validated, which completes some instructions
   * @param indices of functions that it defines, imports counted
   */
  static InterpretedFunctions of(WasmModule module, int imported, Set<Integer> indices) {
    Map<ByteBuffer, Integer> table = new LinkedHashMap<>();
    byte[] functions =
        written(
            out -> {
              for (int index : indices) {
                FunctionBody body = module.codeSection().getFunctionBody(index - imported);
                out.writeInt(index);
                write(body.localTypes().stream().mapToLong(ValType::id).toArray(), out);
                out.writeInt(body.instructions().size());
                for (AnnotatedInstruction instruction : body.instructions()) {
                  ByteBuffer entry = ByteBuffer.wrap(written(o -> write(instruction, o)));
                  table.putIfAbsent(entry, table.size());
                  out.writeInt(table.get(entry));
                }
              }
            });
    byte[] distinct =
        written(
            out -> {
              out.writeInt(table.size());
              for (ByteBuffer entry : table.keySet()) {
                out.write(entry.array());
              }
            });
    return new InterpretedFunctions(functions, distinct, indices);
  }

  /** By index, imports counted. */
  Set<Integer> indices() {
    return indices;
  }

  /** By the functions' index, imports counted. */
  Map<Integer, FunctionBody> bodies() {
    ByteBuffer in = ByteBuffer.wrap(table);
    AnnotatedInstruction[] distinct = new AnnotatedInstruction[in.getInt()];
    for (int i = 0; i < distinct.length; i++) {
      distinct[i] = instruction(in);
    }
    in = ByteBuffer.wrap(functions);
    Map<Integer, FunctionBody> bodies = new HashMap<>();
    while (in.hasRemaining()) {
      bodies.put(in.getInt(), body(in, distinct));
    }
    return bodies;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(indices.size());
    for (int index : indices) {
      out.writeInt(index);
    }
    for (byte[] part : List.of(functions, table)) {
      out.writeInt(part.length);
      out.write(part);
    }
  }

  /** Reads the format of {@link #write(DataOutput)}. */
  static InterpretedFunctions read(DataInput in) throws IOException {
    Set<Integer> indices = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      indices.add(in.readInt());
    }
    return new InterpretedFunctions(readBytes(in), readBytes(in), indices);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes whatever is written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(long[] longs, DataOutput out) throws IOException {
    out.writeInt(longs.length);
    for (long value : longs) {
      out.writeLong(value);
    }
  }

  private static void write(AnnotatedInstruction instruction, DataOutput out) throws IOException {
    out.writeInt(instruction.opcode().opcode());
    write(instruction.operands(), out);
    out.writeInt(instruction.depth());
    out.writeInt(instruction.labelTrue());
    out.writeInt(instruction.labelFalse());
    List<Integer> labels =
        instruction.opcode() == OpCode.TRY_TABLE
            ? instruction.catches().stream().map(CatchOpCode.Catch::resolvedLabel).toList()
            : instruction.labelTable();
    out.writeInt(labels.size());
    for (int label : labels) {
      out.writeInt(label);
    }
  }

  private static long[] longs(ByteBuffer in) {
    long[] longs = new long[in.getInt()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.getLong();
    }
    return longs;
  }

  private static AnnotatedInstruction instruction(ByteBuffer in) {
    Instruction base = new Instruction(0, OpCode.byOpCode(in.getInt()), longs(in));
    AnnotatedInstruction.Builder builder =
        AnnotatedInstruction.builder().from(base).withDepth(in.getInt());
    int labelTrue = in.getInt();
    if (labelTrue != AnnotatedInstruction.UNDEFINED_LABEL) {
      builder.withLabelTrue(labelTrue);
    }
    int labelFalse = in.getInt();
    if (labelFalse != AnnotatedInstruction.UNDEFINED_LABEL) {
      builder.withLabelFalse(labelFalse);
    }
    int count = in.getInt();
    List<Integer> labels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      labels.add(in.getInt());
    }
    switch (base.opcode()) {
      case BLOCK, LOOP, IF, END -> builder.withScope(base);
      case BR_TABLE -> builder.withLabelTable(labels);
      case TRY_TABLE -> builder.withScope(base).withCatches(catches(base, labels));
      default -> {}
    }
    return builder.build();
  }

  private static List<CatchOpCode.Catch> catches(Instruction tryTable, List<Integer> labels) {
    List<CatchOpCode.Catch> catches = CatchOpCode.decode(tryTable.operands());
    for (int i = 0; i < catches.size(); i++) {
      catches.get(i).resolvedLabel(labels.get(i));
    }
    return catches;
  }

  private static FunctionBody body(ByteBuffer in, AnnotatedInstruction[] table) {
    List<ValType> locals =
        Arrays.stream(longs(in)).mapToObj(id -> ValType.builder().fromId(id).build()).toList();
    AnnotatedInstruction[] instructions = new AnnotatedInstruction[in.getInt()];
    for (int i = 0; i < instructions.length; i++) {
      instructions[i] = table[in.getInt()];
    }
    return new FunctionBody(locals, Arrays.asList(instructions));
  }
}
