package radicchio.engine.chicory.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.machine.MemoryAccess;
import radicchio.engine.limits.SideBySide;

/**
 * Compiles modules to classes: a machine, which the host calls, groups of functions, the calls by reference, and a copy of {@link
 * MemoryAccess}. The same module gives the same classes for any number of threads.
 */
public final class ModuleCompiler {
  private static final int MOST_BYTES = 100_000;
  private static final int MOST_FUNCTIONS = 500;

  /** A body becomes at most about four times as long, and a method may have 65,535 bytes. */
  private static final int LEAST_TOO_LARGE = 16_000;

  /** The factor by which groups are made smaller if a class has too many constants. */
  private static final int SMALLER = 8;

  private final ModuleShape shape;
  private final GuestClasses classes;

  private final FunctionMethods methods;

  /** The functions that are too large for a method. */
  private final Set<Integer> refused = new ConcurrentSkipListSet<>();

  /**
   * Classes of a module.
   *
   * @param classes by name, with dots
   * @param interpreted the functions, by index, that are too large for the JVM and must be interpreted
   * @param callsReferences whether functions are called by references that are not in a table
   * @param objects whether functions have instructions on objects
   * @param castsFunctions whether functions test the types of references to functions
   */
  public record Result(
      Map<String, byte[]> classes,
      Set<Integer> interpreted,
      boolean callsReferences,
      boolean objects,
      boolean castsFunctions) {}

  private ModuleCompiler(ModuleShape shape, GuestClasses classes) {
    this.shape = shape;
    this.classes = classes;
    this.methods = new FunctionMethods(shape, classes);
  }

  /**
   * Validates the bodies of functions, and compiles them.
   *
   * @param wasm a module whose format was checked, and which is valid otherwise
   * @param machine the name of the class of the machine, which has a constructor for an instance
   * @throws radicchio.error.RadicchioException {@code INVALID}
   * @throws NotCarried if a function has an instruction that is not compiled
   */
  public static Result compile(byte[] wasm, String machine, Set<Integer> tailCalling) {
    ModuleShape shape = ModuleShape.of(wasm);
    int share = 1;
    while (true) {
      GuestClasses classes =
          new GuestClasses(
              machine.replace('.', '/'),
              GuestClasses.grouped(shape, MOST_BYTES / share, Math.max(1, MOST_FUNCTIONS / share)),
              tailCalling);
      try {
        ModuleCompiler compiler = new ModuleCompiler(shape, classes);
        Map<String, byte[]> made = compiler.classes();
        return new Result(
            made,
            Set.copyOf(compiler.refused),
            !classes.byReference().isEmpty(),
            classes.usesObjects(),
            classes.castsFunctions());
      } catch (ClassTooLargeException e) {
        if (share > MOST_FUNCTIONS) {
          throw e;
        }
        share *= SMALLER;
      }
    }
  }

  private Map<String, byte[]> classes() {
    List<byte[]> groups = SideBySide.map(classes.groups(), this::group);
    Map<String, byte[]> made = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      made.put(dotted(classes.group(i)), groups.get(i));
    }
    new ReferenceCallClasses(shape, classes).write(made);
    made.put(dotted(classes.machine()), MachineClass.of(shape, classes));
    made.put(dotted(classes.accesses()), accesses());
    return made;
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }

  /** Returns the number of functions that are too large for the JVM. Only these need be valid. */
  public static int countTooLarge(byte[] wasm) {
    ModuleShape shape = ModuleShape.of(wasm);
    List<ModuleShape.BodyRange> bodies = shape.bodies();
    int[] suspects =
        IntStream.range(0, bodies.size())
            .filter(i -> bodies.get(i).to() - bodies.get(i).from() > LEAST_TOO_LARGE)
            .map(i -> shape.importedFunctions() + i)
            .toArray();
    ModuleCompiler compiler =
        new ModuleCompiler(shape, new GuestClasses("Counted", new int[1], Set.of()));
    SideBySide.map(suspects.length, i -> compiler.classOf(suspects[i], suspects[i] + 1, "Counted"));
    return compiler.refused.size();
  }

  private byte[] group(int group) {
    int end = group + 1 < classes.groups() ? classes.first(group + 1) : shape.functions();
    return classOf(classes.first(group), end, classes.group(group));
  }

  private byte[] classOf(int first, int end, String name) {
    while (true) {
      ClassWriter writer = MachineClass.writer(name);
      if (!functions(first, end, writer)) {
        continue;
      }
      MachineClass.dispatch(first, end, writer, name);
      if (classes.anyNotes()) {
        TailCallMethods.dispatch(first, end, classes, writer);
      }
      writer.visitEnd();
      try {
        return writer.toByteArray();
      } catch (MethodTooLargeException e) {
        refuse(e);
      } catch (ClassTooLargeException e) {
        if (end - first > 1 || first < shape.importedFunctions() || !refused.add(first)) {
          throw e;
        }
      }
    }
  }

  private void refuse(MethodTooLargeException e) {
    OptionalInt function = GuestClasses.functionOf(e.getMethodName());
    if (function.isEmpty() || !refused.add(function.getAsInt())) {
      throw e;
    }
  }

  /** Returns whether they are good; else the class is to be written again. */
  private boolean functions(int first, int end, ClassWriter writer) {
    for (int f = first; f < end; f++) {
      if (!function(f, writer)) {
        return false;
      }
    }
    return true;
  }

  private boolean function(int function, ClassWriter writer) {
    TypeTable.FunctionShape type = shape.function(function);
    BoxedCalls.entry(function, type, classes, writer);
    if (classes.notes(function)) {
      TailCallMethods.write(function, type, classes, writer);
    }
    if (function >= shape.importedFunctions() && !refused.contains(function)) {
      return methods.write(function, writer);
    }
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            GuestClasses.method(function),
            GuestClasses.descriptor(type, 0),
            null,
            null);
    method.visitCode();
    if (function < shape.importedFunctions()) {
      BoxedCalls.host(function, type, new JvmCode(method));
    } else {
      BoxedCalls.interpreted(function, type, new JvmCode(method));
    }
    method.visitMaxs(0, 0);
    method.visitEnd();
    return true;
  }

  /** The loads and stores, under another name. */
  private byte[] accesses() {
    ClassWriter writer = new ClassWriter(0);
    String original = MemoryAccess.class.getName().replace('.', '/');
    try (InputStream in =
        MemoryAccess.class.getResourceAsStream(MemoryAccess.class.getSimpleName() + ".class")) {
      new ClassReader(in)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public void visit(
                    int version,
                    int access,
                    String name,
                    String signature,
                    String superName,
                    String[] interfaces) {
                  super.visit(
                      version, access, classes.accesses(), signature, superName, interfaces);
                }

                @Override
                public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    String signature,
                    String[] exceptions) {
                  return new MethodVisitor(
                      Opcodes.ASM9,
                      super.visitMethod(access, name, descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean itf) {
                      super.visitMethodInsn(
                          opcode,
                          owner.equals(original) ? classes.accesses() : owner,
                          name,
                          descriptor,
                          itf);
                    }
                  };
                }
              },
              ClassReader.SKIP_DEBUG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toByteArray();
  }
}
