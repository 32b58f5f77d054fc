package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One function, divided: in rounds, since what is left of it after one may have regions of its own. It names its parts
 * as if it were the only function that has any.
 */
final class Division {
  /** The first bounds find what is called seldom beside what it does; the second the dispatch of an interpreter. */
  private static final int FEW_EXITS = 6;

  private static final int FEW_SLOTS = 24;
  private static final int MANY_EXITS = 600;
  private static final int MANY_SLOTS = 120;
  private static final int MOST_ROUNDS = 8;

  /** Locals for the number of the way out of a region, and for a value of each type that one takes along. */
  private static final List<ValType> SCRATCH =
      List.of(ValType.I32, ValType.I32, ValType.I64, ValType.F32, ValType.F64);

  private final StackShape.Types types;
  private final int size;
  private final int firstPart;
  private final List<Code> parts = new ArrayList<>();
  private Code rest;

  private Division(Code whole, StackShape.Types module, int size, int firstPart) {
    this.rest = whole;
    this.size = size;
    this.firstPart = firstPart;
    this.types =
        new StackShape.Types() {
          @Override
          public FunctionType type(int index) {
            return module.type(index);
          }

          @Override
          public FunctionType function(int index) {
            return index < firstPart ? module.function(index) : parts.get(index - firstPart).type();
          }
        };
  }

  /**
   * Empty where the function is small enough, or cannot be divided.
   *
   * @param firstPart the index of the first part
   */
  static Optional<Division> of(Code whole, StackShape.Types module, int size, int firstPart) {
    if (StackShape.size(whole, module) <= size) {
      return Optional.empty();
    }
    Division division = new Division(whole.reachable(), module, size, firstPart);
    division.divide();
    return division.parts.isEmpty() ? Optional.empty() : Optional.of(division);
  }

  private void divide() {
    boolean divided = divide(new Selection.Bounds(size, FEW_EXITS, FEW_SLOTS));
    for (int round = 1; round < MOST_ROUNDS && (divided || round == 1); round++) {
      if (StackShape.size(rest, types) <= size) {
        return;
      }
      divided = divide(new Selection.Bounds(size, MANY_EXITS, MANY_SLOTS));
    }
  }

  /** Whether there were regions. */
  private boolean divide(Selection.Bounds bounds) {
    Optional<StackShape> shape = StackShape.of(rest, types);
    Optional<Liveness> liveness = shape.flatMap(Liveness::of);
    return liveness.isPresent()
        && extract(Selection.of(shape.get(), liveness.get(), bounds), liveness.get());
  }

  private boolean extract(List<Region> regions, Liveness liveness) {
    if (regions.isEmpty()) {
      return false;
    }
    List<ValType> locals = new ArrayList<>(rest.locals());
    int scratch = rest.localCount();
    locals.addAll(SCRATCH);
    List<Instruction> instructions = new ArrayList<>();
    int at = 0;
    for (Region region : regions) {
      instructions.addAll(rest.instructions().subList(at, region.from()));
      Extraction extraction = new Extraction(region, liveness);
      instructions.addAll(
          extraction.call(
              firstPart + parts.size(), scratch, value -> scratch + SCRATCH.lastIndexOf(value)));
      parts.add(extraction.function());
      at = region.to();
    }
    instructions.addAll(rest.instructions().subList(at, rest.instructions().size()));
    rest = new Code(rest.type(), locals, instructions).reachable().compact();
    return true;
  }

  /** What is left of the function, where so many parts of others come before its own. */
  Code rest(int others) {
    return moved(rest, others);
  }

  /** The parts, likewise. */
  List<Code> parts(int others) {
    return parts.stream().map(part -> moved(part, others)).toList();
  }

  private Code moved(Code code, int others) {
    List<Instruction> instructions =
        code.instructions().stream()
            .map(
                i ->
                    i.opcode() == OpCode.CALL && i.operand(0) >= firstPart
                        ? Code.instruction(OpCode.CALL, i.operand(0) + others)
                        : i)
            .toList();
    return new Code(code.type(), code.locals(), instructions);
  }
}
