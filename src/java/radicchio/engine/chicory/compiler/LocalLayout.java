package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The JVM locals of a method: the parameters, the {@link radicchio.engine.chicory.machine.GuestState}, the other locals of the function,
 * the first memory, the turns that its loops have left, and then the operands that are not on the JVM's stack. A function with more
 * parameters than a JVM method can have gets them in an array, and has them in locals of their own.
 */
final class LocalLayout {
  /** The places for parameters that a method has, without the state and two numbers more. */
  static final int MOST_PARAMETERS = 252;

  private static final int NONE = -1;
  private static final String ARRAY = "[J";

  private final int[] types;
  private final int[] slots;
  private final int params;
  private final boolean wide;
  private final int state;
  private final int memory;
  private final int turns;
  private final int operands;
  private final Object[] frame;

  /**
   * @param types of the locals, parameters first
   * @param params how many are parameters
   */
  LocalLayout(int[] types, int params, boolean withMemory, boolean withTurns) {
    this.types = types;
    this.params = params;
    this.slots = new int[types.length];
    List<Object> frameTypes = new ArrayList<>();
    this.wide = isWide(java.util.Arrays.copyOf(types, params));
    int next = 0;
    if (wide) {
      frameTypes.add(ARRAY);
      frameTypes.add(JvmCode.STATE);
      next = 2;
    }
    int stateSlot = 1;
    for (int i = 0; i <= types.length; i++) {
      if (i == params && !wide) {
        stateSlot = next++;
        frameTypes.add(JvmCode.STATE);
      }
      if (i < types.length) {
        slots[i] = next;
        next += WasmTypes.places(types[i]);
        addTo(frameTypes, types[i]);
      }
    }
    this.state = stateSlot;
    this.memory = withMemory ? next++ : NONE;
    if (withMemory) {
      frameTypes.add(JvmCode.MEMORY);
    }
    this.turns = withTurns ? next++ : NONE;
    if (withTurns) {
      frameTypes.add(Opcodes.INTEGER);
    }
    this.operands = next;
    this.frame = frameTypes.toArray();
  }

  /** Whether parameters come in an array. */
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

  int slot(int local) {
    return slots[local];
  }

  int state() {
    return state;
  }

  int memory() {
    return memory;
  }

  /** The local that counts the turns left, or -1. */
  int turns() {
    return turns;
  }

  /** The first local for operands. */
  int operands() {
    return operands;
  }

  /** The types of all locals before those for operands. */
  Object[] frame() {
    return frame;
  }

  /** Gives all locals their first values. */
  void begin(JvmCode code, int turnsAtFirst) {
    if (wide) {
      int component = 0;
      for (int i = 0; i < params; i++) {
        for (int half = 0; half < (types[i] == WasmTypes.V128 ? 2 : 1); half++) {
          code.variable(Opcodes.ALOAD, 0);
          code.iconst(component++);
          code.insn(Opcodes.LALOAD);
          code.fromLong(types[i], state);
        }
        code.store(types[i], slots[i]);
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
  }

  /** Gives the locals that are not parameters their first values. */
  void clear(JvmCode code) {
    for (int i = params; i < types.length; i++) {
      code.zero(types[i]);
      code.store(types[i], slots[i]);
    }
  }

  /** Jumps back, and looks whether the guest is to stop if so many turns were made since the last look. */
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
