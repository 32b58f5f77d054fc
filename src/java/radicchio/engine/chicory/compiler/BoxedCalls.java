package radicchio.engine.chicory.compiler;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Methods at the boundary of compiled code, where arguments and results are arrays of numbers, one for each component of a
 * value: from the host to a function, and from a function to a function of the host or an interpreted one.
 */
final class BoxedCalls {
  private static final String HANDLE = "com/dylibso/chicory/runtime/WasmFunctionHandle";

  private BoxedCalls() {}

  /** Writes the method of an imported function. */
  static void host(int function, TypeTable.FunctionShape type, JvmCode code) {
    int state = state(type);
    code.variable(Opcodes.ALOAD, state);
    code.getField(JvmCode.STATE, "imports", "[L" + HANDLE + ";");
    code.iconst(function);
    code.insn(Opcodes.AALOAD);
    code.variable(Opcodes.ALOAD, state);
    code.getField(JvmCode.STATE, "instance", JvmCode.INSTANCE_TYPE);
    box(type, state, code);
    code.invokeInterface(HANDLE, "apply", "(" + JvmCode.INSTANCE_TYPE + "[J)[J");
    returnUnboxed(type, state, code);
  }

  /** Writes the method of an interpreted function. */
  static void interpreted(int function, TypeTable.FunctionShape type, JvmCode code) {
    int state = state(type);
    box(type, state, code);
    code.iconst(function);
    code.variable(Opcodes.ALOAD, state);
    code.invokeStatic(JvmCode.CALLS, "interpreted", "([JI" + JvmCode.STATE_TYPE + ")[J");
    returnUnboxed(type, state, code);
  }

  /** Returns the local of the state in a method with the parameters of a function. */
  static int state(TypeTable.FunctionShape type) {
    return LocalLayout.isWide(type.params()) ? 1 : WasmTypes.places(type.params());
  }

  /** Makes an array of the parameters on the JVM's stack. */
  static void box(TypeTable.FunctionShape type, int state, JvmCode code) {
    if (LocalLayout.isWide(type.params())) {
      code.variable(Opcodes.ALOAD, 0);
      return;
    }
    code.iconst(WasmTypes.components(type.params()));
    code.visitor().visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
    int component = 0;
    int local = 0;
    for (int param : type.params()) {
      boolean vector = param == WasmTypes.V128;
      for (int half = 0; half < (vector ? 2 : 1); half++) {
        code.insn(Opcodes.DUP);
        code.iconst(component++);
        code.load(vector ? WasmTypes.I64 : param, local + 2 * half);
        code.toLong(param, state);
        code.insn(Opcodes.LASTORE);
      }
      local += WasmTypes.places(param);
    }
  }

  /** Returns the results in the array on the JVM's stack. */
  static void returnUnboxed(TypeTable.FunctionShape type, int state, JvmCode code) {
    int components = WasmTypes.components(type.results());
    if (components == 0) {
      code.insn(Opcodes.POP);
      code.insn(Opcodes.RETURN);
      return;
    }
    for (int i = 1; i < components; i++) {
      code.insn(Opcodes.DUP);
      code.iconst(i);
      code.insn(Opcodes.LALOAD);
      code.variable(Opcodes.ALOAD, state);
      code.iconst(i - 1);
      code.invokeStatic(JvmCode.STATE, "more", "(J" + JvmCode.STATE_TYPE + "I)V");
    }
    code.iconst(0);
    code.insn(Opcodes.LALOAD);
    code.fromLong(type.results()[0], state);
    code.insn(JvmCode.returning(type.results()[0]));
  }

  /** {@code static long[] call_N(long[] arguments, GuestState)}, null without results. */
  static void entry(
      int function, TypeTable.FunctionShape type, GuestClasses classes, ClassWriter writer) {
    entry(GuestClasses.boxed(function), classes.callee(function), function, type, classes, writer);
  }

  /**
   * @param name of the method
   * @param callee the method of the function that it calls
   */
  static void entry(
      String name,
      String callee,
      int function,
      TypeTable.FunctionShape type,
      GuestClasses classes,
      ClassWriter writer) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            name,
            "([J" + JvmCode.STATE_TYPE + ")[J",
            null,
            null);
    JvmCode code = new JvmCode(method);
    method.visitCode();
    unbox(type, code);
    code.variable(Opcodes.ALOAD, 1);
    code.invokeStatic(classes.owner(function), callee, GuestClasses.descriptor(type, 0));
    boxResults(type, code);
    code.insn(Opcodes.ARETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private static void unbox(TypeTable.FunctionShape type, JvmCode code) {
    if (LocalLayout.isWide(type.params())) {
      code.variable(Opcodes.ALOAD, 0);
      return;
    }
    int component = 0;
    for (int param : type.params()) {
      for (int half = 0; half < (param == WasmTypes.V128 ? 2 : 1); half++) {
        code.variable(Opcodes.ALOAD, 0);
        code.iconst(component++);
        code.insn(Opcodes.LALOAD);
        code.fromLong(param, 1);
      }
    }
  }

  private static void boxResults(TypeTable.FunctionShape type, JvmCode code) {
    int components = WasmTypes.components(type.results());
    if (components == 0) {
      code.insn(Opcodes.ACONST_NULL);
      return;
    }
    code.toLong(type.results()[0], 1);
    code.iconst(components);
    code.variable(Opcodes.ALOAD, 1);
    code.invokeStatic(JvmCode.STATE, "results", "(JI" + JvmCode.STATE_TYPE + ")[J");
  }
}
