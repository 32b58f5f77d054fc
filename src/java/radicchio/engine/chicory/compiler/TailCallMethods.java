package radicchio.engine.chicory.compiler;

import java.util.stream.IntStream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The methods around a function that calls others in tail position. Its body notes such a call in {@link
 * radicchio.engine.chicory.machine.NotedCalls} and returns; {@code whole_N}, which all other calls of the function call, makes the
 * calls that are noted, so that their frames are gone by then; {@code noting_N} is for these calls.
 */
final class TailCallMethods {
  private TailCallMethods() {}

  /** Puts a value of the type of the results on the JVM's stack; it is not used. */
  static void nothing(TypeTable.FunctionShape type, JvmCode code) {
    if (type.results().length > 0) {
      int first = type.results()[0];
      code.zero(first == WasmTypes.V128 ? WasmTypes.I64 : first);
    }
  }

  static void write(
      int function, TypeTable.FunctionShape type, GuestClasses classes, ClassWriter writer) {
    whole(function, type, classes, writer);
    BoxedCalls.entry(
        GuestClasses.noting(function),
        GuestClasses.method(function),
        function,
        type,
        classes,
        writer);
  }

  private static void whole(
      int function, TypeTable.FunctionShape type, GuestClasses classes, ClassWriter writer) {
    String descriptor = GuestClasses.descriptor(type, 0);
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            classes.callee(function),
            descriptor,
            null,
            null);
    method.visitCode();
    JvmCode code = new JvmCode(method);
    CallParameters params = new CallParameters(type, 0);
    params.loadArguments(code);
    int state = params.state();
    code.variable(Opcodes.ALOAD, state);
    code.invokeStatic(classes.owner(function), GuestClasses.method(function), descriptor);
    boolean results = type.results().length > 0;
    int first = results ? type.results()[0] : WasmTypes.I32;
    int kept = first == WasmTypes.V128 ? WasmTypes.I64 : first;
    if (results) {
      code.store(kept, state + 1);
    }
    code.variable(Opcodes.ALOAD, state);
    code.invokeStatic(JvmCode.NOTED_CALLS, "isNoted", "(" + JvmCode.STATE_TYPE + ")Z");
    Label noted = new Label();
    code.jump(Opcodes.IFNE, noted);
    if (results) {
      code.load(kept, state + 1);
      code.insn(JvmCode.returning(kept));
    } else {
      code.insn(Opcodes.RETURN);
    }
    code.label(noted);
    Object[] frame = params.frame();
    code.frame(frame.length, frame, new Object[0]);
    code.variable(Opcodes.ALOAD, state);
    code.invokeStatic(JvmCode.NOTED_CALLS, "make", "(" + JvmCode.STATE_TYPE + ")[J");
    BoxedCalls.returnUnboxed(type, state, code);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** {@code static long[] callNoting(int function, long[] arguments, GuestState)} for a group of functions. */
  static void dispatch(int first, int end, GuestClasses classes, ClassWriter writer) {
    int[] noting = IntStream.range(first, end).filter(classes::notes).toArray();
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            GuestClasses.CALL_NOTING,
            GuestClasses.DISPATCH,
            null,
            null);
    JvmCode code = new JvmCode(method);
    method.visitCode();
    String owner = classes.owner(first);
    Object[] locals = {Opcodes.INTEGER, "[J", JvmCode.STATE};
    Label other = new Label();
    Label[] labels = new Label[noting.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
    code.variable(Opcodes.ILOAD, 0);
    method.visitLookupSwitchInsn(other, noting, labels);
    for (int i = 0; i < labels.length; i++) {
      code.label(labels[i]);
      code.frame(locals.length, locals, new Object[0]);
      code.variable(Opcodes.ALOAD, 1);
      code.variable(Opcodes.ALOAD, 2);
      code.invokeStatic(owner, GuestClasses.noting(noting[i]), "([J" + JvmCode.STATE_TYPE + ")[J");
      code.insn(Opcodes.ARETURN);
    }
    code.label(other);
    code.frame(locals.length, locals, new Object[0]);
    code.variable(Opcodes.ILOAD, 0);
    code.variable(Opcodes.ALOAD, 1);
    code.variable(Opcodes.ALOAD, 2);
    code.invokeStatic(owner, "call", GuestClasses.DISPATCH);
    code.insn(Opcodes.ARETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
