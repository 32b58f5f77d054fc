package radicchio.engine.chicory.lanes;

import static radicchio.engine.chicory.lanes.LaneForms.constant;
import static radicchio.engine.chicory.lanes.LaneForms.halves;
import static radicchio.engine.chicory.lanes.LaneForms.primitive;
import static radicchio.engine.chicory.lanes.LaneForms.shift;
import static radicchio.engine.chicory.lanes.LaneForms.test;

import java.util.ArrayList;
import java.util.List;
import radicchio.engine.chicory.lanes.LaneCode.Operator;

/** The instructions on integer lanes whose results have the shape of their operands, and those on all bits. */
final class IntegerLanes {
  private IntegerLanes() {}

  private static final List<String> COMPARISONS =
      List.of("eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u");

  static List<LaneInstruction> all() {
    List<LaneInstruction> all = new ArrayList<>();
    compare(all, 0x23, "i8x16");
    compare(all, 0x2d, "i16x8");
    compare(all, 0x37, "i32x4");
    all.addAll(bits());
    all.addAll(i8x16());
    all.addAll(i16x8());
    all.addAll(i32x4());
    all.addAll(i64x2());
    return all;
  }

  private static void compare(List<LaneInstruction> all, int opcode, String shape) {
    for (String comparison : COMPARISONS) {
      all.add(halves(opcode + COMPARISONS.indexOf(comparison), shape + "." + comparison, 2));
    }
  }

  private static List<LaneInstruction> bits() {
    return List.of(
        halves(0x4d, "v128.not", 1, code -> not(code[0])),
        binary(0x4e, "v128.and", Operator.AND),
        halves(0x4f, "v128.andnot", 2, code -> primitive(Operator.AND, code[0], not(code[1]))),
        binary(0x50, "v128.or", Operator.OR),
        binary(0x51, "v128.xor", Operator.XOR),
        halves(0x52, "v128.bitselect", 3, IntegerLanes::select),
        test(0x53, "v128.any_true"),
        halves(0x109, "i8x16.relaxed_laneselect", 3, IntegerLanes::select),
        halves(0x10a, "i16x8.relaxed_laneselect", 3, IntegerLanes::select),
        halves(0x10b, "i32x4.relaxed_laneselect", 3, IntegerLanes::select),
        halves(0x10c, "i64x2.relaxed_laneselect", 3, IntegerLanes::select));
  }

  private static List<LaneInstruction> i8x16() {
    return List.of(
        halves(0x60, "i8x16.abs", 1),
        halves(0x61, "i8x16.neg", 1),
        halves(0x62, "i8x16.popcnt", 1),
        test(0x63, "i8x16.all_true"),
        test(0x64, "i8x16.bitmask"),
        shift(0x6b, "i8x16.shl"),
        shift(0x6c, "i8x16.shr_s"),
        shift(0x6d, "i8x16.shr_u"),
        halves(0x6e, "i8x16.add", 2),
        halves(0x6f, "i8x16.add_sat_s", 2),
        halves(0x70, "i8x16.add_sat_u", 2),
        halves(0x71, "i8x16.sub", 2),
        halves(0x72, "i8x16.sub_sat_s", 2),
        halves(0x73, "i8x16.sub_sat_u", 2),
        halves(0x76, "i8x16.min_s", 2),
        halves(0x77, "i8x16.min_u", 2),
        halves(0x78, "i8x16.max_s", 2),
        halves(0x79, "i8x16.max_u", 2),
        halves(0x7b, "i8x16.avgr_u", 2));
  }

  private static List<LaneInstruction> i16x8() {
    return List.of(
        halves(0x80, "i16x8.abs", 1),
        halves(0x81, "i16x8.neg", 1),
        halves(0x82, "i16x8.q15mulr_sat_s", 2),
        test(0x83, "i16x8.all_true"),
        test(0x84, "i16x8.bitmask"),
        shift(0x8b, "i16x8.shl"),
        shift(0x8c, "i16x8.shr_s"),
        shift(0x8d, "i16x8.shr_u"),
        halves(0x8e, "i16x8.add", 2),
        halves(0x8f, "i16x8.add_sat_s", 2),
        halves(0x90, "i16x8.add_sat_u", 2),
        halves(0x91, "i16x8.sub", 2),
        halves(0x92, "i16x8.sub_sat_s", 2),
        halves(0x93, "i16x8.sub_sat_u", 2),
        halves(0x95, "i16x8.mul", 2),
        halves(0x96, "i16x8.min_s", 2),
        halves(0x97, "i16x8.min_u", 2),
        halves(0x98, "i16x8.max_s", 2),
        halves(0x99, "i16x8.max_u", 2),
        halves(0x9b, "i16x8.avgr_u", 2),
        halves(
            0x111,
            "i16x8.relaxed_q15mulr_s",
            2,
            code -> LaneForms.call("i16x8.q15mulr_sat_s", "(JJ)J", code)));
  }

  private static List<LaneInstruction> i32x4() {
    return List.of(
        halves(0xa0, "i32x4.abs", 1),
        halves(0xa1, "i32x4.neg", 1),
        test(0xa3, "i32x4.all_true"),
        test(0xa4, "i32x4.bitmask"),
        shift(0xab, "i32x4.shl"),
        shift(0xac, "i32x4.shr_s"),
        shift(0xad, "i32x4.shr_u"),
        halves(0xae, "i32x4.add", 2),
        halves(0xb1, "i32x4.sub", 2),
        halves(0xb5, "i32x4.mul", 2),
        halves(0xb6, "i32x4.min_s", 2),
        halves(0xb7, "i32x4.min_u", 2),
        halves(0xb8, "i32x4.max_s", 2),
        halves(0xb9, "i32x4.max_u", 2));
  }

  private static List<LaneInstruction> i64x2() {
    return List.of(
        halves(0xc0, "i64x2.abs", 1),
        halves(0xc1, "i64x2.neg", 1, code -> primitive(Operator.NEG, code)),
        test(0xc3, "i64x2.all_true"),
        test(0xc4, "i64x2.bitmask"),
        shift(0xcb, "i64x2.shl", code -> primitive(Operator.SHL, code)),
        shift(0xcc, "i64x2.shr_s", code -> primitive(Operator.SHR, code)),
        shift(0xcd, "i64x2.shr_u", code -> primitive(Operator.USHR, code)),
        binary(0xce, "i64x2.add", Operator.ADD),
        binary(0xd1, "i64x2.sub", Operator.SUB),
        binary(0xd5, "i64x2.mul", Operator.MUL),
        halves(0xd6, "i64x2.eq", 2),
        halves(0xd7, "i64x2.ne", 2),
        halves(0xd8, "i64x2.lt_s", 2),
        halves(0xd9, "i64x2.gt_s", 2),
        halves(0xda, "i64x2.le_s", 2),
        halves(0xdb, "i64x2.ge_s", 2));
  }

  private static LaneInstruction binary(int opcode, String name, Operator operator) {
    return halves(opcode, name, 2, code -> primitive(operator, code));
  }

  private static LaneCode not(LaneCode code) {
    return primitive(Operator.XOR, code, constant(-1));
  }

  /** The bits of the first operand that are set in the third, the other bits of the second. */
  private static LaneCode select(LaneCode[] code) {
    LaneCode different = primitive(Operator.XOR, code[0], code[1]);
    return primitive(Operator.XOR, code[1], primitive(Operator.AND, different, code[2]));
  }
}
