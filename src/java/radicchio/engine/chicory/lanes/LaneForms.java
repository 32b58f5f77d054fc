package radicchio.engine.chicory.lanes;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import radicchio.engine.chicory.lanes.LaneCode.Call;
import radicchio.engine.chicory.lanes.LaneCode.IntConstant;
import radicchio.engine.chicory.lanes.LaneCode.LongConstant;
import radicchio.engine.chicory.lanes.LaneCode.Operand;
import radicchio.engine.chicory.lanes.LaneCode.Operator;
import radicchio.engine.chicory.lanes.LaneCode.Primitive;

/** What instructions have in common: how they are made, and the expressions that are used for many. */
final class LaneForms {
  private static final String PACKAGE = LaneForms.class.getPackageName().replace('.', '/') + "/";

  private LaneForms() {}

  /** An instruction whose halves do not depend on each other: a call of its own method for each. */
  static LaneInstruction halves(int opcode, String name, int operands) {
    String descriptor = "(" + "J".repeat(operands) + ")J";
    return halves(opcode, name, operands, code -> call(name, descriptor, code));
  }

  /**
   * An instruction on vectors without immediates whose halves do not depend on each other.
   *
   * @param half makes the code of a half of the same halves of the operands
   */
  static LaneInstruction halves(
      int opcode, String name, int operands, Function<LaneCode[], LaneCode> half) {
    LaneCode[] low = new LaneCode[operands];
    LaneCode[] high = new LaneCode[operands];
    Arrays.setAll(low, LaneForms::low);
    Arrays.setAll(high, LaneForms::high);
    return vector(opcode, name, vectors(operands), half.apply(low), half.apply(high));
  }

  /** A shift of the lanes, whose count is the second operand: a call of its own method for each half. */
  static LaneInstruction shift(int opcode, String name) {
    return shift(opcode, name, code -> call(name, "(JI)J", code));
  }

  static LaneInstruction shift(int opcode, String name, Function<LaneCode[], LaneCode> half) {
    return vector(
        opcode,
        name,
        List.of(LaneType.V128, LaneType.I32),
        half.apply(new LaneCode[] {low(0), low(1)}),
        half.apply(new LaneCode[] {high(0), low(1)}));
  }

  /** An i32 of a vector: a call of its own method with both halves. */
  static LaneInstruction test(int opcode, String name) {
    return number(opcode, name, call(name, "(JJ)I", low(0), high(0)));
  }

  private static LaneInstruction number(int opcode, String name, LaneCode code) {
    return without(opcode, name, vectors(1), LaneType.I32, Lowering.of(code));
  }

  /** An instruction without immediates whose result is a vector. */
  static LaneInstruction vector(
      int opcode, String name, List<LaneType> operands, LaneCode low, LaneCode high) {
    return without(opcode, name, operands, LaneType.V128, Lowering.of(low, high));
  }

  private static LaneInstruction without(
      int opcode, String name, List<LaneType> operands, LaneType result, Lowering lowering) {
    return new LaneInstruction(
        opcode,
        name,
        operands,
        Optional.of(result),
        LaneImmediate.NONE,
        0,
        0,
        (lane, low, high) -> lowering);
  }

  static List<LaneType> vectors(int count) {
    return Collections.nCopies(count, LaneType.V128);
  }

  static LaneCode low(int operand) {
    return new Operand(operand, false);
  }

  static LaneCode high(int operand) {
    return new Operand(operand, true);
  }

  static LaneCode constant(long value) {
    return new LongConstant(value);
  }

  static LaneCode primitive(Operator operator, LaneCode... arguments) {
    return new Primitive(operator, List.of(arguments));
  }

  /** The bits of a long from one of them on, at its lower end. */
  static LaneCode from(int bit, LaneCode code) {
    return bit == 0 ? code : primitive(Operator.USHR, code, new IntConstant(bit));
  }

  /** The bits of a long, moved so that the lowest one is at the given place. */
  static LaneCode to(int bit, LaneCode code) {
    return bit == 0 ? code : primitive(Operator.SHL, code, new IntConstant(bit));
  }

  /** An int as a long whose other bits are zero. */
  static LaneCode widened(LaneCode code, long mask) {
    return primitive(Operator.AND, primitive(Operator.INT_TO_LONG, code), constant(mask));
  }

  static LaneCode truncated(LaneCode code) {
    return primitive(Operator.LONG_TO_INT, code);
  }

  /**
   * A call of the method that is named like an instruction, {@code i8x16.add_sat_s} as {@code I8x16.addSatS}.
   *
   * @param name the instruction's, or a class and a method of this package
   */
  static LaneCode call(String name, String descriptor, LaneCode... arguments) {
    int dot = name.indexOf('.');
    String owner = Character.toUpperCase(name.charAt(0)) + name.substring(1, dot);
    StringBuilder method = new StringBuilder();
    for (String word : name.substring(dot + 1).split("_")) {
      method.append(
          method.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return new Call(PACKAGE + owner, method.toString(), descriptor, List.of(arguments));
  }
}
