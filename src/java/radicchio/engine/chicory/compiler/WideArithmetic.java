package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;

/** Sums, differences and products of 128 bits, whose halves are two i64 (the wide arithmetic proposal). */
final class WideArithmetic {
  private static final int[] ONE = {WasmTypes.I64, WasmTypes.I64};
  private static final int[] TWO = {WasmTypes.I64, WasmTypes.I64, WasmTypes.I64, WasmTypes.I64};

  private final MethodContext context;
  private final StackMachine machine;

  WideArithmetic(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
  }

  /**
   * Adds or subtracts two numbers.
   *
   * @param high the method that gives the upper half
   * @param low the JVM's instruction that gives the lower one
   */
  void sum(String high, int low) {
    take(TWO);
    if (machine.isLive()) {
      load(0);
      load(2);
      context.code().insn(low);
      for (int i = 0; i < TWO.length; i++) {
        load(i);
      }
      context.code().invokeStatic(JvmCode.ARITHMETIC, high, "(JJJJ)J");
    }
    machine.give(ONE);
  }

  /** Multiplies two i64. */
  void product(String high) {
    take(ONE);
    if (machine.isLive()) {
      load(0);
      load(1);
      context.code().insn(Opcodes.LMUL);
      load(0);
      load(1);
      context.code().invokeStatic(JvmCode.ARITHMETIC, high, "(JJ)J");
    }
    machine.give(ONE);
  }

  /** Takes operands, which are in their locals. */
  private void take(int[] operands) {
    machine.store();
    machine.pop(operands);
  }

  /** Loads one of the operands that were taken. */
  private void load(int operand) {
    int first = machine.values().place(machine.values().size());
    context.code().variable(Opcodes.LLOAD, first + 2 * operand);
  }
}
