package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.CatchOpCode;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import java.io.ByteArrayOutputStream;

/**
 * A function's instructions in the binary format, as a body without locals; see the Core specification, "Code Section"
 * and "Instructions".
 */
final class BodyEncoder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private BodyEncoder() {}

  /** The body with its size in front. */
  static byte[] encode(Code code) {
    BodyEncoder body = new BodyEncoder();
    body.unsigned(0L);
    code.instructions().forEach(body::instruction);
    BodyEncoder sized = new BodyEncoder();
    sized.unsigned((long) body.out.size());
    sized.out.writeBytes(body.out.toByteArray());
    return sized.out.toByteArray();
  }

  /** A number as unsigned LEB128. */
  static byte[] unsigned(int value) {
    BodyEncoder number = new BodyEncoder();
    number.unsigned((long) value);
    return number.out.toByteArray();
  }

  private void instruction(Instruction i) {
    int code = i.opcode().opcode();
    if (code > 0xff) {
      out.write(code >> 8);
      unsigned((long) code & 0xff);
    } else {
      out.write(code);
    }
    int at = 0;
    for (WasmEncoding operand : OpCode.signature(i.opcode())) {
      at = operand(operand, i, at);
    }
  }

  /** Writes what stands at {@code at}; what is next stands where the result says. */
  private int operand(WasmEncoding encoding, Instruction i, int at) {
    switch (encoding) {
      case VARUINT -> unsigned(i.operand(at));
      case BYTE -> out.write((int) i.operand(at));
      case VARSINT32, VARSINT64 -> signed(i.operand(at));
      case FLOAT32 -> littleEndian(i.operand(at), Float.BYTES);
      case FLOAT64 -> littleEndian(i.operand(at), Double.BYTES);
      case BLOCK_TYPE -> blockType(i.operand(at));
      case MEMARG -> {
        memoryArgument(i, at);
        return at + 3;
      }
      case VEC_VARUINT -> {
        int end = i.operandCount() - 1; // the label that a br_table takes otherwise follows
        unsigned((long) end - at);
        for (int n = at; n < end; n++) {
          unsigned(i.operand(n));
        }
        return end;
      }
      case VEC_VALUE_TYPE -> {
        unsigned((long) i.operandCount() - at);
        for (int n = at; n < i.operandCount(); n++) {
          valueType(i.operand(n));
        }
        return i.operandCount();
      }
      case VEC_CATCH -> {
        catches(i, at);
        return i.operandCount();
      }
      default ->
          throw new IllegalArgumentException("vector instructions were refused before: " + i);
    }
    return at + 1;
  }

  private void blockType(long type) {
    if (type == StackShape.EMPTY_TYPE || ValType.isValid(type)) {
      valueType(type);
    } else {
      signed(type);
    }
  }

  /** @param id the type's code and, above it, the heap type of a reference */
  private void valueType(long id) {
    int code = (int) id;
    out.write(code);
    if (code == ValType.ID.Ref || code == ValType.ID.RefNull) {
      signed(id >> Integer.SIZE);
    }
  }

  private void memoryArgument(Instruction i, int at) {
    long align = i.operand(at);
    long memory = i.operand(at + 2);
    unsigned(memory == 0 ? align : align | 0x40);
    if (memory != 0) {
      unsigned(memory);
    }
    unsigned(i.operand(at + 1));
  }

  private void catches(Instruction i, int from) {
    unsigned(i.operand(from));
    for (int at = from + 1; at < i.operandCount(); ) {
      CatchOpCode kind = CatchOpCode.byOpCode((int) i.operand(at));
      out.write(kind.opcode());
      int operands = kind == CatchOpCode.CATCH || kind == CatchOpCode.CATCH_REF ? 2 : 1;
      for (int n = 1; n <= operands; n++) {
        unsigned(i.operand(at + n));
      }
      at += 1 + operands;
    }
  }

  private void unsigned(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private void signed(long value) {
    long left = value;
    while (left < -0x40 || left > 0x3f) {
      out.write((int) (left & 0x7f | 0x80));
      left >>= 7;
    }
    out.write((int) (left & 0x7f));
  }

  private void littleEndian(long bits, int bytes) {
    for (int n = 0; n < bytes; n++) {
      out.write((int) (bits >>> 8 * n));
    }
  }
}
