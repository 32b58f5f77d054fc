package radicchio.engine.chicory.lanes;

import java.util.List;

/**
 * An instruction in terms of longs and numbers: its loads, in order; then its results; then its stores, in order.
 *
 * @param results two for a vector, low and high; one for a number; none if the instruction stores
 */
public record Lowering(List<Load> loads, List<LaneCode> results, List<Store> stores) {
  public Lowering {
    loads = List.copyOf(loads);
    results = List.copyOf(results);
    stores = List.copyOf(stores);
  }

  /**
   * A load of an i64, from operand 0 and the memory argument's offset.
   *
   * @param opcode of the instruction i64.load, i64.load8_u, i64.load16_u or i64.load32_u
   * @param delta is added to the offset. The sum can be 2³² or more: then the load traps
   */
  public record Load(int opcode, int delta) {}

  /**
   * A store of an i64, as {@link Load}. If there are two, the first has the higher address, so that a store which traps
   * has stored nothing.
   *
   * @param opcode of the instruction i64.store, i64.store8, i64.store16 or i64.store32
   */
  public record Store(int opcode, int delta, LaneCode value) {}

  static Lowering of(LaneCode... results) {
    return new Lowering(List.of(), List.of(results), List.of());
  }
}
