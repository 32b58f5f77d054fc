package radicchio.engine.chicory.lanes;

import static radicchio.engine.chicory.lanes.LaneForms.call;
import static radicchio.engine.chicory.lanes.LaneForms.constant;
import static radicchio.engine.chicory.lanes.LaneForms.from;
import static radicchio.engine.chicory.lanes.LaneForms.high;
import static radicchio.engine.chicory.lanes.LaneForms.low;
import static radicchio.engine.chicory.lanes.LaneForms.primitive;
import static radicchio.engine.chicory.lanes.LaneForms.truncated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import radicchio.engine.chicory.lanes.LaneCode.IntConstant;
import radicchio.engine.chicory.lanes.LaneCode.Loaded;
import radicchio.engine.chicory.lanes.LaneCode.Operator;
import radicchio.engine.chicory.lanes.Lowering.Load;
import radicchio.engine.chicory.lanes.Lowering.Store;

/** The instructions that load and store vectors and their lanes, as loads and stores of an i64. */
final class LaneMemory {
  private static final int VECTOR_BYTES = 16;
  private static final LaneCode LOADED = new Loaded(0);

  private LaneMemory() {}

  /** The number of bytes of memory that a load or a store of an i64 uses, and the opcodes of these. */
  private enum Width {
    BYTE(1, 0x31, 0x3c),
    SHORT(2, 0x33, 0x3d),
    INT(4, 0x35, 0x3e),
    LONG(8, 0x29, 0x37);

    private final int bytes;
    private final int load;
    private final int store;

    Width(int bytes, int load, int store) {
      this.bytes = bytes;
      this.load = load;
      this.store = store;
    }

    private int bits() {
      return bytes * Byte.SIZE;
    }

    /** The text that names the width in an instruction. */
    private String text() {
      return Integer.toString(bits());
    }
  }

  static List<LaneInstruction> all() {
    List<LaneInstruction> all = new ArrayList<>(List.of(load(), store()));
    all.addAll(extending());
    for (Width width : Width.values()) {
      LaneCode half = LaneMoves.spread(width.bits(), LOADED);
      int index = width.ordinal();
      all.add(loading(0x07 + index, "v128.load" + width.text() + "_splat", width, half, half));
      all.add(loadLane(0x54 + index, width));
      all.add(storeLane(0x58 + index, width));
    }
    all.add(loading(0x5c, "v128.load32_zero", Width.INT, LOADED, constant(0)));
    all.add(loading(0x5d, "v128.load64_zero", Width.LONG, LOADED, constant(0)));
    return all;
  }

  private static LaneInstruction load() {
    Lowering lowering =
        new Lowering(
            List.of(new Load(Width.LONG.load, 0), new Load(Width.LONG.load, Width.LONG.bytes)),
            List.of(new Loaded(0), new Loaded(1)),
            List.of());
    return loading(0x00, "v128.load", VECTOR_BYTES, lowering);
  }

  private static LaneInstruction store() {
    List<Store> stores =
        List.of(
            new Store(Width.LONG.store, Width.LONG.bytes, high(1)),
            new Store(Width.LONG.store, 0, low(1)));
    Lowering lowering = new Lowering(List.of(), List.of(), stores);
    return new LaneInstruction(
        0x0b,
        "v128.store",
        List.of(LaneType.I32, LaneType.V128),
        Optional.empty(),
        LaneImmediate.MEMARG,
        0,
        VECTOR_BYTES,
        (lane, low, high) -> lowering);
  }

  private static List<LaneInstruction> extending() {
    LaneCode lower = truncated(LOADED);
    LaneCode upper = truncated(from(32, LOADED));
    return List.of(
        extending(0x01, "v128.load8x8_s", "extendI8S"),
        extending(0x02, "v128.load8x8_u", "extendI8U"),
        extending(0x03, "v128.load16x4_s", "extendI16S"),
        extending(0x04, "v128.load16x4_u", "extendI16U"),
        loading(
            0x05,
            "v128.load32x2_s",
            Width.LONG,
            primitive(Operator.INT_TO_LONG, lower),
            primitive(Operator.SHR, LOADED, new IntConstant(32))),
        loading(
            0x06,
            "v128.load32x2_u",
            Width.LONG,
            primitive(Operator.AND, LOADED, constant(0xffffffffL)),
            from(32, LOADED)));
  }

  private static LaneInstruction extending(int opcode, String name, String method) {
    String target = "LaneWidening." + method;
    return loading(
        opcode,
        name,
        Width.LONG,
        call(target, "(I)J", truncated(LOADED)),
        call(target, "(I)J", truncated(from(32, LOADED))));
  }

  /** An instruction that makes a vector of what one load gives. */
  private static LaneInstruction loading(
      int opcode, String name, Width width, LaneCode low, LaneCode high) {
    Lowering lowering =
        new Lowering(List.of(new Load(width.load, 0)), List.of(low, high), List.of());
    return loading(opcode, name, width.bytes, lowering);
  }

  private static LaneInstruction loading(int opcode, String name, int bytes, Lowering lowering) {
    return new LaneInstruction(
        opcode,
        name,
        List.of(LaneType.I32),
        Optional.of(LaneType.V128),
        LaneImmediate.MEMARG,
        0,
        bytes,
        (lane, low, high) -> lowering);
  }

  private static LaneInstruction loadLane(int opcode, Width width) {
    return new LaneInstruction(
        opcode,
        "v128.load" + width.text() + "_lane",
        List.of(LaneType.I32, LaneType.V128),
        Optional.of(LaneType.V128),
        LaneImmediate.MEMARG_LANE,
        VECTOR_BYTES / width.bytes,
        width.bytes,
        (lane, low, high) ->
            new Lowering(
                List.of(new Load(width.load, 0)),
                LaneMoves.replaced(1, lane, width.bits(), LOADED).results(),
                List.of()));
  }

  private static LaneInstruction storeLane(int opcode, Width width) {
    return new LaneInstruction(
        opcode,
        "v128.store" + width.text() + "_lane",
        List.of(LaneType.I32, LaneType.V128),
        Optional.empty(),
        LaneImmediate.MEMARG_LANE,
        VECTOR_BYTES / width.bytes,
        width.bytes,
        (lane, low, high) ->
            new Lowering(
                List.of(),
                List.of(),
                List.of(new Store(width.store, 0, LaneMoves.lane(1, lane, width.bits())))));
  }
}
