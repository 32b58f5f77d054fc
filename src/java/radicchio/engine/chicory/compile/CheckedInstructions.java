package radicchio.engine.chicory.compile;

import com.dylibso.chicory.compiler.internal.Shaded;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import radicchio.engine.chicory.instructions.BulkBounds;
import radicchio.engine.chicory.instructions.MemoryInstructions;
import radicchio.engine.chicory.instructions.PiecewiseInstructions;

/**
 * The class of instructions that the engine's compiler puts beside each module that it compiles. Those that
 * {@link BulkBounds} has a method for call it first; those that {@link MemoryInstructions} has a method for are that
 * method; those that {@link PiecewiseInstructions} has a method for call it, and do nothing else.
 */
public final class CheckedInstructions {
  private static final byte[] BYTES = checked();

  private CheckedInstructions() {}

  static byte[] bytes() {
    return BYTES.clone();
  }

  private static byte[] checked() {
    Set<String> checked = methods(BulkBounds.class);
    Set<String> replaced = methods(MemoryInstructions.class);
    Set<String> missing = new HashSet<>(checked);
    missing.addAll(replaced);
    Set<String> delegated = methods(PiecewiseInstructions.class);
    missing.addAll(delegated);
    ClassReader reader = new ClassReader(ClassNames.bytesOf(Shaded.class));
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            String instruction = signature(name, descriptor);
            missing.remove(instruction);
            if (replaced.contains(instruction)) {
              return null;
            }
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            if (delegated.contains(instruction)) {
              return delegating(method, name, descriptor);
            }
            return checked.contains(instruction) ? beginning(method, name, descriptor) : method;
          }
        },
        0);
    copy(replaced, writer);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("missing instructions of the engine's compiler: " + missing);
    }
    return writer.toByteArray();
  }

  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(CheckedInstructions::signature)
        .collect(Collectors.toSet());
  }

  private static void copy(Set<String> methods, ClassVisitor to) {
    new ClassReader(ClassNames.bytesOf(MemoryInstructions.class))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                return methods.contains(signature(name, descriptor))
                    ? to.visitMethod(access, name, descriptor, signature, exceptions)
                    : null;
              }
            },
            ClassReader.SKIP_DEBUG);
  }

  private static String signature(Method method) {
    return signature(method.getName(), Type.getMethodDescriptor(method));
  }

  /** The name and the parameters. */
  private static String signature(String name, String descriptor) {
    return name + descriptor.substring(0, descriptor.indexOf(')') + 1);
  }

  private static MethodVisitor beginning(MethodVisitor method, String name, String descriptor) {
    return new MethodVisitor(Opcodes.ASM9, method) {
      @Override
      public void visitCode() {
        super.visitCode();
        String check = Type.getMethodDescriptor(Type.VOID_TYPE, Type.getArgumentTypes(descriptor));
        call(method, BulkBounds.class, name, check);
      }
    };
  }

  /** What the engine has in the method is read and forgotten. */
  private static MethodVisitor delegating(MethodVisitor method, String name, String descriptor) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitCode() {
        method.visitCode();
        call(method, PiecewiseInstructions.class, name, descriptor);
        method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        method.visitMaxs(0, 0);
        method.visitEnd();
      }
    };
  }

  /** Calls a method with the parameters of the one that is being written, in the same places. */
  private static void call(MethodVisitor method, Class<?> owner, String name, String descriptor) {
    int place = 0;
    for (Type param : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(param.getOpcode(Opcodes.ILOAD), place);
      place += param.getSize();
    }
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC, Type.getInternalName(owner), name, descriptor, false);
  }
}
