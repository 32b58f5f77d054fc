package radicchio.engine.chicory.compiler;

import java.util.Arrays;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * Structs, arrays and small integers (prefix 0xfb). Their fields are numbers of 64 bits in objects of the runtime; this class
 * converts a value to the width of its field, and extends the sign of a packed one. Tests of types are {@link CastOperations}.
 */
final class ObjectOperations {
  private static final String SINGLE = "radicchio/engine/chicory/instructions/ObjectInstructions";
  private static final String MANY = "radicchio/engine/chicory/instructions/PiecewiseInstructions";

  private static final int REF = WasmTypes.ref(true, WasmTypes.ARRAY);
  private static final int BYTE = 0xff;
  private static final int SHORT = 0xffff;

  /** The extension of a packed value to 32 bits by a load; values of other types have none. */
  private enum Extension {
    NONE,
    SIGNED,
    UNSIGNED
  }

  private final MethodContext context;
  private final StackMachine machine;
  private final CastOperations casts;
  private final Cursor in;

  ObjectOperations(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
    this.casts = new CastOperations(context);
  }

  void instruction(int opcode) {
    context.classes().useObjects();
    switch (opcode) {
      case 0 -> newStruct();
      case 1 -> newStructOfDefaults();
      case 2 -> getField(Extension.NONE);
      case 3 -> getField(Extension.SIGNED);
      case 4 -> getField(Extension.UNSIGNED);
      case 5 -> setField();
      case 6 -> newArray();
      case 7 -> newArrayOfDefaults();
      case 8 -> newArrayOfOperands();
      case 9 -> newArrayOfData();
      case 10 -> newArrayOfElements();
      case 11 -> getElement(Extension.NONE);
      case 12 -> getElement(Extension.SIGNED);
      case 13 -> getElement(Extension.UNSIGNED);
      case 14 -> setElement();
      case 15 -> length();
      case 16 -> fill();
      case 17 -> copy();
      case 18 -> initFromData();
      case 19 -> initFromElements();
      case 28 -> smallInteger();
      case 29 -> getSmallInteger("i31GetS");
      case 30 -> getSmallInteger("i31GetU");
      default -> casts.instruction(opcode);
    }
  }

  // Storage

  /** Returns the type of a field's value on the stack. */
  private static int unpacked(int storage) {
    return isPacked(storage) ? WasmTypes.I32 : storage;
  }

  private static boolean isPacked(int storage) {
    return storage == TypeTable.PACKED_I8 || storage == TypeTable.PACKED_I16;
  }

  private static int[] unpacked(int[] storage) {
    return Arrays.stream(storage).map(ObjectOperations::unpacked).toArray();
  }

  private void requireCarried(int storage) {
    if (storage == WasmTypes.V128) {
      throw new NotCarried("vectors in structs and arrays");
    }
  }

  private void requireMutable(boolean mutable, String what) {
    if (!mutable) {
      throw machine.invalid(what + " is immutable");
    }
  }

  private void requireDefault(int storage) {
    if (WasmTypes.isRef(storage) && !WasmTypes.isNullable(storage)) {
      throw machine.invalid(
          "type mismatch: " + WasmTypes.text(storage) + " does not have a default value");
    }
  }

  private void requireExtension(int storage, Extension extension) {
    if (isPacked(storage) == (extension == Extension.NONE)) {
      throw machine.invalid(
          isPacked(storage)
              ? "field is packed: expected get_s or get_u"
              : "field is unpacked: expected get, got get_s or get_u");
    }
  }

  /** Converts a value to the width of the field that it is stored into. */
  private static void narrow(int storage, JvmCode code) {
    if (isPacked(storage)) {
      code.iconst(storage == TypeTable.PACKED_I8 ? BYTE : SHORT);
      code.insn(Opcodes.IAND);
    }
  }

  private void intoField(int storage) {
    narrow(storage, context.code());
    context.code().toLong(unpacked(storage), machine.layout().state());
  }

  private void outOfField(int storage, Extension extension) {
    JvmCode code = context.code();
    code.fromLong(unpacked(storage), machine.layout().state());
    if (extension == Extension.SIGNED) {
      code.insn(storage == TypeTable.PACKED_I8 ? Opcodes.I2B : Opcodes.I2S);
    }
  }

  // Calls of the runtime

  /** Calls a method with the operands, then these numbers, then the instance. */
  private void call(String owner, String method, String operands, String result, int... numbers) {
    JvmCode code = context.code();
    machine.line();
    for (int number : numbers) {
      code.iconst(number);
    }
    context.loadInstance();
    code.invokeStatic(
        owner,
        method,
        "(" + operands + "I".repeat(numbers.length) + JvmCode.INSTANCE_TYPE + ")" + result);
  }

  private void single(String method, String operands, String result, int... numbers) {
    if (machine.isLive()) {
      call(SINGLE, method, operands, result, numbers);
    }
  }

  private void many(String method, String operands, String result, int... numbers) {
    if (machine.isLive()) {
      call(MANY, method, operands, result, numbers);
    }
  }

  /** Takes operands that become the fields of a new object of a type. */
  private void newOf(int[] storage, int type, String method) {
    Arrays.stream(storage).forEach(this::requireCarried);
    int[] operands = unpacked(storage);
    machine.store();
    machine.require(operands);
    if (machine.isLive()) {
      machine.values().box(storage.length, (field, code) -> narrow(storage[field], code));
    }
    machine.pop(operands);
    single(method, "[J", "I", type);
    machine.give(WasmTypes.ref(false, type));
  }

  // Structs

  private TypeTable.StructShape struct(int type) {
    return machine.types().struct(type);
  }

  private void newStruct() {
    int type = in.u32();
    newOf(struct(type).fields(), type, "structNew");
  }

  private void newStructOfDefaults() {
    int type = in.u32();
    for (int field : struct(type).fields()) {
      requireCarried(field);
      requireDefault(field);
    }
    machine.settle();
    single("structNewDefault", "", "I", type);
    machine.give(WasmTypes.ref(false, type));
  }

  private void getField(Extension extension) {
    int type = in.u32();
    int field = in.u32();
    int storage = struct(type).fields()[field];
    requireCarried(storage);
    requireExtension(storage, extension);
    machine.take(WasmTypes.ref(true, type));
    single("structGet", "I", "J", field);
    give(storage, extension);
  }

  private void give(int storage, Extension extension) {
    if (machine.isLive()) {
      outOfField(storage, extension);
    }
    machine.give(unpacked(storage));
  }

  private void setField() {
    int type = in.u32();
    int field = in.u32();
    int storage = struct(type).fields()[field];
    requireCarried(storage);
    requireMutable(struct(type).mutable()[field], "field " + field + " of type " + type);
    machine.take(WasmTypes.ref(true, type), unpacked(storage));
    if (machine.isLive()) {
      intoField(storage);
    }
    single("structSet", "IJ", "V", field);
  }

  // Arrays

  private TypeTable.ArrayShape array(int type) {
    TypeTable.ArrayShape shape = machine.types().array(type);
    requireCarried(shape.element());
    return shape;
  }

  private TypeTable.ArrayShape mutableArray(int type) {
    requireMutable(machine.types().array(type).mutable(), "array of type " + type);
    return array(type);
  }

  private void newArray() {
    int type = in.u32();
    int element = array(type).element();
    machine.take(unpacked(element), WasmTypes.I32);
    if (machine.isLive()) {
      int length = machine.values().place(machine.values().size() + 1);
      context.code().variable(Opcodes.ISTORE, length);
      intoField(element);
      context.code().variable(Opcodes.ILOAD, length);
    }
    many("arrayNew", "JI", "I", type);
    machine.give(WasmTypes.ref(false, type));
  }

  private void newArrayOfDefaults() {
    int type = in.u32();
    requireDefault(array(type).element());
    machine.take(WasmTypes.I32);
    many("arrayNewDefault", "I", "I", type);
    machine.give(WasmTypes.ref(false, type));
  }

  private void newArrayOfOperands() {
    int type = in.u32();
    int[] storage = new int[in.u32()];
    Arrays.fill(storage, array(type).element());
    newOf(storage, type, "arrayNewFixed");
  }

  private void newArrayOfData() {
    int type = in.u32();
    int data = in.u32();
    requireNumbers(array(type).element());
    machine.take(WasmTypes.I32, WasmTypes.I32);
    many("arrayNewData", "II", "I", type, data);
    machine.give(WasmTypes.ref(false, type));
  }

  private void requireNumbers(int storage) {
    if (WasmTypes.isRef(storage)) {
      throw machine.invalid("array type is not numeric or vector: " + WasmTypes.text(storage));
    }
  }

  private void newArrayOfElements() {
    int type = in.u32();
    int segment = in.u32();
    requireSegment(segment, array(type).element());
    machine.take(WasmTypes.I32, WasmTypes.I32);
    many("arrayNewElem", "II", "I", type, segment);
    machine.give(WasmTypes.ref(false, type));
  }

  private void requireSegment(int segment, int storage) {
    int given = context.shape().element(segment);
    if (!machine.types().matches(given, storage)) {
      throw machine.invalid(
          "type mismatch: elements of " + WasmTypes.text(given) + " for an array of another type");
    }
  }

  private void getElement(Extension extension) {
    int type = in.u32();
    int storage = array(type).element();
    requireExtension(storage, extension);
    machine.take(WasmTypes.ref(true, type), WasmTypes.I32);
    single("arrayGet", "II", "J");
    give(storage, extension);
  }

  private void setElement() {
    int type = in.u32();
    int storage = mutableArray(type).element();
    machine.take(WasmTypes.ref(true, type), WasmTypes.I32, unpacked(storage));
    if (machine.isLive()) {
      intoField(storage);
    }
    single("arraySet", "IIJ", "V");
  }

  private void length() {
    machine.take(REF);
    single("arrayLen", "I", "I");
    machine.give(WasmTypes.I32);
  }

  private void fill() {
    int type = in.u32();
    int storage = mutableArray(type).element();
    machine.take(WasmTypes.ref(true, type), WasmTypes.I32, unpacked(storage), WasmTypes.I32);
    if (machine.isLive()) {
      int length = machine.values().place(machine.values().size() + 3);
      context.code().variable(Opcodes.ISTORE, length);
      intoField(storage);
      context.code().variable(Opcodes.ILOAD, length);
    }
    many("arrayFill", "IIJI", "V", type);
  }

  private void copy() {
    int target = in.u32();
    int source = in.u32();
    int into = mutableArray(target).element();
    int from = array(source).element();
    if (from != into
        && (isPacked(from) || isPacked(into) || !machine.types().matches(from, into))) {
      throw machine.invalid(
          "array types do not match: elements of type " + source + " to " + target);
    }
    machine.take(
        WasmTypes.ref(true, target),
        WasmTypes.I32,
        WasmTypes.ref(true, source),
        WasmTypes.I32,
        WasmTypes.I32);
    many("arrayCopy", "IIIII", "V");
  }

  private void initFromData() {
    int type = in.u32();
    int data = in.u32();
    requireNumbers(mutableArray(type).element());
    takeRange(type);
    many("arrayInitData", "IIII", "V", type, data);
  }

  private void initFromElements() {
    int type = in.u32();
    int segment = in.u32();
    requireSegment(segment, mutableArray(type).element());
    takeRange(type);
    many("arrayInitElem", "IIII", "V", type, segment);
  }

  /** An array, an index in it, one in a segment, and a length. */
  private void takeRange(int type) {
    machine.take(WasmTypes.ref(true, type), WasmTypes.I32, WasmTypes.I32, WasmTypes.I32);
  }

  // Small integers

  private void smallInteger() {
    machine.take(WasmTypes.I32);
    single("refI31", "I", "I");
    machine.give(WasmTypes.ref(false, WasmTypes.I31));
  }

  private void getSmallInteger(String method) {
    machine.take(WasmTypes.ref(true, WasmTypes.I31));
    single(method, "I", "I");
    machine.give(WasmTypes.I32);
  }
}
