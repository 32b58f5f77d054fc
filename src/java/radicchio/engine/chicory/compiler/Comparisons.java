package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;

/** Comparisons by the JVM's jumps for them. */
final class Comparisons {
  private static final int BRANCHES_BY_TWO = Opcodes.IF_ICMPEQ;

  private Comparisons() {}

  /** Makes the result of a comparison, whose operands are on the JVM's stack, a number. */
  static void number(int jump, JvmCode code) {
    if (jump == Opcodes.IFNULL || jump == Opcodes.IFNONNULL) {
      code.invokeStatic(JvmCode.ARITHMETIC, "isNull", "(L" + JvmCode.EXCEPTION + ";)I");
      return;
    }
    boolean two = jump >= BRANCHES_BY_TWO;
    String name =
        switch (two ? jump - BRANCHES_BY_TWO : jump - Opcodes.IFEQ) {
          case 0 -> "isEqual";
          case 1 -> "isUnequal";
          case 2 -> "isLess";
          case 3 -> "isAtLeast";
          case 4 -> "isGreater";
          default -> "isAtMost";
        };
    code.invokeStatic(JvmCode.ARITHMETIC, name, two ? "(II)I" : "(I)I");
  }

  static int opposite(int jump) {
    return jump == Opcodes.IFNULL || jump == Opcodes.IFNONNULL ? jump ^ 1 : (jump + 1 ^ 1) - 1;
  }
}
