package radicchio.engine.chicory.compiler;

import radicchio.engine.chicory.instructions.AtomicInstruction;

/** Atomic instructions: calls of methods. */
final class AtomicOperations {
  private static final String METHODS = "radicchio/engine/chicory/instructions/AtomicInstructions";

  private final MethodContext context;
  private final StackMachine machine;
  private final MemoryOperations memories;

  AtomicOperations(MethodContext context, MemoryOperations memories) {
    this.context = context;
    this.machine = context.machine();
    this.memories = memories;
  }

  void instruction(int opcode) {
    if (opcode == AtomicInstruction.FENCE) {
      context.in().u8();
      return;
    }
    AtomicInstruction instruction =
        AtomicInstruction.of(opcode).orElseThrow(() -> new NotCarried(0xfe00 | opcode));
    int alignment = Integer.numberOfTrailingZeros(instruction.accessBytes());
    MemoryOperations.Place place = memories.place(alignment);
    if (place.alignment() != alignment) {
      throw machine.invalid("atomic alignment must be natural");
    }
    machine.take(
        instruction
            .operands()
            .chars()
            .map(kind -> kind == 'I' ? WasmTypes.I32 : WasmTypes.I64)
            .toArray());
    if (machine.isLive()) {
      if (place.isOutOfBounds()) {
        memories.trap();
      } else {
        machine.line();
        context.code().iconst((int) place.offset());
        context.loadMemory(place.memory());
        context.code().iconst(opcode);
        context.code().invokeStatic(METHODS, instruction.method(), instruction.descriptor());
      }
    }
    if (!instruction.result().isEmpty()) {
      machine.give(instruction.result().equals("I") ? WasmTypes.I32 : WasmTypes.I64);
    }
  }
}
