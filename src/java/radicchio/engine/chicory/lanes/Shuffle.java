package radicchio.engine.chicory.lanes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import radicchio.engine.chicory.lanes.LaneCode.IntConstant;
import radicchio.engine.chicory.lanes.LaneCode.LongConstant;
import radicchio.engine.chicory.lanes.LaneCode.Operand;
import radicchio.engine.chicory.lanes.LaneCode.Operator;
import radicchio.engine.chicory.lanes.LaneCode.Primitive;

/**
 * {@code i8x16.shuffle}: its indices are immediates. Bytes that come from the same half and are moved by the same distance are
 * moved together: one shift, and a mask if other bytes of that half come along.
 */
final class Shuffle {
  private static final int BYTES = 8;

  private Shuffle() {}

  /** @param source of the four halves of the two operands; @param distance in bytes, towards higher ones */
  private record Move(int source, int distance) {}

  /**
   * The code of a half of the result.
   *
   * @param indices eight of them: 0 to 15 is a byte of the first operand, 16 to 31 of the second
   */
  static LaneCode half(long indices) {
    Map<Move, Long> moves = new LinkedHashMap<>();
    for (int to = 0; to < BYTES; to++) {
      int from = (int) (indices >>> to * BYTES) & 0xff;
      moves.merge(new Move(from / BYTES, to - from % BYTES), 0xffL << to * BYTES, (a, b) -> a | b);
    }
    List<LaneCode> parts = new ArrayList<>();
    moves.forEach((move, mask) -> parts.add(moved(move, mask)));
    return parts.stream().reduce((a, b) -> new Primitive(Operator.OR, List.of(a, b))).orElseThrow();
  }

  private static LaneCode moved(Move move, long mask) {
    LaneCode source = new Operand(move.source() / 2, move.source() % 2 == 1);
    int bits = move.distance() * BYTES;
    LaneCode shifted =
        bits == 0
            ? source
            : new Primitive(
                bits > 0 ? Operator.SHL : Operator.USHR,
                List.of(source, new IntConstant(Math.abs(bits))));
    long arriving = bits > 0 ? -1L << bits : -1L >>> -bits;
    return mask == arriving
        ? shifted
        : new Primitive(Operator.AND, List.of(shifted, new LongConstant(mask)));
  }
}
