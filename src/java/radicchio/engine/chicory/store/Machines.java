package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import radicchio.engine.chicory.compile.Compilation;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.store.Frames.Running;

/**
 * How the functions of an instance run.
 *
 * <p>An interpreter unwinds an exception through all the frames it has, including those of an outer call that has not ended,
 * with frames of the host or of another instance between them. So each entrance gets a separate interpreter, and an exception
 * that it does not catch leaves it as a Java exception.
 */
final class Machines {
  private Machines() {}

  static Machine of(GuestInstance guest, Instance instance) {
    CompiledModule module = guest.module;
    if (module.compilation().isEmpty()) {
      return new Interpreting(guest, () -> new Interpreter(instance, module));
    }
    Compilation compilation = module.compilation().get();
    Machine compiled = compilation.factory().apply(instance);
    Set<Integer> fallback = compilation.fallback();
    if (fallback.isEmpty()) {
      return compiled;
    }
    Machine interpreting = new Interpreting(guest, () -> new Fallback(instance, module, fallback));
    return (function, args) ->
        fallback.contains(function)
            ? interpreting.call(function, args)
            : compiled.call(function, args);
  }

  /** Initialises what an entrance into an interpreter needs. */
  static void preload() throws IllegalAccessException {
    for (Class<?> c :
        List.of(
            Interpreting.class, Running.class, Handling.class, Interpreter.class, Fallback.class)) {
      MethodHandles.lookup().ensureInitialized(c);
    }
  }

  /** The classes that call interpreted functions, by name. */
  static Set<String> interpreters() {
    return Set.of(Interpreter.class.getName(), Fallback.class.getName());
  }

  /** Whether an instance of the module interprets any function. */
  static boolean interprets(CompiledModule module) {
    return module.compilation().map(c -> !c.fallback().isEmpty()).orElse(true);
  }

  /** An interpreter that records which functions it runs. */
  private interface Traced extends Machine {
    Running running();

    /** Whether it is as it was when new: an import called in tail position leaves a frame behind. */
    boolean isClean();
  }

  /** Lends each entrance an unused interpreter. One that threw is not used again. */
  private static final class Interpreting implements Machine {
    private final GuestInstance guest;
    private final Supplier<Traced> make;
    private final ArrayDeque<Traced> free = new ArrayDeque<>();

    Interpreting(GuestInstance guest, Supplier<Traced> make) {
      this.guest = guest;
      this.make = make;
    }

    @Override
    public long[] call(int function, long[] args) {
      Traced machine = free.poll();
      if (machine == null) {
        machine = make.get();
      }
      Frames frames = guest.store.execution().frames();
      Running running = machine.running();
      frames.enter(running);
      long[] results;
      try {
        results = machine.call(function, args);
      } catch (Throwable t) {
        frames.left(running);
        throw t;
      }
      frames.leave(running);
      if (machine.isClean()) {
        free.push(machine);
      }
      return results;
    }
  }

  /**
   * How many functions an exception leaves that comes out of the one that began at a depth: fewer if one further out had
   * caught another exception, for the engine goes on with it where that one was thrown.
   */
  private static int leaving(Deque<StackFrame> callStack, int depth) {
    return callStack.size() < depth ? callStack.size() : depth + 1;
  }

  /** A function that was called in tail position leaves its frame, and the next such call would go wrong. */
  private static void removeLeft(Deque<StackFrame> callStack, int depth) {
    while (callStack.size() > depth) {
      callStack.pop();
    }
  }

  /** Continues in a frame that handles the exception, or throws it again. */
  private abstract static class Handling extends InterpreterMachine {
    Handling(Instance instance) {
      super(instance);
    }

    static void handle(
        WasmException e, MStack stack, Instance instance, Deque<StackFrame> callStack) {
      if (callStack.isEmpty()) {
        throw e;
      }
      THROW_REF(instance, instance.registerException(e), stack, callStack.peek(), callStack);
    }
  }

  /**
   * The engine looks for a handler when a function that it interprets or imports throws, but not when one does
   * that it reaches through a table; there the exception arrives here.
   */
  private static final class Interpreter extends InterpreterMachine implements Traced {
    private final Running running;

    Interpreter(Instance instance, CompiledModule module) {
      super(instance);
      this.running = new Running(module);
    }

    @Override
    public Running running() {
      return running;
    }

    @Override
    public boolean isClean() {
      return callStack.isEmpty() && stack().size() == 0;
    }

    @Override
    protected long[] call(
        MStack stack,
        Instance instance,
        Deque<StackFrame> callStack,
        int function,
        long[] args,
        FunctionType type,
        boolean popResults) {
      int depth = callStack.size();
      running.begin(function, depth);
      long[] results;
      try {
        results = super.call(stack, instance, callStack, function, args, type, popResults);
      } catch (Throwable t) {
        running.throwing(t, leaving(callStack, depth));
        throw t;
      }
      running.end(depth);
      removeLeft(callStack, depth);
      return results;
    }

    @Override
    protected void eval(MStack stack, Instance instance, Deque<StackFrame> callStack) {
      while (true) {
        try {
          super.eval(stack, instance, callStack);
          return;
        } catch (WasmException e) {
          Handling.handle(e, stack, instance, callStack);
        }
      }
    }
  }

  /** The same for functions that are too large to be compiled. */
  private static final class Fallback extends CompilerInterpreterMachine implements Traced {
    private final Running running;
    private final Set<Integer> interpreted;

    Fallback(Instance instance, CompiledModule module, Set<Integer> interpreted) {
      super(instance, interpreted.stream().mapToInt(i -> i).toArray());
      this.running = new Running(module);
      this.interpreted = interpreted;
    }

    @Override
    public Running running() {
      return running;
    }

    @Override
    public boolean isClean() {
      return callStack.isEmpty() && stack().size() == 0;
    }

    @Override
    protected long[] call(
        MStack stack,
        Instance instance,
        Deque<StackFrame> callStack,
        int function,
        long[] args,
        FunctionType type,
        boolean popResults) {
      if (!interpreted.contains(function) && instance.function(function) != null) {
        return compiled(stack, instance, function, args, popResults);
      }
      int depth = callStack.size();
      running.begin(function, depth);
      long[] results;
      try {
        results = super.call(stack, instance, callStack, function, args, type, popResults);
      } catch (Throwable t) {
        running.throwing(t, leaving(callStack, depth));
        throw t;
      }
      running.end(depth);
      removeLeft(callStack, depth);
      return results;
    }

    /** A call by reference arrives here although the function is compiled; its body is not in the module then. */
    private static long[] compiled(
        MStack stack, Instance instance, int function, long[] args, boolean popResults) {
      long[] results = instance.getMachine().call(function, args);
      if (!popResults && results != null) {
        for (long result : results) {
          stack.push(result);
        }
      }
      return popResults ? results : null;
    }

    @Override
    protected void eval(MStack stack, Instance instance, Deque<StackFrame> callStack) {
      while (true) {
        try {
          super.eval(stack, instance, callStack);
          return;
        } catch (WasmException e) {
          Handling.handle(e, stack, instance, callStack);
        }
      }
    }
  }
}
