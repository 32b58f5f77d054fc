package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes for calls by reference. For each type that is called by reference, a method finds the function by its number
 * among those of the type that references can refer to, which also checks the type. The JVM's compiler inlines the called
 * functions into it.
 */
final class ReferenceCallClasses {
  /** The number of functions of a type in one method. */
  private static final int MOST_IN_METHOD = 400;

  /** References from here on are to functions of other instances. */
  private static final int FIRST_FOREIGN = 1 << 30;

  private static final String TABLE = "com/dylibso/chicory/runtime/TableInstance";
  private static final String TABLE_TYPE = "L" + TABLE + ";";

  private final ModuleShape shape;
  private final TypeTable types;
  private final GuestClasses classes;

  /** The functions that references can refer to, by their type in the type section. */
  private final Map<Integer, List<Integer>> functions = new HashMap<>();

  private final Map<String, ClassWriter> writers = new HashMap<>();

  ReferenceCallClasses(ModuleShape shape, GuestClasses classes) {
    this.shape = shape;
    this.types = shape.types();
    this.classes = classes;
    shape.referred().stream()
        .forEach(
            f ->
                functions.computeIfAbsent(shape.functionType(f), type -> new ArrayList<>()).add(f));
  }

  /** Adds the classes for all types that are called by reference. */
  void write(Map<String, byte[]> made) {
    TreeSet<Integer> used = new TreeSet<>(classes.indirect());
    used.addAll(classes.byReference());
    for (int type : used) {
      int[] callable = callable(type);
      ClassWriter writer = writer(classes.calls(type));
      dispatch(type, callable, writer, "dispatch_" + type, 0);
      if (classes.indirect().contains(type)) {
        throughTable(type, writer);
      }
      if (classes.byReference().contains(type)) {
        byReference(type, writer);
      }
    }
    writers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e -> {
              e.getValue().visitEnd();
              made.put(e.getKey().replace('/', '.'), e.getValue().toByteArray());
            });
  }

  private ClassWriter writer(String name) {
    return writers.computeIfAbsent(name, MachineClass::writer);
  }

  private int[] callable(int type) {
    return functions.entrySet().stream()
        .filter(e -> types.heapMatches(e.getKey(), type))
        .flatMap(e -> e.getValue().stream())
        .mapToInt(f -> f)
        .sorted()
        .toArray();
  }

  private static MethodVisitor method(ClassWriter writer, String name, CallParameters params) {
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            name,
            GuestClasses.descriptor(params.type(), params.ints()),
            null,
            null);
    method.visitCode();
    return method;
  }

  private static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** Calls one of some functions, which are sorted: {@code dispatch_T(arguments…, int function, GuestState)}. */
  private void dispatch(int type, int[] callable, ClassWriter writer, String name, int part) {
    CallParameters params = new CallParameters(types.function(type), 1);
    MethodVisitor method = method(writer, name, params);
    JvmCode code = new JvmCode(method);
    if (callable.length <= MOST_IN_METHOD) {
      cases(callable, params, code);
    } else {
      int middle = callable.length / 2;
      Label upper = new Label();
      code.variable(Opcodes.ILOAD, params.number());
      code.iconst(callable[middle]);
      code.jump(Opcodes.IF_ICMPGE, upper);
      half(type, 2 * part + 1, params, code);
      code.label(upper);
      Object[] frame = params.frame();
      code.frame(frame.length, frame, new Object[0]);
      half(type, 2 * part + 2, params, code);
      dispatch(
          type,
          Arrays.copyOf(callable, middle),
          writer(classes.calls(type, 2 * part + 1)),
          "dispatch",
          2 * part + 1);
      dispatch(
          type,
          Arrays.copyOfRange(callable, middle, callable.length),
          writer(classes.calls(type, 2 * part + 2)),
          "dispatch",
          2 * part + 2);
    }
    end(method);
  }

  private void half(int type, int part, CallParameters params, JvmCode code) {
    params.loadArguments(code);
    code.variable(Opcodes.ILOAD, params.number());
    code.variable(Opcodes.ALOAD, params.state());
    code.invokeStatic(
        classes.calls(type, part), "dispatch", GuestClasses.descriptor(params.type(), 1));
    params.leave(code);
  }

  private void cases(int[] callable, CallParameters params, JvmCode code) {
    Object[] frame = params.frame();
    Label none = new Label();
    Label[] labels = new Label[callable.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
    code.variable(Opcodes.ILOAD, params.number());
    code.visitor().visitLookupSwitchInsn(none, callable, labels);
    for (int i = 0; i < callable.length; i++) {
      code.label(labels[i]);
      code.frame(frame.length, frame, new Object[0]);
      params.loadArguments(code);
      code.variable(Opcodes.ALOAD, params.state());
      TypeTable.FunctionShape callee = shape.function(callable[i]);
      code.invokeStatic(
          classes.owner(callable[i]),
          classes.callee(callable[i]),
          GuestClasses.descriptor(callee, 0));
      params.leave(code);
    }
    code.label(none);
    code.frame(frame.length, frame, new Object[0]);
    code.variable(Opcodes.ILOAD, params.number());
    code.invokeStatic(JvmCode.CALLS, "notCallable", "(I)Ljava/lang/RuntimeException;");
    code.insn(Opcodes.ATHROW);
  }

  private void callOwn(int type, CallParameters params, int function, JvmCode code) {
    params.loadArguments(code);
    code.variable(Opcodes.ILOAD, function);
    code.variable(Opcodes.ALOAD, params.state());
    code.invokeStatic(
        classes.calls(type), "dispatch_" + type, GuestClasses.descriptor(params.type(), 1));
    params.leave(code);
  }

  /** {@code indirect_T(arguments…, int index, int table, GuestState)}. */
  private void throughTable(int type, ClassWriter writer) {
    CallParameters params = new CallParameters(types.function(type), 2);
    MethodVisitor method = method(writer, classes.indirect(type), params);
    JvmCode code = new JvmCode(method);
    int table = params.state() + 1;
    int function = table + 1;
    int owner = function + 1;
    code.variable(Opcodes.ALOAD, params.state());
    code.getField(JvmCode.STATE, "tables", "[" + TABLE_TYPE);
    code.variable(Opcodes.ILOAD, params.number() + 1);
    code.insn(Opcodes.AALOAD);
    code.variable(Opcodes.ASTORE, table);
    code.variable(Opcodes.ALOAD, table);
    code.variable(Opcodes.ILOAD, params.number());
    code.invokeVirtual(TABLE, "requiredRef", "(I)I");
    code.variable(Opcodes.ISTORE, function);
    code.variable(Opcodes.ALOAD, table);
    code.variable(Opcodes.ILOAD, params.number());
    code.invokeVirtual(TABLE, "instance", "(I)" + JvmCode.INSTANCE_TYPE);
    code.variable(Opcodes.ASTORE, owner);
    code.variable(Opcodes.ALOAD, owner);
    Label foreign = new Label();
    code.jump(Opcodes.IFNONNULL, foreign);
    callOwn(type, params, function, code);
    code.label(foreign);
    Object[] frame = params.frame(TABLE, Opcodes.INTEGER, JvmCode.INSTANCE);
    code.frame(frame.length, frame, new Object[0]);
    BoxedCalls.box(params.type(), params.state(), code);
    code.iconst(type);
    code.variable(Opcodes.ILOAD, function);
    code.variable(Opcodes.ALOAD, owner);
    code.invokeStatic(JvmCode.CALLS, "foreign", "([JII" + JvmCode.INSTANCE_TYPE + ")[J");
    BoxedCalls.returnUnboxed(params.type(), params.state(), code);
    end(method);
  }

  /** {@code reference_T(arguments…, int reference, GuestState)}. */
  private void byReference(int type, ClassWriter writer) {
    CallParameters params = new CallParameters(types.function(type), 1);
    MethodVisitor method = method(writer, classes.byReference(type), params);
    JvmCode code = new JvmCode(method);
    Label foreign = new Label();
    code.variable(Opcodes.ILOAD, params.number());
    code.iconst(FIRST_FOREIGN);
    code.jump(Opcodes.IF_ICMPGE, foreign);
    callOwn(type, params, params.number(), code);
    code.label(foreign);
    Object[] frame = params.frame();
    code.frame(frame.length, frame, new Object[0]);
    BoxedCalls.box(params.type(), params.state(), code);
    code.variable(Opcodes.ILOAD, params.number());
    code.iconst(type);
    code.variable(Opcodes.ALOAD, params.state());
    code.invokeStatic(JvmCode.CALLS, "foreignReference", "([JII" + JvmCode.STATE_TYPE + ")[J");
    BoxedCalls.returnUnboxed(params.type(), params.state(), code);
    end(method);
  }
}
