package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Rewrites the calls by reference of a module that receives functions to {@code call_indirect}, which the engine executes
 * correctly for functions of other instances too. {@code call_ref} puts the reference into an added table of one element and
 * calls through it. Calls in tail position become a call and a return, so a chain of them needs stack.
 */
public final class ReferenceCalls {
  private static final int TABLE_SECTION = 4;
  private static final int CODE_SECTION = 10;
  private static final int FUNCREF = 0x70;
  private static final int I32_CONST = 0x41;
  private static final int LOCAL_GET = 0x20;
  private static final int LOCAL_SET = 0x21;
  private static final int TABLE_SET = 0x26;
  private static final int CALL_INDIRECT = 0x11;
  private static final int RETURN = 0x0F;

  private final Cursor in;
  private final WasmModule module;
  private final ModuleTypes types;
  private final int scratch;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ReferenceCalls(byte[] bytes, WasmModule module, ModuleTypes types) {
    this.in = new Cursor(bytes);
    this.module = module;
    this.types = types;
    this.scratch =
        module.importSection().count(ExternalType.TABLE) + module.tableSection().tableCount();
  }

  /** Tests whether the module has any of the calls that are rewritten. */
  static boolean in(WasmModule module) {
    for (var body : module.codeSection().functionBodies()) {
      for (var instruction : body.instructions()) {
        if (isRewritten(instruction.opcode())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the rewritten bytes of the module; the added table is the last one. */
  public static byte[] rewrite(byte[] bytes, WasmModule module, ModuleTypes types) {
    return new ReferenceCalls(bytes, module, types).rewrite();
  }

  private static boolean isRewritten(OpCode op) {
    return op == OpCode.CALL_REF
        || op == OpCode.RETURN_CALL_REF
        || op == OpCode.RETURN_CALL_INDIRECT;
  }

  private byte[] rewrite() {
    boolean tableAdded = false;
    in.copy(8, out);
    while (in.at() < in.length()) {
      int from = in.at();
      int id = in.u8();
      int end = in.u32() + in.at();
      if (!tableAdded && id > 3) {
        addTable(id == TABLE_SECTION ? end : in.at());
        tableAdded = true;
      }
      if (id == CODE_SECTION) {
        section(CODE_SECTION, code());
      } else if (id != TABLE_SECTION) {
        in.seek(from);
        in.copy(end - from, out);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  /** Writes the table section with one more table; its own tables are between here and {@code end}. */
  private void addTable(int end) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (end > in.at()) {
      Cursor.writeU32(body, in.u32() + 1);
      in.copy(end - in.at(), body);
    } else {
      body.write(1);
    }
    body.write(FUNCREF);
    body.write(1); // a maximum follows the minimum
    body.write(1);
    body.write(1);
    section(TABLE_SECTION, body);
  }

  private void section(int id, ByteArrayOutputStream body) {
    out.write(id);
    Cursor.writeU32(out, body.size());
    out.writeBytes(body.toByteArray());
  }

  private ByteArrayOutputStream code() {
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    int count = in.u32();
    Cursor.writeU32(bodies, count);
    int imported = module.importSection().count(ExternalType.FUNCTION);
    for (int i = 0; i < count; i++) {
      int end = in.u32() + in.at();
      List<AnnotatedInstruction> calls = calls(i);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int params = types.function(imported + i).type().params().size();
      int local = locals(body, params, calls.stream().anyMatch(c -> byReference(c.opcode())));
      for (AnnotatedInstruction call : calls) {
        in.copy(call.address() - in.at(), body);
        rewrite(call, local, body);
      }
      in.copy(end - in.at(), body);
      Cursor.writeU32(bodies, body.size());
      bodies.writeBytes(body.toByteArray());
    }
    return bodies;
  }

  private List<AnnotatedInstruction> calls(int function) {
    List<AnnotatedInstruction> calls = new ArrayList<>();
    for (var instruction : module.codeSection().getFunctionBody(function).instructions()) {
      if (isRewritten(instruction.opcode())) {
        calls.add(instruction);
      }
    }
    return calls;
  }

  private static boolean byReference(OpCode op) {
    return op == OpCode.CALL_REF || op == OpCode.RETURN_CALL_REF;
  }

  /** Copies the declarations of locals, with one more if needed. Returns the index of that one. */
  private int locals(ByteArrayOutputStream body, int params, boolean more) {
    int groups = in.u32();
    Cursor.writeU32(body, more ? groups + 1 : groups);
    int next = params;
    for (int i = 0; i < groups; i++) {
      int count = in.u32();
      next += count;
      Cursor.writeU32(body, count);
      int from = in.at();
      in.skipValueType();
      int end = in.at();
      in.seek(from);
      in.copy(end - from, body);
    }
    if (more) {
      Cursor.writeU32(body, 1);
      body.write(FUNCREF);
    }
    return next;
  }

  private void rewrite(AnnotatedInstruction call, int local, ByteArrayOutputStream body) {
    in.u8();
    int type = in.u32();
    int table = scratch;
    if (byReference(call.opcode())) {
      instruction(body, LOCAL_SET, local);
      instruction(body, I32_CONST, 0);
      instruction(body, LOCAL_GET, local);
      instruction(body, TABLE_SET, scratch);
      instruction(body, I32_CONST, 0);
    } else {
      table = in.u32();
    }
    instruction(body, CALL_INDIRECT, type);
    Cursor.writeU32(body, table);
    if (call.opcode() != OpCode.CALL_REF) {
      body.write(RETURN);
    }
  }

  private static void instruction(ByteArrayOutputStream body, int op, int operand) {
    body.write(op);
    Cursor.writeU32(body, operand);
  }
}
