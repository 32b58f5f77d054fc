package radicchio.engine.chicory.lanes;

import java.util.List;
import java.util.Optional;

/**
 * An instruction on vectors.
 *
 * @param opcode without the prefix
 * @param name in the text format
 * @param operands their types, the one that is pushed first at the beginning
 * @param laneBound the index of a lane is less; 0 if there is none
 * @param accessBytes of memory, which is its largest alignment, too; 0 if it uses no memory
 */
public record LaneInstruction(
    int opcode,
    String name,
    List<LaneType> operands,
    Optional<LaneType> result,
    LaneImmediate immediate,
    int laneBound,
    int accessBytes,
    Lowerer lowerer) {

  public LaneInstruction {
    operands = List.copyOf(operands);
  }

  /** Makes the code for the immediates of an instruction. */
  @FunctionalInterface
  interface Lowerer {
    Lowering lower(int lane, long low, long high);
  }

  /**
   * The code of the instruction.
   *
   * @param lane the index of the lane, less than the bound; 0 if there is none
   * @param low the first eight bytes of a constant or of the indices of lanes, little-endian; 0 if there are none
   * @param high the last eight bytes
   */
  public Lowering lower(int lane, long low, long high) {
    return lowerer.lower(lane, low, high);
  }
}
