package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.OpcodeImpl;
import radicchio.engine.chicory.instructions.BulkBounds;
import radicchio.engine.chicory.instructions.ModuleMemory;

/**
 * Instructions on tables and on many bytes of a memory, with the operands in the order of the stack, followed by the
 * immediates.
 */
public final class BulkAccess {
  private BulkAccess() {}

  public static void init(int to, int from, int length, int segment, ModuleMemory memory) {
    memory.initPassiveSegment(segment, to, from, length);
  }

  public static void copy(int to, int from, int length, ModuleMemory target, ModuleMemory source) {
    target.copy(to, source, from, length);
  }

  public static void fill(int from, int value, int length, ModuleMemory memory) {
    memory.fill((byte) value, from, from + length);
  }

  public static int tableGet(int index, int table, GuestState state) {
    return state.tables[table].ref(index);
  }

  public static void tableSet(int index, int value, int table, GuestState state) {
    state.tables[table].setRef(index, value, state.instance);
  }

  public static int tableGrow(int value, int count, int table, GuestState state) {
    return state.tables[table].grow(count, value, state.instance);
  }

  public static int tableSize(int table, GuestState state) {
    return state.tables[table].size();
  }

  public static void tableFill(int to, int value, int length, int table, GuestState state) {
    BulkBounds.tableFill(to, value, length, table, state.instance);
    OpcodeImpl.TABLE_FILL(state.instance, table, length, value, to);
  }

  public static void tableCopy(
      int to, int from, int length, int target, int source, GuestState state) {
    BulkBounds.tableCopy(to, from, length, target, source, state.instance);
    OpcodeImpl.TABLE_COPY(state.instance, source, target, length, from, to);
  }

  public static void tableInit(
      int to, int from, int length, int element, int table, GuestState state) {
    BulkBounds.tableInit(to, from, length, element, table, state.instance);
    OpcodeImpl.TABLE_INIT(state.instance, table, element, length, from, to);
  }

  public static void dropElements(int element, GuestState state) {
    state.instance.setElement(element, null);
  }
}
