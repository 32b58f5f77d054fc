package radicchio.engine.chicory.compiler;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.compiler.division.BodyOutline;
import radicchio.engine.chicory.compiler.division.FunctionPart;
import radicchio.engine.chicory.module.format.Cursor;

/** Reads the body of a function, checks it, and writes the method: each instruction goes to the class for its kind. */
final class BodyCompiler {
  /** The number of turns of a small function's loops between two checks of the deadline. */
  private static final int MOST_TURNS = 1_000;

  /** A large function has fewer turns, so that it executes at most this many bytes of instructions between two checks. */
  private static final int BYTES_WITHOUT_LOOK = 500_000;

  private static final int LOOP = 0x03;
  private static final int FIRST_CALL = 0x10;
  private static final int LAST_CALL = 0x15;
  private static final int TAIL_CALL = 0x12;

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;
  private final BlockInstructions blocks;
  private final ExceptionInstructions exceptions;
  private final LegacyExceptions legacy;
  private final CallInstructions calls;
  private final LocalVariables locals;
  private final MemoryOperations memories;
  private final ReferenceInstructions references;
  private final ObjectOperations objects;
  private final LaneOperations lanes;
  private final AtomicOperations atomics;
  private final WideArithmetic wide;
  private final PartCalls parts;
  private final MethodUnit unit;
  private final int from;
  private final int end;
  private final Optional<BodyRecorder> recorder;

  /** How many of the parts within the method were called. */
  private int called;

  private BodyCompiler(
      MethodUnit unit,
      boolean recorded,
      ModuleShape shape,
      GuestClasses classes,
      MethodVisitor method) {
    int function = unit.function();
    ModuleShape.BodyRange body = shape.bodies().get(function - shape.importedFunctions());
    this.unit = unit;
    this.from = body.from();
    this.in = new Cursor(shape.wasm());
    in.seek(from);
    in.limit(body.to());
    TypeTable.FunctionShape type = shape.function(function);
    int[] localTypes = localTypes(type.params());
    unit.part().ifPresent(part -> in.seek(from + part.from()));
    this.end = unit.part().map(part -> from + part.to()).orElse(body.to());
    boolean tails = unit.part().isEmpty() && mayHave(shape.wasm(), TAIL_CALL, TAIL_CALL);
    LocalLayout layout =
        layout(
            localTypes,
            type.params().length,
            shape.memories() > 0,
            tails || mayHave(shape.wasm(), LOOP, LOOP));
    JvmCode code = new JvmCode(method);
    int turns =
        Math.max(1, Math.min(MOST_TURNS, BYTES_WITHOUT_LOOK / (body.to() - body.from() + 1)));
    this.machine = new StackMachine(function, shape.types(), code, layout, turns);
    this.context = new MethodContext(machine, shape, classes, in, function);
    this.parts = new PartCalls(context);
    this.recorder = recorded ? Optional.of(new BodyRecorder(machine, in)) : Optional.empty();
    Label again = new Label();
    this.locals = new LocalVariables(context, type.params().length, unit.validated());
    this.exceptions = new ExceptionInstructions(context, locals);
    this.legacy = new LegacyExceptions(context, locals, exceptions);
    this.blocks = new BlockInstructions(context, locals, exceptions, legacy);
    this.calls = new CallInstructions(context, again);
    this.memories = new MemoryOperations(context);
    this.references = new ReferenceInstructions(context);
    this.objects = new ObjectOperations(context);
    this.lanes = new LaneOperations(context, memories);
    this.wide = new WideArithmetic(context);
    this.atomics = new AtomicOperations(context, memories);
    if (unit.part().map(FunctionPart::loops).orElseGet(() -> mayCall(shape.wasm()))) {
      code.invokeStatic(JvmCode.STATE, "look", "()V");
    }
    layout.begin(code, turns);
    if (tails) {
      machine.values().place(again);
    }
    if (unit.part().isEmpty()) {
      machine.open(Block.Form.FUNCTION, WasmTypes.EMPTY, type.results(), 0);
    }
  }

  private boolean mayCall(byte[] wasm) {
    return mayHave(wasm, FIRST_CALL, LAST_CALL);
  }

  private LocalLayout layout(int[] types, int params, boolean memory, boolean turns) {
    if (unit.part().isEmpty()) {
      return new LocalLayout(
          types,
          IntStream.range(0, types.length).toArray(),
          params,
          new LocalLayout.Extras(memory, turns, false));
    }
    FunctionPart part = unit.part().get();
    return new LocalLayout(
        types,
        IntStream.concat(Arrays.stream(part.params()), Arrays.stream(part.others())).toArray(),
        part.params().length,
        new LocalLayout.Extras(
            memory, part.loops(), part.exits().length > 0 && part.results().length > 0));
  }

  /**
   * A method that was written.
   *
   * @param size how many bytes its code has, if none of its jumps are long
   * @param outline of a function that was recorded
   * @param parts the parts that it calls
   */
  record Written(int size, Optional<BodyOutline> outline, List<MethodUnit> parts) {}

  /**
   * Writes the code of a method.
   *
   * @param recorded whether its division is to be possible
   * @throws radicchio.error.RadicchioException {@code INVALID}
   */
  static Written write(
      MethodUnit unit,
      boolean recorded,
      ModuleShape shape,
      GuestClasses classes,
      MethodVisitor method) {
    BodyCompiler body = new BodyCompiler(unit, recorded, shape, classes, method);
    body.run();
    Label last = new Label();
    method.visitLabel(last);
    return new Written(
        last.getOffset(), body.recorder.map(BodyRecorder::outline), body.parts.called());
  }

  private void run() {
    if (unit.part().isEmpty()) {
      while (machine.depth() > 0) {
        step();
      }
      return;
    }
    FunctionPart part = unit.part().get();
    PartExits exits = new PartExits(machine, part);
    machine.begin(part, unit.labels(), exits);
    while (in.at() < end) {
      step();
    }
    exits.end();
  }

  /** Compiles an instruction, or calls a part that begins here. */
  private void step() {
    int offset = in.at() - from;
    machine.at(offset);
    if (called < unit.inner().size() && unit.inner().get(called).from() == offset) {
      FunctionPart part = unit.inner().get(called++);
      if (machine.isLive()) {
        parts.call(part);
      }
      in.seek(from + part.to());
    } else {
      instruction(offset);
    }
  }

  /** Tests whether the body has any of these bytes. If not, it has none of these instructions. */
  private boolean mayHave(byte[] wasm, int first, int last) {
    for (int i = in.at(); i < end; i++) {
      if (wasm[i] >= first && wasm[i] <= last) {
        return true;
      }
    }
    return false;
  }

  private int[] localTypes(int[] params) {
    int[] types = params;
    for (int groups = in.u32(); groups > 0; groups--) {
      int count = in.u32();
      int before = types.length;
      types = Arrays.copyOf(types, before + count);
      Arrays.fill(types, before, before + count, WasmTypes.read(in));
    }
    return types;
  }

  private void instruction(int offset) {
    int opcode = in.u8();
    recorder.ifPresent(r -> r.instruction(opcode, offset));
    if (opcode >= MemoryOperations.FIRST && opcode <= MemoryOperations.LAST) {
      memories.access(opcode);
    } else if (opcode >= NumericTable.FIRST && opcode <= NumericTable.LAST) {
      numeric(NumericTable.plain(opcode));
    } else if (opcode < MemoryOperations.FIRST) {
      controlOrVariable(opcode);
    } else {
      other(opcode);
    }
  }

  private void numeric(NumericTable.Numeric numeric) {
    if (numeric == NumericTable.plain(NumericTable.FIRST) && machine.isComparison()) {
      machine.negateComparison(); // i32.eqz
      return;
    }
    machine.take(numeric.operands());
    if (machine.isLive()) {
      if (numeric.traps()) {
        machine.line();
      }
      numeric.write(context.code());
    }
    if (numeric.comparison() != 0) {
      machine.compare(numeric.comparison());
    } else {
      machine.give(numeric.result());
    }
  }

  private void controlOrVariable(int opcode) {
    switch (opcode) {
      case 0x00 -> blocks.unreachable();
      case 0x01 -> {}
      case 0x02 -> blocks.block(Block.Form.BLOCK);
      case 0x03 -> blocks.block(Block.Form.LOOP);
      case 0x04 -> blocks.ifThen();
      case 0x05 -> blocks.otherwise();
      case 0x06 -> legacy.begin();
      case 0x07 -> legacy.catchTag();
      case 0x08 -> exceptions.throwTag();
      case 0x09 -> legacy.rethrow();
      case 0x0a -> exceptions.throwReference();
      case 0x0b -> blocks.end();
      case 0x0c -> blocks.branch();
      case 0x0d -> blocks.branchIf();
      case 0x0e -> blocks.branchTable();
      case 0x0f -> blocks.returned();
      case 0x10 -> calls.call();
      case 0x11 -> calls.indirect();
      case 0x12 -> calls.tail();
      case 0x13 -> calls.tailIndirect();
      case 0x14 -> calls.reference();
      case 0x15 -> calls.tailReference();
      case 0x18 -> legacy.delegate();
      case 0x19 -> legacy.catchAll();
      case 0x1a -> locals.drop();
      case 0x1b -> locals.select(false);
      case 0x1c -> locals.select(true);
      case 0x1f -> exceptions.tryTable();
      case 0x20 -> locals.localGet();
      case 0x21 -> locals.localSet();
      case 0x22 -> locals.localTee();
      case 0x23 -> locals.globalGet();
      case 0x24 -> locals.globalSet();
      case 0x25 -> references.tableGet();
      case 0x26 -> references.tableSet();
      default -> throw new NotCarried(opcode);
    }
  }

  private void other(int opcode) {
    switch (opcode) {
      case 0x3f -> memories.size();
      case 0x40 -> memories.grow();
      case 0x41, 0x42, 0x43, 0x44 -> locals.constant(opcode);
      case 0xd0 -> references.nullReference();
      case 0xd1 -> references.isNull();
      case 0xd2 -> references.function();
      case 0xd3 -> references.equal();
      case 0xd4 -> references.asNonNull();
      case 0xd5 -> references.branchOnNull();
      case 0xd6 -> references.branchOnNonNull();
      case 0xfb -> objects.instruction(in.u32());
      case 0xfc -> bulk(in.u32());
      case 0xfd -> lanes.instruction(in.u32());
      case 0xfe -> atomics.instruction(in.u32());
      default -> throw new NotCarried(opcode);
    }
  }

  private void bulk(int opcode) {
    if (opcode < NumericTable.SATURATING) {
      numeric(NumericTable.saturating(opcode));
      return;
    }
    switch (opcode) {
      case 8 -> memories.init();
      case 9 -> memories.dropData();
      case 10 -> memories.copy();
      case 11 -> memories.fill();
      case 12 -> references.tableInit();
      case 13 -> references.dropElements();
      case 14 -> references.tableCopy();
      case 15 -> references.tableGrow();
      case 16 -> references.tableSize();
      case 17 -> references.tableFill();
      case 19 -> wide.sum("addHigh", Opcodes.LADD);
      case 20 -> wide.sum("subtractHigh", Opcodes.LSUB);
      case 21 -> wide.product("multiplyHigh");
      case 22 -> wide.product("multiplyHighUnsigned");
      default -> throw new NotCarried(opcode);
    }
  }
}
