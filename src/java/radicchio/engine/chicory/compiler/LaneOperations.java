package radicchio.engine.chicory.compiler;

import java.util.List;
import radicchio.engine.chicory.lanes.LaneCode;
import radicchio.engine.chicory.lanes.LaneInstruction;
import radicchio.engine.chicory.lanes.LaneInstructions;
import radicchio.engine.chicory.lanes.LaneType;
import radicchio.engine.chicory.lanes.Lowering;
import radicchio.engine.chicory.module.format.Cursor;

/** Instructions on vectors: writes each in terms of longs, with operands in locals. */
final class LaneOperations {
  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final MemoryOperations memories;

  /** The immediates of an instruction. */
  private record Immediates(MemoryOperations.Place place, int lane, long low, long high) {}

  /**
   * The places of an instruction's values while its code is written: the locals of its operands and of the loaded values.
   */
  private record Values(int[] types, int[] operands, int loaded) {}

  LaneOperations(MethodContext context, MemoryOperations memories) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.memories = memories;
  }

  void instruction(int opcode) {
    LaneInstruction instruction =
        LaneInstructions.of(opcode).orElseThrow(() -> new NotCarried(0xfd00 | opcode));
    Immediates immediates = immediates(instruction);
    int[] types = instruction.operands().stream().mapToInt(LaneOperations::type).toArray();
    if (types.length > 0) {
      machine.store();
    }
    machine.settle();
    machine.pop(types);
    if (machine.isLive()) {
      if (immediates.place() != null && immediates.place().isOutOfBounds()) {
        memories.trap();
      } else {
        Lowering lowering =
            instruction.lower(immediates.lane(), immediates.low(), immediates.high());
        write(lowering, values(types), immediates.place());
      }
    }
    instruction.result().ifPresent(result -> machine.give(type(result)));
  }

  private Immediates immediates(LaneInstruction instruction) {
    MemoryOperations.Place place = null;
    int lane = 0;
    long low = 0;
    long high = 0;
    switch (instruction.immediate()) {
      case NONE -> {}
      case MEMARG -> place = place(instruction);
      case LANE -> lane = lane(instruction);
      case MEMARG_LANE -> {
        place = place(instruction);
        lane = lane(instruction);
      }
      case LANES -> {
        low = lanes(instruction);
        high = lanes(instruction);
      }
      case CONSTANT -> {
        low = in.fixed(Long.BYTES);
        high = in.fixed(Long.BYTES);
      }
    }
    return new Immediates(place, lane, low, high);
  }

  private MemoryOperations.Place place(LaneInstruction instruction) {
    return memories.place(Integer.numberOfTrailingZeros(instruction.accessBytes()));
  }

  private int lane(LaneInstruction instruction) {
    int lane = in.u8();
    if (lane >= instruction.laneBound()) {
      throw machine.invalid("invalid lane index " + lane);
    }
    return lane;
  }

  private long lanes(LaneInstruction instruction) {
    long lanes = in.fixed(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      if ((lanes >>> i * Byte.SIZE & 0xff) >= instruction.laneBound()) {
        throw machine.invalid("invalid lane index in " + instruction.name());
      }
    }
    return lanes;
  }

  private static int type(LaneType type) {
    return switch (type) {
      case I32 -> WasmTypes.I32;
      case I64 -> WasmTypes.I64;
      case F32 -> WasmTypes.F32;
      case F64 -> WasmTypes.F64;
      case V128 -> WasmTypes.V128;
    };
  }

  /** Operands that were popped, and are still in their locals. */
  private Values values(int[] types) {
    int place = machine.values().place(machine.values().size());
    int[] operands = new int[types.length];
    for (int i = 0; i < types.length; i++) {
      operands[i] = place;
      place += WasmTypes.places(types[i]);
    }
    return new Values(types, operands, place);
  }

  private void write(Lowering lowering, Values values, MemoryOperations.Place place) {
    List<Lowering.Load> loads = lowering.loads();
    for (int i = 0; i < loads.size(); i++) {
      context.code().load(WasmTypes.I32, values.operands()[0]);
      memories.access(loads.get(i).opcode(), place, loads.get(i).delta());
      context.code().store(WasmTypes.I64, values.loaded() + 2 * i);
    }
    for (LaneCode result : lowering.results()) {
      write(result, values);
    }
    for (Lowering.Store store : lowering.stores()) {
      context.code().load(WasmTypes.I32, values.operands()[0]);
      write(store.value(), values);
      memories.access(store.opcode(), place, store.delta());
    }
  }

  private void write(LaneCode tree, Values values) {
    JvmCode code = context.code();
    if (tree instanceof LaneCode.Operand operand) {
      int type = values.types()[operand.index()];
      int local = values.operands()[operand.index()] + (operand.high() ? 2 : 0);
      code.load(type == WasmTypes.V128 ? WasmTypes.I64 : type, local);
    } else if (tree instanceof LaneCode.Loaded loaded) {
      code.load(WasmTypes.I64, values.loaded() + 2 * loaded.index());
    } else if (tree instanceof LaneCode.LongConstant constant) {
      code.lconst(constant.value());
    } else if (tree instanceof LaneCode.IntConstant constant) {
      code.iconst(constant.value());
    } else if (tree instanceof LaneCode.Primitive primitive) {
      primitive.arguments().forEach(argument -> write(argument, values));
      code.insn(primitive.operator().opcode());
    } else if (tree instanceof LaneCode.Call call) {
      call.arguments().forEach(argument -> write(argument, values));
      code.invokeStatic(call.owner(), call.method(), call.descriptor());
    }
  }
}
