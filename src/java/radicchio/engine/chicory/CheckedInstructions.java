package radicchio.engine.chicory;

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

/**
 * The class of instructions that the engine's compiler puts beside each module that it compiles, where those that
 * {@link BulkBounds} has a method for call it first.
 */
final class CheckedInstructions {
  private static final byte[] BYTES = checked();

  private CheckedInstructions() {}

  static byte[] bytes() {
    return BYTES.clone();
  }

  private static byte[] checked() {
    Set<String> missing =
        Arrays.stream(BulkBounds.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(CheckedInstructions::signature)
            .collect(Collectors.toCollection(HashSet::new));
    ClassReader reader = new ClassReader(CollectedClasses.bytesOf(Shaded.class));
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return missing.remove(signature(name, descriptor))
                ? beginning(method, name, descriptor)
                : method;
          }
        },
        0);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the engine's compiler has no " + missing);
    }
    return writer.toByteArray();
  }

  private static String signature(Method method) {
    return signature(method.getName(), Type.getMethodDescriptor(method));
  }

  /** The name and the parameters. */
  private static String signature(String name, String descriptor) {
    return name + descriptor.substring(0, descriptor.indexOf(')') + 1);
  }

  /** The check has the same parameters, in the same places. */
  private static MethodVisitor beginning(MethodVisitor method, String name, String descriptor) {
    return new MethodVisitor(Opcodes.ASM9, method) {
      @Override
      public void visitCode() {
        super.visitCode();
        Type[] params = Type.getArgumentTypes(descriptor);
        int place = 0;
        for (Type param : params) {
          visitVarInsn(param.getOpcode(Opcodes.ILOAD), place);
          place += param.getSize();
        }
        visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Type.getInternalName(BulkBounds.class),
            name,
            Type.getMethodDescriptor(Type.VOID_TYPE, params),
            false);
      }
    };
  }
}
