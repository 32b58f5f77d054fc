package radicchio.engine.chicory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.error.ForeignText;

/**
 * The guests' functions in the stack traces of one thread of execution. A compiled function is a method whose class names its module; an
 * interpreted one is a call of the interpreter, which notes its functions here when an exception leaves it, in
 * the order in which the exception passes them.
 */
final class Frames {
  private static final int MOST = 64;
  private static final String METHOD = "func_";
  private static final String INTERPRETER = "call";

  /** For what is no frame of its own: an import, and a part of a function that was divided. */
  private static final String NONE = "";

  /** The modules of a store by the names of their classes. Guarded by the store's lock. */
  static final class Modules {
    private final Map<String, CompiledModule> byClass = new HashMap<>();
    private final Set<String> interpreters;

    /** @param interpreters the classes that call interpreted functions, by name */
    Modules(Set<String> interpreters) {
      this.interpreters = interpreters;
    }

    /** From now on functions of the module get their names. */
    void add(CompiledModule module) {
      module.compilation().ifPresent(c -> byClass.putIfAbsent(c.className(), module));
    }
  }

  private final Modules modules;
  private final Deque<String> interpreted = new ArrayDeque<>();

  Frames(Modules modules) {
    this.modules = modules;
  }

  /** An exception left an interpreter that was running these functions, the innermost last. */
  void left(CompiledModule module, int[] functions, int depth) {
    for (int i = depth - 1; i >= 0 && interpreted.size() < MOST; i--) {
      interpreted.add(name(module, functions[i]));
    }
  }

  /** The functions that an exception passed, innermost first, at most 64. */
  List<String> take(Throwable t) {
    Throwable deepest = t.getCause() instanceof StackOverflowError overflow ? overflow : t;
    List<String> frames = new ArrayList<>();
    for (StackTraceElement element : deepest.getStackTrace()) {
      if (frames.size() == MOST) {
        break;
      }
      add(element, frames);
    }
    interpreted.clear();
    return List.copyOf(frames);
  }

  void forget() {
    interpreted.clear();
  }

  private void add(StackTraceElement element, List<String> frames) {
    String method = element.getMethodName();
    if (method.startsWith(METHOD)) {
      CompiledModule module = modules.byClass.get(Compilation.classNameOf(element.getClassName()));
      if (module != null) {
        addNamed(
            name(module, Integer.parseInt(method, METHOD.length(), method.length(), 10)), frames);
      }
    } else if (method.equals(INTERPRETER)
        && modules.interpreters.contains(element.getClassName())
        && !interpreted.isEmpty()) {
      addNamed(interpreted.poll(), frames);
    }
  }

  private static void addNamed(String function, List<String> frames) {
    if (!function.equals(NONE)) {
      frames.add(function);
    }
  }

  private static String name(CompiledModule module, int function) {
    if (function < module.types().importCount(ModuleTypes.Kind.FUNC)
        || function >= module.types().count(ModuleTypes.Kind.FUNC)) {
      return NONE;
    }
    String name =
        module.functionName(function).map(ForeignText::escaped).orElse("func[" + function + "]");
    return module.moduleName().map(m -> ForeignText.escaped(m) + "!" + name).orElse(name);
  }
}
