package radicchio.engine.chicory.compiler;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The class of a machine. The engine makes one for each instance and calls it with the number of a function; it calls the group
 * of the function, and the group calls the function.
 */
final class MachineClass {
  private static final String OBJECT = "java/lang/Object";
  private static final String CALL = "([J" + JvmCode.STATE_TYPE + ")[J";
  private static final String FIELD = "state";
  private static final String OVERFLOW = "java/lang/StackOverflowError";

  /** So many groups are told apart in one method, which HotSpot compiles. */
  private static final int MOST_GROUPS = 128;

  private MachineClass() {}

  static ClassWriter writer(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        OBJECT,
        null);
    writer.visitSource("wasm", null);
    return writer;
  }

  static byte[] of(ModuleShape shape, GuestClasses classes) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        classes.machine(),
        null,
        OBJECT,
        new String[] {
          classes.anyNotes() ? GuestClasses.NOTING_MACHINE : "com/dylibso/chicory/runtime/Machine"
        });
    writer.visitSource("wasm", null);
    writer.visitField(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, FIELD, JvmCode.STATE_TYPE, null, null);
    constructor(shape, classes, writer);
    call(classes, writer);
    groups("call", 0, classes.groups(), classes, writer);
    if (classes.anyNotes()) {
      noting(classes, writer);
      groups(GuestClasses.CALL_NOTING, 0, classes.groups(), classes, writer);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void constructor(ModuleShape shape, GuestClasses classes, ClassWriter writer) {
    int more = classes.more();
    for (int i = 0; i < shape.types().count(); i++) {
      if (shape.types().get(i) instanceof TypeTable.FunctionShape function) {
        more = Math.max(more, WasmTypes.components(function.results()) - 1);
      }
    }
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "<init>", "(" + JvmCode.INSTANCE_TYPE + ")V", null, null);
    JvmCode code = new JvmCode(method);
    method.visitCode();
    code.variable(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    code.variable(Opcodes.ALOAD, 0);
    code.variable(Opcodes.ALOAD, 1);
    code.iconst(more);
    code.invokeStatic(JvmCode.STATE, "of", "(" + JvmCode.INSTANCE_TYPE + "I)" + JvmCode.STATE_TYPE);
    method.visitFieldInsn(Opcodes.PUTFIELD, classes.machine(), FIELD, JvmCode.STATE_TYPE);
    if (classes.anyNotes()) {
      code.variable(Opcodes.ALOAD, 0);
      code.getField(classes.machine(), FIELD, JvmCode.STATE_TYPE);
      code.variable(Opcodes.ALOAD, 0);
      code.invokeStatic(
          JvmCode.NOTED_CALLS,
          "prepare",
          "(" + JvmCode.STATE_TYPE + "L" + GuestClasses.NOTING_MACHINE + ";)V");
    }
    code.insn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** {@code long[] call(int function, long[] arguments)}. */
  private static void call(GuestClasses classes, ClassWriter writer) {
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC, "call", "(I[J)[J", null, null);
    JvmCode code = new JvmCode(method);
    Label from = new Label();
    Label to = new Label();
    Label overflow = new Label();
    method.visitCode();
    method.visitTryCatchBlock(from, to, overflow, OVERFLOW);
    code.label(from);
    code.variable(Opcodes.ALOAD, 0);
    code.getField(classes.machine(), FIELD, JvmCode.STATE_TYPE);
    code.invokeStatic(JvmCode.STATE, "prepare", "(" + JvmCode.STATE_TYPE + ")V");
    toGroups("call", classes, code);
    code.label(to);
    code.label(overflow);
    code.frame(3, new Object[] {classes.machine(), Opcodes.INTEGER, "[J"}, new Object[] {OVERFLOW});
    code.invokeStatic(
        JvmCode.CALLS, "exhausted", "(L" + OVERFLOW + ";)Ljava/lang/RuntimeException;");
    code.insn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** {@code long[] callNoting(int function, long[] arguments)}, which is called from inside, and leaves a stack overflow. */
  private static void noting(GuestClasses classes, ClassWriter writer) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC, GuestClasses.CALL_NOTING, "(I[J)[J", null, null);
    method.visitCode();
    toGroups(GuestClasses.CALL_NOTING, classes, new JvmCode(method));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private static void toGroups(String called, GuestClasses classes, JvmCode code) {
    code.variable(Opcodes.ILOAD, 1);
    code.variable(Opcodes.ALOAD, 2);
    code.variable(Opcodes.ALOAD, 0);
    code.getField(classes.machine(), FIELD, JvmCode.STATE_TYPE);
    code.invokeStatic(
        classes.machine(), groups(called, 0, classes.groups()), GuestClasses.DISPATCH);
    code.insn(Opcodes.ARETURN);
  }

  private static String groups(String called, int from, int to) {
    return called + "_" + from + "_" + to;
  }

  /**
   * Writes a method that calls the group of a function, which is among some. If they are many, it calls others of its kind.
   *
   * @param called the method of the group
   */
  private static void groups(
      String called, int from, int to, GuestClasses classes, ClassWriter writer) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
            groups(called, from, to),
            GuestClasses.DISPATCH,
            null,
            null);
    method.visitCode();
    toGroup(called, from, to, to - from > MOST_GROUPS, classes, new JvmCode(method));
    method.visitMaxs(0, 0);
    method.visitEnd();
    if (to - from > MOST_GROUPS) {
      groups(called, from, middle(from, to), classes, writer);
      groups(called, middle(from, to), to, classes, writer);
    }
  }

  private static int middle(int from, int to) {
    return (from + to) / 2;
  }

  /** Finds the group of a function among some by halving them; if they are many, only once. */
  private static void toGroup(
      String called, int from, int to, boolean many, GuestClasses classes, JvmCode code) {
    if (to - from == 1) {
      toMethod(classes.group(from), called, code);
      return;
    }
    int middle = middle(from, to);
    Label upper = new Label();
    code.variable(Opcodes.ILOAD, 0);
    code.iconst(classes.first(middle));
    code.jump(Opcodes.IF_ICMPGE, upper);
    toHalf(called, from, middle, many, classes, code);
    code.label(upper);
    code.frame(3, new Object[] {Opcodes.INTEGER, "[J", JvmCode.STATE}, new Object[0]);
    toHalf(called, middle, to, many, classes, code);
  }

  private static void toHalf(
      String called, int from, int to, boolean many, GuestClasses classes, JvmCode code) {
    if (many) {
      toMethod(classes.machine(), groups(called, from, to), code);
    } else {
      toGroup(called, from, to, false, classes, code);
    }
  }

  private static void toMethod(String owner, String name, JvmCode code) {
    code.variable(Opcodes.ILOAD, 0);
    code.variable(Opcodes.ALOAD, 1);
    code.variable(Opcodes.ALOAD, 2);
    code.invokeStatic(owner, name, GuestClasses.DISPATCH);
    code.insn(Opcodes.ARETURN);
  }

  /** {@code static long[] call(int function, long[] arguments, GuestState)} for a group of functions. */
  static void dispatch(int first, int end, ClassWriter writer, String owner) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "call", GuestClasses.DISPATCH, null, null);
    JvmCode code = new JvmCode(method);
    method.visitCode();
    Object[] locals = {Opcodes.INTEGER, "[J", JvmCode.STATE};
    if (end > first) {
      Label[] labels = new Label[end - first];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = new Label();
      }
      Label unknown = new Label();
      code.variable(Opcodes.ILOAD, 0);
      method.visitTableSwitchInsn(first, end - 1, unknown, labels);
      for (int i = 0; i < labels.length; i++) {
        code.label(labels[i]);
        code.frame(locals.length, locals, new Object[0]);
        code.variable(Opcodes.ALOAD, 1);
        code.variable(Opcodes.ALOAD, 2);
        code.invokeStatic(owner, GuestClasses.boxed(first + i), CALL);
        code.insn(Opcodes.ARETURN);
      }
      code.label(unknown);
      code.frame(locals.length, locals, new Object[0]);
    }
    code.variable(Opcodes.ILOAD, 0);
    code.invokeStatic(JvmCode.CALLS, "unknown", "(I)Ljava/lang/RuntimeException;");
    code.insn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
