package radicchio.engine.chicory.lanes;

import java.util.List;

/**
 * An expression whose value is a long, an int, a float or a double of the JVM. It has no effect: it may be evaluated in any
 * order, and more than once.
 */
public sealed interface LaneCode {

  /**
   * An operand of the instruction.
   *
   * @param index 0 for the operand that was pushed first
   * @param high if it is the high half of a vector; false for the low half, and for a number
   */
  record Operand(int index, boolean high) implements LaneCode {}

  /** The long that the load of this index gave. */
  record Loaded(int index) implements LaneCode {}

  record LongConstant(long value) implements LaneCode {}

  record IntConstant(int value) implements LaneCode {}

  /** An instruction of the JVM. */
  record Primitive(Operator operator, List<LaneCode> arguments) implements LaneCode {
    public Primitive {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A call of a static method.
   *
   * @param owner the internal name of its class
   */
  record Call(String owner, String method, String descriptor, List<LaneCode> arguments)
      implements LaneCode {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** The instructions of the JVM that are used, on longs if the name does not say otherwise. */
  enum Operator {
    ADD(0x61),
    SUB(0x65),
    MUL(0x69),
    NEG(0x75),
    SHL(0x79),
    SHR(0x7b),
    USHR(0x7d),
    AND(0x7f),
    OR(0x81),
    XOR(0x83),
    INT_TO_LONG(0x85),
    LONG_TO_INT(0x88),
    INT_TO_BYTE(0x91),
    INT_TO_CHAR(0x92),
    INT_TO_SHORT(0x93);

    private final int opcode;

    Operator(int opcode) {
      this.opcode = opcode;
    }

    /** Its number in a class file. */
    public int opcode() {
      return opcode;
    }
  }
}
