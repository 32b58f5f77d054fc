package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Blocks without parameters in place of those with some: the engine takes too many values to where a branch out of such
 * a block goes. The parameters go through locals. Loops stay, whose label takes them.
 */
final class BlockParams {
  private final ModuleDraft draft;
  private final Code code;
  private final List<ValType> locals;
  private final List<Instruction> made = new ArrayList<>();

  /** Of each open block the locals of its parameters, the first first, if an {@code if}'s; none of others. */
  private final Deque<List<Integer>> open = new ArrayDeque<>();

  private BlockParams(Code code, ModuleDraft draft) {
    this.code = code;
    this.draft = draft;
    this.locals = new ArrayList<>(code.locals());
  }

  /** Whether an instruction opens a block that is to be changed. */
  static boolean has(Instruction i, StackShape.Types types) {
    return switch (i.opcode()) {
      case BLOCK, IF, TRY_TABLE ->
          isIndex(i.operand(0)) && !types.type((int) i.operand(0)).params().isEmpty();
      default -> false;
    };
  }

  private static boolean isIndex(long type) {
    return type != StackShape.EMPTY_TYPE && !ValType.isValid(type);
  }

  static Code removed(Code code, ModuleDraft draft) {
    if (code.instructions().stream().noneMatch(i -> has(i, draft))) {
      return code;
    }
    return new BlockParams(code, draft).removed();
  }

  /** The same, unless it would need a type that the module does not have. */
  static Code removedWithoutNewTypes(Code code, ModuleDraft draft) {
    boolean needed =
        code.instructions().stream()
            .anyMatch(i -> has(i, draft) && draft.type((int) i.operand(0)).returns().size() > 1);
    return needed ? code : removed(code, draft);
  }

  private Code removed() {
    for (Instruction i : code.instructions()) {
      if (has(i, draft)) {
        opened(i);
      } else if (Code.opens(i.opcode())) {
        made.add(i);
        open.push(List.of());
      } else {
        inner(i);
      }
    }
    return new Code(code.type(), locals, made);
  }

  private void opened(Instruction block) {
    FunctionType type = draft.type((int) block.operand(0));
    boolean decides = block.opcode() == OpCode.IF;
    int condition = decides ? local(ValType.I32) : 0;
    List<Integer> params = type.params().stream().map(this::local).toList();
    if (decides) {
      made.add(Code.instruction(OpCode.LOCAL_SET, condition));
    }
    for (int i = params.size() - 1; i >= 0; i--) {
      made.add(Code.instruction(OpCode.LOCAL_SET, params.get(i)));
    }
    if (decides) {
      made.add(Code.instruction(OpCode.LOCAL_GET, condition));
    }
    long[] operands = block.operands().clone();
    operands[0] = draft.blockType(type.returns());
    made.add(Code.instruction(block.opcode(), operands));
    get(params);
    open.push(decides ? params : List.of());
  }

  private int local(ValType type) {
    locals.add(type);
    return code.type().params().size() + locals.size() - 1;
  }

  private void get(List<Integer> params) {
    params.forEach(param -> made.add(Code.instruction(OpCode.LOCAL_GET, param)));
  }

  private void inner(Instruction i) {
    if (i.opcode() == OpCode.ELSE) {
      made.add(i);
      get(open.pop());
      open.push(List.of());
      return;
    }
    if (i.opcode() == OpCode.END && !open.isEmpty()) {
      List<Integer> params = open.pop();
      if (!params.isEmpty()) { // an if without else gives its parameters
        made.add(Code.instruction(OpCode.ELSE));
        get(params);
      }
    }
    made.add(i);
  }
}
