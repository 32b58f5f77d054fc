package radicchio.engine.chicory.compiler.division;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The outline of a function's body for its division, a sequence of notes: one for each instruction that uses a local, opens or
 * ends a block, or branches, and one for each at which the block's operand stack is empty. A block is named by the note of the
 * instruction that opens it.
 */
public final class BodyOutline {
  /** The block of the function itself. */
  static final int FUNCTION = -1;

  private static final int NONE = -1;
  private static final int[] NO_TARGETS = {};

  /** The kinds of instructions. */
  public enum Op {
    OTHER,
    GET,
    SET,
    TEE,
    BLOCK,
    LOOP,
    IF,
    TRY,
    ELSE,
    /** Begins to handle exceptions of the {@code try} that it is in. */
    CATCH,
    END,
    /** Ends a {@code try} that delegates its exceptions to an outer one; cannot be in a part. */
    DELEGATE,
    /** Branches on a condition. */
    BRANCH_IF,
    /** Branches always; a return is a branch to the function's block. */
    BRANCH,
    /** The code after it cannot be reached. */
    STOP,
    /** The same; it names a block whose exception it throws again. */
    RETHROW,
    /** The same; the instruction cannot be in a part. */
    STAYS;

    /** Tests whether it opens, divides or closes a block. */
    public boolean isStructure() {
      return opens() || this == ELSE || this == CATCH || this == END || this == DELEGATE;
    }

    boolean opens() {
      return this == BLOCK || this == LOOP || this == IF || this == TRY;
    }
  }

  private static final Op[] OPS = Op.values();

  private final int[] localPlaces;
  private final BitSet inputsOnly;
  private byte[] ops = new byte[1024];
  private int[] operands = new int[1024];
  private int[] offsets = new int[1024];
  private int[] sizes = new int[1024];
  private int count;
  private final BitSet clear = new BitSet();
  private final BitSet reached = new BitSet();
  private final Map<Integer, int[]> targets = new HashMap<>();
  private final Map<Integer, Shape> blocks = new HashMap<>();
  private final List<Integer> open = new ArrayList<>();

  /** The notes of a block's end, and of its {@code else} or first {@code catch}. */
  private static final class Shape {
    final int level;
    final int loops;
    int otherwise = NONE;
    int end = NONE;

    /** The number of values of a branch to it; -1 if some cannot leave a part. */
    int values;

    Shape(int level, int loops) {
      this.level = level;
      this.loops = loops;
    }
  }

  /**
   * @param localPlaces the number of places of each local in a JVM method
   * @param inputsOnly the locals that a part cannot return
   */
  public BodyOutline(int[] localPlaces, BitSet inputsOnly) {
    this.localPlaces = localPlaces;
    this.inputsOnly = inputsOnly;
    blocks.put(FUNCTION, new Shape(0, 0));
    open.add(FUNCTION);
  }

  // Notes

  /**
   * Begins the note of an instruction.
   *
   * @param offset its position, in bytes from the beginning of the body
   * @param size the bytes of JVM code before it
   * @param isClear whether the block's operand stack is empty
   * @param isReached whether it can be reached
   */
  public void at(int offset, int size, boolean isClear, boolean isReached) {
    if (count == ops.length) {
      ops = Arrays.copyOf(ops, 2 * count);
      operands = Arrays.copyOf(operands, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    offsets[count] = offset;
    sizes[count] = size;
    clear.set(count, isClear && isReached);
    reached.set(count, isReached);
  }

  /** Ends the note of an instruction that is of none of the kinds below. */
  public void other(Op op) {
    end(op, 0);
  }

  public void local(Op op, int local) {
    end(op, local);
  }

  /** @param labels the labels that catch exceptions; none for other blocks */
  public void open(Op op, int[] labels) {
    Shape outer = blocks.get(innermost());
    blocks.put(count, new Shape(outer.level + 1, outer.loops + (op == Op.LOOP ? 1 : 0)));
    targets.put(count, blocksOf(labels));
    open.add(count);
    end(op, 0);
  }

  public void otherwise() {
    int block = innermost();
    blocks.get(block).otherwise = count;
    end(Op.ELSE, block);
  }

  public void beginCatch() {
    Shape shape = blocks.get(innermost());
    shape.otherwise = shape.otherwise == NONE ? count : shape.otherwise;
    end(Op.CATCH, innermost());
  }

  /** @param op the kind of instruction that ends the innermost block */
  public void close(Op op) {
    int block = open.remove(open.size() - 1);
    blocks.get(block).end = count;
    end(op, block);
  }

  /** @param labels relative to the innermost block */
  public void branch(Op op, int[] labels) {
    targets.put(count, blocksOf(labels));
    end(op, 0);
  }

  /**
   * Sets the number of values of a branch.
   *
   * @param values -1 if some cannot leave a part
   */
  public void values(int label, int values) {
    blocks.get(block(label)).values = values;
  }

  private void end(Op op, int operand) {
    ops[count] = (byte) op.ordinal();
    operands[count] = operand;
    count++;
  }

  private int innermost() {
    return open.get(open.size() - 1);
  }

  private int block(int label) {
    return open.get(open.size() - 1 - label);
  }

  private int[] blocksOf(int[] labels) {
    return Arrays.stream(labels).map(this::block).distinct().toArray();
  }

  // What was noted

  int count() {
    return count;
  }

  Op op(int at) {
    return OPS[ops[at]];
  }

  /** Returns the local of an instruction, or the block that it divides or ends. */
  int operand(int at) {
    return operands[at];
  }

  int offset(int at) {
    return offsets[at];
  }

  /** Returns the bytes of JVM code before each of them. */
  int[] sizes() {
    return Arrays.copyOf(sizes, count);
  }

  boolean isClear(int at) {
    return clear.get(at);
  }

  boolean isReached(int at) {
    return reached.get(at);
  }

  /** Returns the target blocks of a branch, or the handlers of a {@code try_table}. */
  int[] targets(int at) {
    return targets.getOrDefault(at, NO_TARGETS);
  }

  int end(int block) {
    return blocks.get(block).end;
  }

  /** The {@code else} of an {@code if}, or the first {@code catch} of a {@code try}; without one, its end. */
  int otherwise(int block) {
    Shape shape = blocks.get(block);
    return shape.otherwise == NONE ? shape.end : shape.otherwise;
  }

  boolean hasOtherwise(int block) {
    return blocks.get(block).otherwise != NONE;
  }

  /** Returns the number of blocks around the contents of a block. */
  int level(int block) {
    return blocks.get(block).level;
  }

  /** Returns the number of loops around the contents of a block. */
  int loops(int block) {
    return blocks.get(block).loops;
  }

  /** Returns the number of values of a branch to the block; -1 if some cannot leave a part. */
  int values(int block) {
    return blocks.get(block).values;
  }

  int locals() {
    return localPlaces.length;
  }

  /** Returns the number of places of the locals in a JVM method. */
  int places(BitSet locals) {
    return locals.stream().map(local -> localPlaces[local]).sum();
  }

  /** Returns the locals that a part cannot return. */
  BitSet inputsOnly() {
    return inputsOnly;
  }
}
