package radicchio.engine.chicory.compiler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.compiler.division.BodyOutline;
import radicchio.engine.chicory.compiler.division.Division;
import radicchio.engine.chicory.compiler.division.FunctionPart;

/**
 * Writes the methods of a module's functions. It learns that a function is too large for one method when it has written that:
 * then the class is to be written again, with the function divided.
 */
final class FunctionMethods {
  /** A division is tried again with smaller parts if a method became larger than was estimated. */
  private static final int MOST_TRIES = 3;

  private final ModuleShape shape;
  private final GuestClasses classes;
  private final int wanted = MethodSize.wanted();
  private final int largest = MethodSize.largest();
  private final int suspicious = MethodSize.suspicious();

  /** Functions with short bodies that became large methods. */
  private final Set<Integer> grown = ConcurrentHashMap.newKeySet();

  private final Map<Integer, Divided> divided = new ConcurrentHashMap<>();

  private record Divided(BodyOutline outline, int size, int tries, List<FunctionPart> parts) {
    static Divided of(BodyOutline outline, int size, int tries) {
      return new Divided(outline, size, tries, Division.of(outline, size));
    }

    Divided smaller() {
      return of(outline, size * 3 / 4, tries + 1);
    }
  }

  FunctionMethods(ModuleShape shape, GuestClasses classes) {
    this.shape = shape;
    this.classes = classes;
  }

  /**
   * Writes the methods of a function.
   *
   * @return whether they are good; else their class is to be written again
   */
  boolean write(int function, ClassWriter to) {
    Divided division = divided.get(function);
    return division == null
        ? writeWhole(function, to)
        : writeDivided(function, division, to) <= largest || !divideAgain(function, division);
  }

  private boolean writeWhole(int function, ClassWriter to) {
    ModuleShape.BodyRange body = shape.bodies().get(function - shape.importedFunctions());
    boolean recorded = body.to() - body.from() > suspicious || grown.contains(function);
    BodyCompiler.Written written = write(MethodUnit.whole(function, shape), recorded, to);
    if (written.size() <= largest) {
      return true;
    }
    Optional<BodyOutline> outline = written.outline();
    if (outline.isEmpty()) {
      grown.add(function);
      return false;
    }
    Divided division = Divided.of(outline.get(), wanted, 1);
    if (division.parts().isEmpty()) {
      return true;
    }
    divided.put(function, division);
    return false;
  }

  private boolean divideAgain(int function, Divided division) {
    if (division.tries() == MOST_TRIES) {
      return false;
    }
    divided.put(function, division.smaller());
    return true;
  }

  /** Returns the size of the largest method. */
  private int writeDivided(int function, Divided division, ClassWriter to) {
    Deque<MethodUnit> units = new ArrayDeque<>();
    units.add(MethodUnit.divided(function, division.parts(), shape));
    int size = 0;
    while (!units.isEmpty()) {
      BodyCompiler.Written written = write(units.remove(), false, to);
      size = Math.max(size, written.size());
      units.addAll(written.parts());
    }
    return size;
  }

  private BodyCompiler.Written write(MethodUnit unit, boolean recorded, ClassWriter to) {
    MethodVisitor method =
        to.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            unit.method(),
            GuestClasses.descriptor(unit.type(), 0),
            null,
            null);
    method.visitCode();
    BodyCompiler.Written written = BodyCompiler.write(unit, recorded, shape, classes, method);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return written;
  }
}
