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
import radicchio.engine.chicory.lanes.LaneCode.Operator;

/** The instructions on lanes that are f32 or f64, and the conversions from them and to them. */
final class FloatLanes {
  private static final long SIGNS_32 = 0x8000000080000000L;
  private static final long SIGN_64 = 0x8000000000000000L;

  private FloatLanes() {}

  static List<LaneInstruction> all() {
    List<LaneInstruction> all = new ArrayList<>();
    all.addAll(comparisons(0x41, "f32x4"));
    all.addAll(comparisons(0x47, "f64x2"));
    all.addAll(arithmetic(0xe0, "f32x4", SIGNS_32));
    all.addAll(arithmetic(0xec, "f64x2", SIGN_64));
    all.addAll(rounding());
    all.addAll(relaxed());
    all.addAll(conversions());
    return all;
  }

  private static List<LaneInstruction> comparisons(int first, String shape) {
    return List.of(
        halves(first, shape + ".eq", 2),
        halves(first + 1, shape + ".ne", 2),
        halves(first + 2, shape + ".lt", 2),
        halves(first + 3, shape + ".gt", 2),
        halves(first + 4, shape + ".le", 2),
        halves(first + 5, shape + ".ge", 2));
  }

  private static List<LaneInstruction> arithmetic(int first, String shape, long signs) {
    return List.of(
        halves(
            first, shape + ".abs", 1, code -> primitive(Operator.AND, code[0], constant(~signs))),
        halves(
            first + 1,
            shape + ".neg",
            1,
            code -> primitive(Operator.XOR, code[0], constant(signs))),
        halves(first + 3, shape + ".sqrt", 1),
        halves(first + 4, shape + ".add", 2),
        halves(first + 5, shape + ".sub", 2),
        halves(first + 6, shape + ".mul", 2),
        halves(first + 7, shape + ".div", 2),
        halves(first + 8, shape + ".min", 2),
        halves(first + 9, shape + ".max", 2),
        halves(first + 10, shape + ".pmin", 2),
        halves(first + 11, shape + ".pmax", 2));
  }

  private static List<LaneInstruction> rounding() {
    return List.of(
        halves(0x67, "f32x4.ceil", 1),
        halves(0x68, "f32x4.floor", 1),
        halves(0x69, "f32x4.trunc", 1),
        halves(0x6a, "f32x4.nearest", 1),
        halves(0x74, "f64x2.ceil", 1),
        halves(0x75, "f64x2.floor", 1),
        halves(0x7a, "f64x2.trunc", 1),
        halves(0x94, "f64x2.nearest", 1));
  }

  /** Except for the fused ones, the deterministic choice is the instruction that is not relaxed. */
  private static List<LaneInstruction> relaxed() {
    return List.of(
        halves(0x105, "f32x4.relaxed_madd", 3),
        halves(0x106, "f32x4.relaxed_nmadd", 3),
        halves(0x107, "f64x2.relaxed_madd", 3),
        halves(0x108, "f64x2.relaxed_nmadd", 3),
        halves(0x10d, "f32x4.relaxed_min", 2, code -> call("f32x4.min", "(JJ)J", code)),
        halves(0x10e, "f32x4.relaxed_max", 2, code -> call("f32x4.max", "(JJ)J", code)),
        halves(0x10f, "f64x2.relaxed_min", 2, code -> call("f64x2.min", "(JJ)J", code)),
        halves(0x110, "f64x2.relaxed_max", 2, code -> call("f64x2.max", "(JJ)J", code)));
  }

  private static List<LaneInstruction> conversions() {
    return List.of(
        ofF32(0xf8, "i32x4.trunc_sat_f32x4_s", "i32TruncSatF32S"),
        ofF32(0xf9, "i32x4.trunc_sat_f32x4_u", "i32TruncSatF32U"),
        ofF32(0xfa, "f32x4.convert_i32x4_s", "f32ConvertI32S"),
        ofF32(0xfb, "f32x4.convert_i32x4_u", "f32ConvertI32U"),
        ofF32(0x101, "i32x4.relaxed_trunc_f32x4_s", "i32TruncSatF32S"),
        ofF32(0x102, "i32x4.relaxed_trunc_f32x4_u", "i32TruncSatF32U"),
        ofF64(0xfc, "i32x4.trunc_sat_f64x2_s_zero", "i32TruncSatF64S"),
        ofF64(0xfd, "i32x4.trunc_sat_f64x2_u_zero", "i32TruncSatF64U"),
        ofF64(0x103, "i32x4.relaxed_trunc_f64x2_s_zero", "i32TruncSatF64S"),
        ofF64(0x104, "i32x4.relaxed_trunc_f64x2_u_zero", "i32TruncSatF64U"),
        ofF64(0x5e, "f32x4.demote_f64x2_zero", "f32DemoteF64"),
        toF64(0x5f, "f64x2.promote_low_f32x4", "f64PromoteF32"),
        toF64(0xfe, "f64x2.convert_low_i32x4_s", "f64ConvertI32S"),
        toF64(0xff, "f64x2.convert_low_i32x4_u", "f64ConvertI32U"));
  }

  private static LaneInstruction ofF32(int opcode, String name, String method) {
    return halves(opcode, name, 1, code -> call("LaneConversions." + method, "(J)J", code));
  }

  /** Makes the low half of both halves, and nothing in the high half. */
  private static LaneInstruction ofF64(int opcode, String name, String method) {
    LaneCode low = call("LaneConversions." + method, "(JJ)J", low(0), high(0));
    return vector(opcode, name, vectors(1), low, constant(0));
  }

  /** Makes each half of a lane of the low half. */
  private static LaneInstruction toF64(int opcode, String name, String method) {
    String target = "LaneConversions." + method;
    return vector(
        opcode,
        name,
        vectors(1),
        call(target, "(I)J", truncated(low(0))),
        call(target, "(I)J", truncated(from(32, low(0)))));
  }
}
