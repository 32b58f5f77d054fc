package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The JVM locals of a method: the parameters, the {@link radicchio.engine.chicory.machine.GuestState}, the other locals of the
 * function, the first memory, the remaining turns of its loops, and then the operands that are not on the JVM's stack. A
 * function with more parameters than a JVM method can have gets them in an array, and copies them to locals.
 */
final class LocalLayout {
  /** The places for parameters of a method, without those for the state and two more numbers. */
  static final int MOST_PARAMETERS = 252;

  private static final int NONE = -1;
  private static final String ARRAY = "[J";

  private final int[] types;
  private final int[] slots;

  /** The locals that the method has, parameters first. */
  private final int[] order;

  private final int params;
  private final boolean wide;
  private final int state;
  private final int memory;
  private final int turns;
  private final int exit;
  private final int operands;
  private final Object[] frame;

  /** What a method has beside locals and operands. */
  record Extras(boolean memory, boolean turns, boolean exit) {}

  /**
   * The locals of a method.
   *
   * @param types of the function's locals, parameters first
   * @param order the locals that the method has, its parameters first
   * @param params how many of these are parameters
   */
  LocalLayout(int[] types, int[] order, int params, Extras extras) {
    this.types = types;
    this.order = order;
    this.params = params;
    this.slots = new int[types.length];
    Arrays.fill(slots, NONE);
    List<Object> frameTypes = new ArrayList<>();
    this.wide = isWide(Arrays.stream(order, 0, params).map(i -> types[i]).toArray());
    int next = 0;
    if (wide) {
      frameTypes.add(ARRAY);
      frameTypes.add(JvmCode.STATE);
      next = 2;
    }
    int stateSlot = 1;
    for (int i = 0; i <= order.length; i++) {
      if (i == params && !wide) {
        stateSlot = next++;
        frameTypes.add(JvmCode.STATE);
      }
      if (i < order.length) {
        slots[order[i]] = next;
        next += WasmTypes.places(types[order[i]]);
        addTo(frameTypes, types[order[i]]);
      }
    }
    this.state = stateSlot;
    this.memory = extras.memory() ? next++ : NONE;
    if (extras.memory()) {
      frameTypes.add(JvmCode.MEMORY);
    }
    this.turns = extras.turns() ? next++ : NONE;
    this.exit = extras.exit() ? next++ : NONE;
    for (int counter : new int[] {turns, exit}) {
      if (counter != NONE) {
        frameTypes.add(Opcodes.INTEGER);
      }
    }
    this.operands = next;
    this.frame = frameTypes.toArray();
  }

  /** Tests whether parameters are passed in an array. */
  static boolean isWide(int[] params) {
    return WasmTypes.places(params) > MOST_PARAMETERS;
  }

  static void addTo(List<Object> frame, int type) {
    frame.add(WasmTypes.frameType(type));
    if (type == WasmTypes.V128) {
      frame.add(Opcodes.LONG);
    }
  }

  int count() {
    return types.length;
  }

  int type(int local) {
    return types[local];
  }

  int[] types(int[] locals) {
    return Arrays.stream(locals).map(this::type).toArray();
  }

  int slot(int local) {
    return slots[local];
  }

  int state() {
    return state;
  }

  int memory() {
    return memory;
  }

  /** Returns the local that counts the remaining turns, or -1. */
  int turns() {
    return turns;
  }

  /** The local with the number of the way out of a part, or -1. */
  int exit() {
    return exit;
  }

  /** Returns the first local for operands. */
  int operands() {
    return operands;
  }

  /** Returns the types of all locals before those for operands. */
  Object[] frame() {
    return frame;
  }

  /** Gives all locals their first values. */
  void begin(JvmCode code, int turnsAtFirst) {
    if (wide) {
      int component = 0;
      for (int i = 0; i < params; i++) {
        int type = types[order[i]];
        for (int half = 0; half < (type == WasmTypes.V128 ? 2 : 1); half++) {
          code.variable(Opcodes.ALOAD, 0);
          code.iconst(component++);
          code.insn(Opcodes.LALOAD);
          code.fromLong(type, state);
        }
        code.store(type, slots[order[i]]);
      }
    }
    clear(code);
    if (memory != NONE) {
      code.variable(Opcodes.ALOAD, state);
      code.getField(JvmCode.STATE, "memory", JvmCode.MEMORY_TYPE);
      code.variable(Opcodes.ASTORE, memory);
    }
    if (turns != NONE) {
      code.iconst(turnsAtFirst);
      code.variable(Opcodes.ISTORE, turns);
    }
    if (exit != NONE) {
      code.iconst(0);
      code.variable(Opcodes.ISTORE, exit);
    }
  }

  /** Gives the locals that are not parameters their first values. */
  void clear(JvmCode code) {
    for (int i = params; i < order.length; i++) {
      code.zero(types[order[i]]);
      code.store(types[order[i]], slots[order[i]]);
    }
  }

  /** Jumps back, and checks the deadline if the turns since the last check are used up. */
  void turn(JvmCode code, Label head, int most) {
    code.increment(turns, -1);
    code.variable(Opcodes.ILOAD, turns);
    code.jump(Opcodes.IFGT, head);
    code.invokeStatic(JvmCode.STATE, "look", "()V");
    code.iconst(most);
    code.variable(Opcodes.ISTORE, turns);
    code.jump(Opcodes.GOTO, head);
  }
}
