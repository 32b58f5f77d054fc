package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmArray;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmI31Ref;
import com.dylibso.chicory.runtime.WasmStruct;
import com.dylibso.chicory.wasm.types.FieldType;
import com.dylibso.chicory.wasm.types.StructType;
import com.dylibso.chicory.wasm.types.Value;

/**
 * The instructions of compiled guests on one struct, one element of an array, or one small integer, and the tests of types. Those
 * on many elements are {@link PiecewiseInstructions}. Parameters are the operands, then the indices in the instruction, then the
 * instance.
 *
 * <p>A reference is an int: −1 is null, every other one is the number of an object of the instance; a small integer is an object,
 * too. Compiled guests call these methods; nothing else is to.
 */
public final class ObjectInstructions {
  private static final int NULL = Value.REF_NULL_VALUE;
  private static final int I31 = 0x7fffffff;

  /** The heap type of all exceptions, as the binary format has it. */
  private static final int EXN = -0x17;

  private ObjectInstructions() {}

  // Structs

  /** @param fields belong to the struct from now on, and have the width of their types already */
  public static int structNew(long[] fields, int type, Instance instance) {
    return instance.registerGcRef(new WasmStruct(type, fields));
  }

  public static int structNewDefault(int type, Instance instance) {
    FieldType[] types = struct(type, instance).fieldTypes();
    long[] fields = new long[types.length];
    for (int i = 0; i < fields.length; i++) {
      var value = types[i].storageType().valType();
      fields[i] = value != null && value.isReference() ? NULL : 0;
    }
    return structNew(fields, type, instance);
  }

  public static long structGet(int reference, int field, Instance instance) {
    return requireStruct(reference, instance).field(field);
  }

  /** @param value has the width of the field's type already */
  public static void structSet(int reference, long value, int field, Instance instance) {
    requireStruct(reference, instance).setField(field, value);
  }

  private static WasmStruct requireStruct(int reference, Instance instance) {
    if (reference == NULL) {
      throw new TrapException("null structure reference");
    }
    return (WasmStruct) instance.gcRef(reference);
  }

  private static StructType struct(int type, Instance instance) {
    return instance.module().typeSection().getSubType(type).compType().structType();
  }

  // Arrays

  /** @param elements belong to the array from now on */
  public static int arrayNewFixed(long[] elements, int type, Instance instance) {
    return instance.registerGcRef(new WasmArray(type, elements));
  }

  public static long arrayGet(int reference, int index, Instance instance) {
    return requireElement(reference, index, instance).get(index);
  }

  /** @param value has the width of the elements' type already */
  public static void arraySet(int reference, int index, long value, Instance instance) {
    requireElement(reference, index, instance).set(index, value);
  }

  public static int arrayLen(int reference, Instance instance) {
    BulkBounds.requireNotNull(reference);
    return ((WasmArray) instance.gcRef(reference)).length();
  }

  private static WasmArray requireElement(int reference, int index, Instance instance) {
    BulkBounds.requireNotNull(reference);
    WasmArray array = (WasmArray) instance.gcRef(reference);
    if (Integer.compareUnsigned(index, array.length()) >= 0) {
      throw new TrapException("out of bounds array access");
    }
    return array;
  }

  // Types

  /**
   * Whether a reference has a type.
   *
   * @param nullable whether null has it
   * @param heapType as the binary format has it
   * @param sourceHeapType of the operand
   */
  public static int refTest(
      int reference, boolean nullable, int heapType, int sourceHeapType, Instance instance) {
    return instance.heapTypeMatch(reference, nullable, heapType, sourceHeapType) ? 1 : 0;
  }

  /** Returns the reference if it has a type, as {@link #refTest}. */
  public static int refCast(
      int reference, boolean nullable, int heapType, int sourceHeapType, Instance instance) {
    if (!instance.heapTypeMatch(reference, nullable, heapType, sourceHeapType)) {
      throw new TrapException("cast failure");
    }
    return reference;
  }

  /** Whether a reference to an exception has a type, as {@link #refTest(int, boolean, int, int, Instance)}. */
  public static int refTest(WasmException exception, boolean nullable, int heapType) {
    return exception == null ? (nullable ? 1 : 0) : heapType == EXN ? 1 : 0;
  }

  public static WasmException refCast(WasmException exception, boolean nullable, int heapType) {
    if (refTest(exception, nullable, heapType) == 0) {
      throw new TrapException("cast failure");
    }
    return exception;
  }

  // Small integers

  public static int refI31(int value, Instance instance) {
    return instance.registerGcRef(new WasmI31Ref(value & I31));
  }

  public static int i31GetS(int reference, Instance instance) {
    return i31GetU(reference, instance) << 1 >> 1;
  }

  public static int i31GetU(int reference, Instance instance) {
    if (reference == NULL) {
      throw new TrapException("null i31 reference");
    }
    return ((WasmI31Ref) instance.gcRef(reference)).value() & I31;
  }
}
