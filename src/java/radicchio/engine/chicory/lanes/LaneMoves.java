package radicchio.engine.chicory.lanes;

import static radicchio.engine.chicory.lanes.LaneForms.call;
import static radicchio.engine.chicory.lanes.LaneForms.constant;
import static radicchio.engine.chicory.lanes.LaneForms.from;
import static radicchio.engine.chicory.lanes.LaneForms.high;
import static radicchio.engine.chicory.lanes.LaneForms.low;
import static radicchio.engine.chicory.lanes.LaneForms.primitive;
import static radicchio.engine.chicory.lanes.LaneForms.to;
import static radicchio.engine.chicory.lanes.LaneForms.truncated;
import static radicchio.engine.chicory.lanes.LaneForms.vector;
import static radicchio.engine.chicory.lanes.LaneForms.vectors;
import static radicchio.engine.chicory.lanes.LaneForms.widened;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import radicchio.engine.chicory.lanes.LaneCode.Call;
import radicchio.engine.chicory.lanes.LaneCode.Operator;

/** The instructions that move lanes: to a vector, from it, and within it. */
final class LaneMoves {
  private static final int HALF = Long.SIZE;

  private LaneMoves() {}

  /** A shape: the width of its lanes, the type of a lane as an operand, and its bits as a long. */
  private enum Shape {
    I8X16("i8x16", 8, LaneType.I32, 0x0f, 0x17, code -> widened(code, 0xff)),
    I16X8("i16x8", 16, LaneType.I32, 0x10, 0x1a, code -> widened(code, 0xffff)),
    I32X4("i32x4", 32, LaneType.I32, 0x11, 0x1c, code -> widened(code, 0xffffffffL)),
    I64X2("i64x2", 64, LaneType.I64, 0x12, 0x1e, code -> code),
    F32X4("f32x4", 32, LaneType.F32, 0x13, 0x20, code -> widened(bitsOfF32(code), 0xffffffffL)),
    F64X2("f64x2", 64, LaneType.F64, 0x14, 0x22, LaneMoves::bitsOfF64);

    private final String text;
    private final int bits;
    private final LaneType lane;
    private final int splatOpcode;
    private final int replaceOpcode;
    private final UnaryOperator<LaneCode> asLong;

    Shape(
        String text,
        int bits,
        LaneType lane,
        int splatOpcode,
        int replaceOpcode,
        UnaryOperator<LaneCode> asLong) {
      this.text = text;
      this.bits = bits;
      this.lane = lane;
      this.splatOpcode = splatOpcode;
      this.replaceOpcode = replaceOpcode;
      this.asLong = asLong;
    }
  }

  static List<LaneInstruction> all() {
    List<LaneInstruction> all = new ArrayList<>();
    all.add(
        new LaneInstruction(
            0x0c,
            "v128.const",
            List.of(),
            Optional.of(LaneType.V128),
            LaneImmediate.CONSTANT,
            0,
            0,
            (lane, low, high) -> Lowering.of(constant(low), constant(high))));
    all.add(
        new LaneInstruction(
            0x0d,
            "i8x16.shuffle",
            vectors(2),
            Optional.of(LaneType.V128),
            LaneImmediate.LANES,
            32,
            0,
            (lane, low, high) -> Lowering.of(Shuffle.half(low), Shuffle.half(high))));
    all.add(swizzle(0x0e, "i8x16.swizzle"));
    all.add(swizzle(0x100, "i8x16.relaxed_swizzle"));
    for (Shape shape : Shape.values()) {
      LaneCode half = spread(shape.bits, shape.asLong.apply(low(0)));
      all.add(vector(shape.splatOpcode, shape.text + ".splat", List.of(shape.lane), half, half));
      all.add(replace(shape));
    }
    all.addAll(extracts());
    return all;
  }

  /** A lane of a long, whose other bits are zero, in each lane of a half. */
  static LaneCode spread(int bits, LaneCode lane) {
    if (bits == HALF) {
      return lane;
    }
    long ones = Long.divideUnsigned(-1L, (1L << bits) - 1);
    return primitive(Operator.MUL, lane, constant(ones));
  }

  private static LaneInstruction swizzle(int opcode, String name) {
    String target = "Swizzle.swizzle";
    return vector(
        opcode,
        name,
        vectors(2),
        call(target, "(JJJ)J", low(0), high(0), low(1)),
        call(target, "(JJJ)J", low(0), high(0), high(1)));
  }

  private static LaneInstruction replace(Shape shape) {
    return new LaneInstruction(
        shape.replaceOpcode,
        shape.text + ".replace_lane",
        List.of(LaneType.V128, shape.lane),
        Optional.of(LaneType.V128),
        LaneImmediate.LANE,
        2 * HALF / shape.bits,
        0,
        (lane, low, high) -> replaced(0, lane, shape.bits, shape.asLong.apply(low(1))));
  }

  /**
   * A vector with one lane replaced.
   *
   * @param bits of a lane
   * @param value the new lane as a long whose other bits are zero
   */
  static Lowering replaced(int vector, int lane, int bits, LaneCode value) {
    LaneCode low = low(vector);
    LaneCode high = high(vector);
    int at = lane * bits;
    return at < HALF
        ? Lowering.of(replacedHalf(low, at, bits, value), high)
        : Lowering.of(low, replacedHalf(high, at - HALF, bits, value));
  }

  private static LaneCode replacedHalf(LaneCode half, int at, int bits, LaneCode value) {
    if (bits == HALF) {
      return value;
    }
    long others = ~((1L << bits) - 1 << at);
    return primitive(Operator.OR, primitive(Operator.AND, half, constant(others)), to(at, value));
  }

  /** The bits of a vector from a lane on, at the lower end of a long. */
  static LaneCode lane(int vector, int lane, int bits) {
    int at = lane * bits;
    return at < HALF ? from(at, low(vector)) : from(at - HALF, high(vector));
  }

  private static List<LaneInstruction> extracts() {
    return List.of(
        extract(0x15, "i8x16.extract_lane_s", 8, LaneType.I32, c -> asInt(c, Operator.INT_TO_BYTE)),
        extract(0x16, "i8x16.extract_lane_u", 8, LaneType.I32, LaneMoves::unsignedByte),
        extract(
            0x18, "i16x8.extract_lane_s", 16, LaneType.I32, c -> asInt(c, Operator.INT_TO_SHORT)),
        extract(
            0x19, "i16x8.extract_lane_u", 16, LaneType.I32, c -> asInt(c, Operator.INT_TO_CHAR)),
        extract(0x1b, "i32x4.extract_lane", 32, LaneType.I32, LaneForms::truncated),
        extract(0x1d, "i64x2.extract_lane", 64, LaneType.I64, code -> code),
        extract(0x1f, "f32x4.extract_lane", 32, LaneType.F32, LaneMoves::asF32),
        extract(0x21, "f64x2.extract_lane", 64, LaneType.F64, LaneMoves::asF64));
  }

  private static LaneInstruction extract(
      int opcode, String name, int bits, LaneType result, UnaryOperator<LaneCode> number) {
    return new LaneInstruction(
        opcode,
        name,
        vectors(1),
        Optional.of(result),
        LaneImmediate.LANE,
        2 * HALF / bits,
        0,
        (lane, low, high) -> Lowering.of(number.apply(lane(0, lane, bits))));
  }

  private static LaneCode asInt(LaneCode code, Operator operator) {
    return primitive(operator, truncated(code));
  }

  private static LaneCode unsignedByte(LaneCode code) {
    return truncated(primitive(Operator.AND, code, constant(0xff)));
  }

  private static LaneCode bitsOfF32(LaneCode code) {
    return new Call("java/lang/Float", "floatToRawIntBits", "(F)I", List.of(code));
  }

  private static LaneCode bitsOfF64(LaneCode code) {
    return new Call("java/lang/Double", "doubleToRawLongBits", "(D)J", List.of(code));
  }

  private static LaneCode asF32(LaneCode code) {
    return new Call("java/lang/Float", "intBitsToFloat", "(I)F", List.of(truncated(code)));
  }

  private static LaneCode asF64(LaneCode code) {
    return new Call("java/lang/Double", "longBitsToDouble", "(J)D", List.of(code));
  }
}
