package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The operands of a function with their types and places: the top ones are on the JVM's own stack, in the same order, and all
 * below those are in locals, each at the position that follows from the sizes of the operands below it. At every label all are in
 * locals: the JVM's compilers compile a loop only if the stack is empty at its head, and an exception clears the stack.
 */
final class ValueStack {
  private static final int FIRST_SIZE = 32;
  private static final Object[] NOTHING = {};

  private final JvmCode code;
  private final LocalLayout layout;
  private int[] types = new int[FIRST_SIZE];

  /** The local of each operand, used or not, and after the last that of the next one. */
  private int[] places = new int[FIRST_SIZE + 1];

  private int size;

  /** The number of operands in locals. */
  private int stored;

  private int framedAt = -1;
  private Object[] framed = NOTHING;

  ValueStack(JvmCode code, LocalLayout layout) {
    this.code = code;
    this.layout = layout;
    places[0] = layout.operands();
  }

  int size() {
    return size;
  }

  int type(int index) {
    return types[index];
  }

  /** Returns the local of an operand, or of the next one. */
  int place(int index) {
    return places[index];
  }

  /** Adds a value that is on the JVM's stack. */
  void push(int type) {
    if (size == types.length) {
      types = Arrays.copyOf(types, 2 * size);
      places = Arrays.copyOf(places, 2 * size + 1);
    }
    types[size] = type;
    places[size + 1] = places[size] + WasmTypes.places(type);
    size++;
  }

  /** Adds a value that is in its local already. */
  void pushStored(int type) {
    push(type);
    stored = size;
  }

  /** Gives the top operands other types of the same kinds. */
  void retype(int[] label) {
    System.arraycopy(label, 0, types, size - label.length, label.length);
  }

  int pop() {
    size--;
    stored = Math.min(stored, size);
    return types[size];
  }

  /** Removes all operands except the lowest ones, which are in locals, as at a label. */
  void cut(int count) {
    size = count;
    stored = count;
  }

  /** Tests whether any operand is on the JVM's stack. */
  boolean isOnJvm() {
    return stored < size;
  }

  int stored() {
    return stored;
  }

  /** Moves all operands to locals. */
  void store() {
    for (int i = size - 1; i >= stored; i--) {
      code.store(types[i], places[i]);
    }
    stored = size;
  }

  /** Moves the top operands to the JVM's stack. */
  void load(int count) {
    int from = size - count;
    if (stored <= from) {
      return;
    }
    store();
    for (int i = from; i < size; i++) {
      code.load(types[i], places[i]);
    }
    stored = from;
  }

  /** Removes the top operand from the JVM's stack, if it is there. The caller then pops it. */
  void drop() {
    if (stored < size) {
      code.drop(types[size - 1]);
    }
  }

  /**
   * Moves the top operands to where a label expects them, and clears the JVM's stack.
   *
   * @param values the types that the label has
   * @param height the operands below them, at the label
   */
  void moveTo(int[] values, int height) {
    int from = size - values.length;
    if (stored <= from) {
      int place = places[height] + WasmTypes.places(values);
      for (int i = size - 1; i >= from; i--) {
        place -= WasmTypes.places(types[i]);
        code.store(types[i], place);
      }
      for (int i = from - 1; i >= stored; i--) {
        code.drop(types[i]);
      }
      return;
    }
    store();
    move(from, height);
  }

  private void move(int from, int height) {
    int place = places[height];
    for (int i = from; i < size; i++) {
      if (place != places[i]) {
        code.load(types[i], places[i]);
        code.store(types[i], place);
      }
      place += WasmTypes.places(types[i]);
    }
  }

  /** Tests whether the top operands, which are all in locals, are where a label expects them. */
  boolean isAt(int[] values, int height) {
    return values.length == 0 || places[size - values.length] == places[height];
  }

  /** Pushes an array of the top operands, which are in locals. */
  void box(int count) {
    box(count, (operand, to) -> {});
  }

  /** Converts an operand, by its position, before it is stored in an array. */
  interface Narrowing {
    void write(int operand, JvmCode code);
  }

  /** Pushes an array of the top operands, which are in locals, after they were narrowed. */
  void box(int count, Narrowing narrowing) {
    int first = size - count;
    code.iconst(WasmTypes.components(Arrays.copyOfRange(types, first, size)));
    code.visitor().visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
    int component = 0;
    for (int i = first; i < size; i++) {
      boolean vector = types[i] == WasmTypes.V128;
      for (int half = 0; half < (vector ? 2 : 1); half++) {
        code.insn(Opcodes.DUP);
        code.iconst(component++);
        code.load(vector ? WasmTypes.I64 : types[i], places[i] + 2 * half);
        narrowing.write(i - first, code);
        code.toLong(types[i], layout.state());
        code.insn(Opcodes.LASTORE);
      }
    }
  }

  /** Places a label here. All operands are in locals. */
  void place(Label label) {
    place(label, NOTHING);
  }

  /** Places a label here, with these values on the JVM's stack. */
  void place(Label label, Object[] onJvm) {
    Object[] locals = locals();
    boolean again = framedAt == code.instructions();
    if (again && !Arrays.equals(framed, locals)) {
      code.insn(Opcodes.NOP);
      again = false;
    }
    code.label(label);
    if (!again) {
      code.frame(locals.length, locals, onJvm);
      framedAt = code.instructions();
      framed = locals;
    }
  }

  private Object[] locals() {
    List<Object> all = new ArrayList<>(layout.frame().length + size);
    Collections.addAll(all, layout.frame());
    for (int i = 0; i < size; i++) {
      LocalLayout.addTo(all, types[i]);
    }
    return all.toArray();
  }
}
