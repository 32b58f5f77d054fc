package radicchio.engine.chicory.lanes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All instructions on vectors, by opcode. May be used by any thread. */
public final class LaneInstructions {
  private static final List<LaneInstruction> ALL =
      Stream.of(
              LaneMemory.all(),
              LaneMoves.all(),
              IntegerLanes.all(),
              WidthLanes.all(),
              FloatLanes.all())
          .flatMap(List::stream)
          .sorted(Comparator.comparingInt(LaneInstruction::opcode))
          .toList();

  private static final LaneInstruction[] BY_OPCODE = byOpcode();

  private LaneInstructions() {}

  private static LaneInstruction[] byOpcode() {
    LaneInstruction[] table = new LaneInstruction[ALL.get(ALL.size() - 1).opcode() + 1];
    for (LaneInstruction instruction : ALL) {
      if (table[instruction.opcode()] != null) {
        throw new IllegalStateException("two instructions have the opcode of " + instruction);
      }
      table[instruction.opcode()] = instruction;
    }
    return table;
  }

  /** All instructions, in the order of their opcodes. */
  public static List<LaneInstruction> all() {
    return ALL;
  }

  /**
   * The instruction with an opcode.
   *
   * @param opcode without the prefix
   * @return empty if no instruction has it
   */
  public static Optional<LaneInstruction> of(long opcode) {
    return opcode < 0 || opcode >= BY_OPCODE.length
        ? Optional.empty()
        : Optional.ofNullable(BY_OPCODE[(int) opcode]);
  }
}
