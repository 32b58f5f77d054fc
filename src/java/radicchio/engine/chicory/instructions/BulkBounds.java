package radicchio.engine.chicory.instructions;

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
 * <p>The methods that are public are for compiled guests.
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

  static boolean outside(int offset, long length, long size) {
    return Integer.toUnsignedLong(offset) + length > size;
  }

  private static void requireTable(int offset, int length, int size) {
    if (outside(offset, Integer.toUnsignedLong(length), size)) {
      throw new TrapException("out of bounds table access");
    }
  }

  /** Returns the number of elements of a segment; zero after it was dropped, for which the engine has no segment. */
  private static int count(int segment, Instance instance) {
    Element element = instance.element(segment);
    if (element == null) {
      element = EMPTY;
      instance.setElement(segment, element);
    }
    return element.elementCount();
  }

  static void requireNotNull(int array) {
    if (array == NULL) {
      throw new TrapException("null array reference");
    }
  }

  /** Returns the elements of an array, if the range is in bounds. */
  static long[] requireArray(int array, int offset, int length, Instance instance) {
    requireNotNull(array);
    long[] elements = ((WasmArray) instance.gcRef(array)).elements();
    if (outside(offset, Integer.toUnsignedLong(length), elements.length)) {
      throw new TrapException("out of bounds array access");
    }
    return elements;
  }

  /** Returns the number of bytes of a data segment for an element of an array. */
  static int width(int type, Instance instance) {
    return instance
        .module()
        .typeSection()
        .getSubType(type)
        .compType()
        .arrayType()
        .fieldType()
        .storageType()
        .byteSize();
  }

  static void requireData(int offset, int length, int type, int data, Instance instance) {
    long bytes = Integer.toUnsignedLong(length) * width(type, instance);
    if (outside(offset, bytes, instance.dataSegmentData(data).length)) {
      throw new TrapException("out of bounds memory access");
    }
  }

  static void requireElements(int offset, int length, int element, Instance instance) {
    requireTable(offset, length, count(element, instance));
  }
}
