package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmArray;
import com.dylibso.chicory.runtime.WasmI31Ref;
import com.dylibso.chicory.wasm.types.ArrayType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.Value;
import java.util.Arrays;
import java.util.List;
import radicchio.engine.limits.WorkMeter;

/**
 * The instructions that do much at once and that the engine does in one go: those on arrays, and copying from a memory to
 * another. They are done here, piece by piece, with a look at the deadline before each.
 *
 * <p>Compiled guests call the methods that are public; nothing else is to.
 */
public final class PiecewiseInstructions {
  /** The cost of evaluating an element of a segment, in bytes of a copy that takes as long. */
  private static final int EVALUATION = 1024;

  private PiecewiseInstructions() {}

  /** A memory that is copied to piece by piece. */
  interface Target {
    /** Copies from another memory of the kind, or from another view of this one. */
    void copy(int target, Memory source, int from, int length);
  }

  public static void memoryCopy(int target, int from, int length, Memory memory, Memory source) {
    ((Target) memory).copy(target, source, from, length);
  }

  public static int arrayNew(long value, int length, int type, Instance instance) {
    long[] elements = elements(length, instance);
    fill(elements, 0, value, length, instance);
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  public static int arrayNewDefault(int length, int type, Instance instance) {
    long[] elements = elements(length, instance);
    var element = type(type, instance).fieldType().storageType().valType();
    if (element != null && element.isReference()) {
      fill(elements, 0, Value.REF_NULL_VALUE, length, instance);
    }
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  public static int arrayNewData(int offset, int length, int type, int data, Instance instance) {
    BulkBounds.requireData(offset, length, type, data, instance);
    long[] elements = elements(length, instance);
    decode(elements, 0, offset, length, type, data, instance);
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  public static int arrayNewElem(int offset, int length, int type, int element, Instance instance) {
    BulkBounds.requireElements(offset, length, element, instance);
    long[] elements = elements(length, instance);
    evaluate(elements, 0, offset, length, element, instance);
    register(elements, 0, length, instance);
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  public static void arrayFill(
      int array, int offset, long value, int length, int type, Instance instance) {
    long[] elements = BulkBounds.requireArray(array, offset, length, instance);
    var packed = type(type, instance).fieldType().storageType().packedType();
    fill(elements, offset, packed == null ? value : value & packed.mask(), length, instance);
  }

  public static void arrayCopy(
      int target, int to, int source, int from, int length, Instance instance) {
    BulkBounds.requireNotNull(target);
    BulkBounds.requireNotNull(source);
    long[] into = BulkBounds.requireArray(target, to, length, instance);
    long[] out = BulkBounds.requireArray(source, from, length, instance);
    WorkMeter meter = meter(instance);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left, Long.BYTES, meter);
      int done = to <= from ? length - left : left - piece;
      System.arraycopy(out, from + done, into, to + done, piece);
    }
  }

  public static void arrayInitData(
      int array, int to, int from, int length, int type, int data, Instance instance) {
    long[] elements = BulkBounds.requireArray(array, to, length, instance);
    BulkBounds.requireData(from, length, type, data, instance);
    decode(elements, to, from, length, type, data, instance);
  }

  public static void arrayInitElem(
      int array, int to, int from, int length, int type, int element, Instance instance) {
    initElem(array, to, from, length, element, instance);
    register(((WasmArray) instance.gcRef(array)).elements(), to, length, instance);
  }

  /** As an interpreter does it, in which a small integer is not an object. */
  static void initElem(int array, int to, int from, int length, int element, Instance instance) {
    long[] elements = BulkBounds.requireArray(array, to, length, instance);
    BulkBounds.requireElements(from, length, element, instance);
    evaluate(elements, to, from, length, element, instance);
  }

  /** As an interpreter does it, likewise. */
  static int newElem(int offset, int length, int type, int element, Instance instance) {
    BulkBounds.requireElements(offset, length, element, instance);
    long[] elements = elements(length, instance);
    evaluate(elements, 0, offset, length, element, instance);
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  private static ArrayType type(int type, Instance instance) {
    return instance.module().typeSection().getSubType(type).compType().arrayType();
  }

  private static WorkMeter meter(Instance instance) {
    return ((MeteredMachine) instance.getMachine()).meter();
  }

  /** The length of the next piece, which is counted. */
  private static int piece(int left, int cost, WorkMeter meter) {
    int piece = Math.min(left, WorkMeter.PIECE / cost);
    meter.count(WorkMeter.LITTLE + (long) cost * piece);
    return piece;
  }

  /** The JVM makes an array in one go, and none of more than 2³¹−1 elements. */
  private static long[] elements(int length, Instance instance) {
    meter(instance).count(WorkMeter.LITTLE + Long.BYTES * Integer.toUnsignedLong(length));
    if (length < 0) {
      throw new OutOfMemoryError("an array of " + Integer.toUnsignedString(length) + " elements");
    }
    return new long[length];
  }

  private static void fill(long[] elements, int offset, long value, int length, Instance instance) {
    WorkMeter meter = meter(instance);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left, Long.BYTES, meter);
      int at = offset + length - left;
      Arrays.fill(elements, at, at + piece, value);
    }
  }

  /** Numbers of a data segment, the lowest byte of each first. */
  private static void decode(
      long[] elements, int to, int from, int length, int type, int data, Instance instance) {
    byte[] bytes = instance.dataSegmentData(data);
    int width = BulkBounds.width(type, instance);
    WorkMeter meter = meter(instance);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left, Long.BYTES, meter);
      int done = length - left;
      for (int i = done; i < done + piece; i++) {
        elements[to + i] = number(bytes, from + i * width, width);
      }
    }
  }

  private static long number(byte[] bytes, int at, int width) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (bytes[at + i] & 0xffL) << (i * Byte.SIZE);
    }
    return number;
  }

  private static void evaluate(
      long[] elements, int to, int from, int length, int element, Instance instance) {
    if (length == 0) {
      return;
    }
    List<List<Instruction>> expressions = instance.element(element).initializers();
    WorkMeter meter = meter(instance);
    for (int left = length, piece; left > 0; left -= piece) {
      piece = piece(left, EVALUATION, meter);
      int done = length - left;
      for (int i = done; i < done + piece; i++) {
        elements[to + i] =
            ConstantEvaluators.computeConstantValue(instance, expressions.get(from + i))[0];
      }
    }
  }

  /** Compiled code has no small integers that are not objects. */
  private static void register(long[] elements, int offset, int length, Instance instance) {
    for (int i = offset; i < offset + length; i++) {
      if (Value.isI31(elements[i])) {
        elements[i] = instance.registerGcRef(new WasmI31Ref(Value.decodeI31U(elements[i])));
      }
    }
  }
}
