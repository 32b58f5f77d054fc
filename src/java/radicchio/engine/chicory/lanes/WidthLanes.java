package radicchio.engine.chicory.lanes;

import static radicchio.engine.chicory.lanes.LaneForms.call;
import static radicchio.engine.chicory.lanes.LaneForms.constant;
import static radicchio.engine.chicory.lanes.LaneForms.from;
import static radicchio.engine.chicory.lanes.LaneForms.halves;
import static radicchio.engine.chicory.lanes.LaneForms.high;
import static radicchio.engine.chicory.lanes.LaneForms.low;
import static radicchio.engine.chicory.lanes.LaneForms.primitive;
import static radicchio.engine.chicory.lanes.LaneForms.truncated;
import static radicchio.engine.chicory.lanes.LaneForms.vector;
import static radicchio.engine.chicory.lanes.LaneForms.vectors;

import java.util.ArrayList;
import java.util.List;
import radicchio.engine.chicory.lanes.LaneCode.IntConstant;
import radicchio.engine.chicory.lanes.LaneCode.Operator;

/** The instructions whose results are integer lanes of another width. */
final class WidthLanes {
  private WidthLanes() {}

  /** The shapes of half the width, by the shape of the result. */
  private enum Wide {
    I16X8("i16x8", "i8x16", "extendI8", 0x87, 0x9c),
    I32X4("i32x4", "i16x8", "extendI16", 0xa7, 0xbc),
    I64X2("i64x2", "i32x4", "", 0xc7, 0xdc);

    private final String shape;
    private final String narrow;
    private final String extend;
    private final int extendOpcode;
    private final int multiplyOpcode;

    Wide(String shape, String narrow, String extend, int extendOpcode, int multiplyOpcode) {
      this.shape = shape;
      this.narrow = narrow;
      this.extend = extend;
      this.extendOpcode = extendOpcode;
      this.multiplyOpcode = multiplyOpcode;
    }
  }

  static List<LaneInstruction> all() {
    List<LaneInstruction> all = new ArrayList<>(ofNeighbours());
    all.addAll(narrowing());
    for (Wide wide : Wide.values()) {
      for (int i = 0; i < 4; i++) {
        boolean high = i % 2 == 1;
        boolean signed = i < 2;
        all.add(extend(wide, wide.extendOpcode + i, high, signed));
        all.add(multiply(wide, wide.multiplyOpcode + i, high, signed));
      }
    }
    return all;
  }

  private static List<LaneInstruction> ofNeighbours() {
    return List.of(
        unary(0x7c, "i16x8.extadd_pairwise_i8x16_s", "extaddPairwiseI8S"),
        unary(0x7d, "i16x8.extadd_pairwise_i8x16_u", "extaddPairwiseI8U"),
        unary(0x7e, "i32x4.extadd_pairwise_i16x8_s", "extaddPairwiseI16S"),
        unary(0x7f, "i32x4.extadd_pairwise_i16x8_u", "extaddPairwiseI16U"),
        halves(0xba, "i32x4.dot_i16x8_s", 2, code -> call("LaneWidening.dotI16", "(JJ)J", code)),
        halves(
            0x112,
            "i16x8.relaxed_dot_i8x16_i7x16_s",
            2,
            code -> call("LaneWidening.relaxedDotI8", "(JJ)J", code)),
        halves(
            0x113,
            "i32x4.relaxed_dot_i8x16_i7x16_add_s",
            3,
            code -> call("LaneWidening.relaxedDotI8Add", "(JJJ)J", code)));
  }

  private static LaneInstruction unary(int opcode, String name, String method) {
    return halves(opcode, name, 1, code -> call("LaneWidening." + method, "(J)J", code));
  }

  private static List<LaneInstruction> narrowing() {
    return List.of(
        narrow(0x65, "i8x16.narrow_i16x8_s", "narrowI16S"),
        narrow(0x66, "i8x16.narrow_i16x8_u", "narrowI16U"),
        narrow(0x85, "i16x8.narrow_i32x4_s", "narrowI32S"),
        narrow(0x86, "i16x8.narrow_i32x4_u", "narrowI32U"));
  }

  /** Makes the low half of the first operand, the high half of the second. */
  private static LaneInstruction narrow(int opcode, String name, String method) {
    String target = "LaneNarrowing." + method;
    return vector(
        opcode,
        name,
        vectors(2),
        call(target, "(JJ)J", low(0), high(0)),
        call(target, "(JJ)J", low(1), high(1)));
  }

  private static LaneInstruction extend(Wide wide, int opcode, boolean high, boolean signed) {
    LaneCode half = high ? high(0) : low(0);
    return vector(
        opcode,
        name(wide, "extend", high, signed),
        vectors(1),
        extended(wide, half, false, signed),
        extended(wide, half, true, signed));
  }

  private static LaneInstruction multiply(Wide wide, int opcode, boolean high, boolean signed) {
    LaneCode a = high ? high(0) : low(0);
    LaneCode b = high ? high(1) : low(1);
    return vector(
        opcode,
        name(wide, "extmul", high, signed),
        vectors(2),
        product(wide, extended(wide, a, false, signed), extended(wide, b, false, signed)),
        product(wide, extended(wide, a, true, signed), extended(wide, b, true, signed)));
  }

  private static String name(Wide wide, String what, boolean high, boolean signed) {
    return String.join(
        "_", wide.shape + "." + what, high ? "high" : "low", wide.narrow, signed ? "s" : "u");
  }

  private static LaneCode product(Wide wide, LaneCode a, LaneCode b) {
    return wide == Wide.I64X2
        ? primitive(Operator.MUL, a, b)
        : call(wide.shape + ".mul", "(JJ)J", a, b);
  }

  /** Half of the lanes of a half, as lanes of twice the width. */
  private static LaneCode extended(Wide wide, LaneCode half, boolean upper, boolean signed) {
    if (wide != Wide.I64X2) {
      String target = "LaneWidening." + wide.extend + (signed ? "S" : "U");
      return call(target, "(I)J", truncated(from(upper ? 32 : 0, half)));
    }
    if (!signed) {
      return upper ? from(32, half) : primitive(Operator.AND, half, constant(0xffffffffL));
    }
    return upper
        ? primitive(Operator.SHR, half, new IntConstant(32))
        : primitive(Operator.INT_TO_LONG, truncated(half));
  }
}
