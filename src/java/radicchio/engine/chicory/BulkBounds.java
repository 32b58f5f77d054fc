package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmArray;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;

/**
 * The bounds of instructions on many elements of a table or an array, as the Core specification has them: all numbers
 * are unsigned, sums have 64 bits, and nothing is written before a trap. The engine's own checks have sums of 32 bits.
 *
 * <p>Each method has the name and the parameters of a method of the engine's compiled instructions, and is called at
 * its beginning; see {@link CheckedInstructions}. Those of arrays count their work, which nothing else does.
 * Compiled guests call it, and so it is public; nothing else is to.
 */
public final class BulkBounds {
  private static final int NULL = -1;
  private static final Element EMPTY = new PassiveElement(ValType.FuncRef, List.of());

  private BulkBounds() {}

  public static void tableFill(int offset, int value, int size, int table, Instance instance) {
    requireTable(offset, size, instance.table(table).size());
  }

  public static void tableCopy(
      int to, int from, int size, int target, int source, Instance instance) {
    requireTable(from, size, instance.table(source).size());
    requireTable(to, size, instance.table(target).size());
  }

  public static void tableInit(
      int offset, int from, int size, int element, int table, Instance instance) {
    TableInstance target = instance.table(table);
    requireTable(from, size, count(element, instance));
    requireTable(offset, size, target.size());
  }

  public static void arrayNew(long value, int length, int type, Instance instance) {
    work(length, instance);
  }

  public static void arrayNewDefault(int length, int type, Instance instance) {
    work(length, instance);
  }

  public static void arrayNewData(int offset, int length, int type, int data, Instance instance) {
    requireData(offset, length, type, data, instance);
    work(length, instance);
  }

  public static void arrayNewElem(
      int offset, int length, int type, int element, Instance instance) {
    requireTable(offset, length, count(element, instance));
    work(length, instance);
  }

  public static void arrayFill(
      int array, int offset, long value, int length, int type, Instance instance) {
    requireArray(array, offset, length, instance);
    work(length, instance);
  }

  public static void arrayCopy(
      int target, int to, int source, int from, int length, Instance instance) {
    requireNotNull(target);
    requireNotNull(source);
    requireArray(target, to, length, instance);
    requireArray(source, from, length, instance);
    work(length, instance);
  }

  public static void arrayInitData(
      int array, int to, int from, int length, int type, int data, Instance instance) {
    requireArray(array, to, length, instance);
    requireData(from, length, type, data, instance);
    work(length, instance);
  }

  public static void arrayInitElem(
      int array, int to, int from, int length, int type, int element, Instance instance) {
    requireArray(array, to, length, instance);
    requireTable(from, length, count(element, instance));
    work(length, instance);
  }

  static boolean outside(int offset, long length, long size) {
    return Integer.toUnsignedLong(offset) + length > size;
  }

  private static void requireTable(int offset, int length, int size) {
    if (outside(offset, Integer.toUnsignedLong(length), size)) {
      throw new TrapException("out of bounds table access");
    }
  }

  /** How many elements a segment has; none once it was dropped, which the engine takes for no segment. */
  private static int count(int segment, Instance instance) {
    Element element = instance.element(segment);
    if (element == null) {
      element = EMPTY;
      instance.setElement(segment, element);
    }
    return element.elementCount();
  }

  private static void requireNotNull(int array) {
    if (array == NULL) {
      throw new TrapException("null array reference");
    }
  }

  private static void requireArray(int array, int offset, int length, Instance instance) {
    requireNotNull(array);
    int size = ((WasmArray) instance.gcRef(array)).length();
    if (outside(offset, Integer.toUnsignedLong(length), size)) {
      throw new TrapException("out of bounds array access");
    }
  }

  private static void requireData(int offset, int length, int type, int data, Instance instance) {
    int each =
        instance
            .module()
            .typeSection()
            .getSubType(type)
            .compType()
            .arrayType()
            .fieldType()
            .storageType()
            .byteSize();
    if (outside(
        offset, Integer.toUnsignedLong(length) * each, instance.dataSegmentData(data).length)) {
      throw new TrapException("out of bounds memory access");
    }
  }

  private static void work(int elements, Instance instance) {
    ((MeteredMachine) instance.getMachine())
        .meter()
        .count(WorkMeter.LITTLE + Long.BYTES * Integer.toUnsignedLong(elements));
  }
}
