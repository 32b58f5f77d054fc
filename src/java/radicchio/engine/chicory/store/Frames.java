package radicchio.engine.chicory.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.engine.chicory.compile.ClassNames;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.module.ModuleTypes;
import radicchio.error.ForeignText;

/**
 * The guests' functions in the stack traces of one thread of execution. A compiled function is a method whose class names its
 * module. An interpreted one is a call of the interpreter, which records its functions here when an exception leaves it, in the
 * order in which the exception passes them.
 */
final class Frames {
  private static final int MOST = 64;
  private static final String METHOD = "func_";
  private static final String INTERPRETER = "call";

  /** For frames that are not functions: an import, and a part of a divided function. */
  private static final String NONE = "";

  /** The modules of a store by the names of their classes. Guarded by the store's lock. */
  static final class Modules {
    private final Map<String, CompiledModule> byClass = new HashMap<>();
    private final Set<String> interpreters;

    /** @param interpreters the classes that call interpreted functions, by name */
    Modules(Set<String> interpreters) {
      this.interpreters = interpreters;
    }

    /** Adds a module, whose functions get their names from now on. */
    void add(CompiledModule module) {
      module.compilation().ifPresent(c -> byClass.putIfAbsent(c.className(), module));
    }
  }

  /** The functions that an interpreter is running for a module, the innermost last. */
  static final class Running {
    private final CompiledModule module;
    private int[] functions = new int[16];
    private int depth;

    Running(CompiledModule module) {
      this.module = module;
    }

    private Throwable passing;

    /**
     * A function begins. The interpreter passes its depth, so that functions which an exception left, and a guest caught, are
     * removed.
     */
    void begin(int function, int at) {
      if (at >= functions.length) {
        functions = Arrays.copyOf(functions, 2 * at);
      }
      functions[at] = function;
      depth = at + 1;
    }

    /** The function that began at that depth ends. */
    void end(int at) {
      depth = at;
    }

    /** An exception leaves so many functions, which the innermost of them tells first. */
    void throwing(Throwable t, int functionsLeft) {
      if (t != passing) {
        passing = t;
        depth = functionsLeft;
      }
    }
  }

  private final Modules modules;

  /** The functions that an exception has left, innermost first. */
  private final Deque<String> interpreted = new ArrayDeque<>();

  /** What interpreters are running, the innermost first. */
  private final Deque<Running> active = new ArrayDeque<>();

  Frames(Modules modules) {
    this.modules = modules;
  }

  /** An outermost entrance begins, in which no interpreter runs yet. */
  void begin() {
    if (!active.isEmpty()) {
      active.clear();
    }
  }

  /** An interpreter is entered. */
  void enter(Running running) {
    active.push(running);
  }

  /** An interpreter is left, and with it those that were entered in it and that a stack overflow kept from telling. */
  void leave(Running running) {
    Running last = active.poll();
    while (last != null && last != running) {
      last = active.poll();
    }
  }

  /** An exception leaves an interpreter. */
  void left(Running running) {
    leave(running);
    note(running, interpreted);
  }

  private static void note(Running running, Deque<String> functions) {
    for (int i = running.depth - 1; i >= 0 && functions.size() < MOST; i--) {
      functions.add(name(running.module, running.functions[i]));
    }
  }

  /** The functions that an exception passed or is about to pass, innermost first, at most 64. */
  List<String> take(Throwable t) {
    Throwable deepest = t.getCause() instanceof StackOverflowError overflow ? overflow : t;
    active.forEach(running -> note(running, interpreted));
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
      CompiledModule module = modules.byClass.get(ClassNames.machineOf(element.getClassName()));
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
