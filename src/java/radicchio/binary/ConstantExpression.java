package radicchio.binary;

/** Skips the initial values of globals and tables in a core module. */
final class ConstantExpression {
  private static final int END = 0x0b;

  private ConstantExpression() {}

  static void skip(Reader r) {
    for (int op = r.u8("an instruction"); op != END; op = r.u8("an instruction")) {
      operands(r, op);
    }
  }

  private static void operands(Reader r, int op) {
    switch (op) {
      case 0x41 -> r.s33("a constant");
      case 0x42 -> r.s64("a constant");
      case 0x43 -> r.skip(4, "a constant");
      case 0x44 -> r.skip(8, "a constant");
      case 0x23, 0xd2 -> r.u32("an index");
      case 0xd0 -> r.s33("a heap type");
      case 0xfd -> vector(r);
      case 0xfb -> aggregate(r);
      case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {}
      default ->
          throw r.errorBefore(
              "unknown instruction " + Reader.hex(op) + " in a constant expression");
    }
  }

  private static void vector(Reader r) {
    int op = r.u32("an instruction");
    if (op != 0x0c) {
      throw r.errorBefore("unknown vector instruction " + op + " in a constant expression");
    }
    r.skip(16, "a constant");
  }

  /** Skips an instruction that makes a struct, an array or an i31 reference. */
  private static void aggregate(Reader r) {
    int op = r.u32("an instruction");
    switch (op) {
      case 0, 1, 6, 7 -> r.u32("an index");
      case 8 -> {
        r.u32("an index");
        r.u32("a length");
      }
      case 26, 27, 28 -> {}
      default ->
          throw r.errorBefore("unknown instruction 0xfb " + op + " in a constant expression");
    }
  }
}
