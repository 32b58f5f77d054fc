package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How the functions of an instance run.
 *
 * <p>An interpreter unwinds an exception through all the frames it has, also those of a call that is under way
 * further out, with frames of the host or of another instance between them. So each entrance gets an
 * interpreter of its own, and what it does not catch leaves it as a Java exception.
 */
final class Machines {
  private Machines() {}

  static Machine of(CompiledModule module, Instance instance) {
    if (module.compilation().isEmpty()) {
      return new Interpreting(() -> new Interpreter(instance));
    }
    Compilation compilation = module.compilation().get();
    Machine compiled = compilation.factory().apply(instance);
    Set<Integer> fallback = compilation.fallback();
    if (fallback.isEmpty()) {
      return compiled;
    }
    int[] ids = fallback.stream().mapToInt(i -> i).toArray();
    Machine interpreting = new Interpreting(() -> new Fallback(instance, ids));
    return (function, args) ->
        fallback.contains(function) ? interpreting.call(function, args) : compiled.call(function, args);
  }

  /** Whether an instance of the module interprets any function. */
  static boolean interprets(CompiledModule module) {
    return module.compilation().map(c -> !c.fallback().isEmpty()).orElse(true);
  }

  /** Lends each entrance an interpreter that nobody is using; one that threw is not used again. */
  private static final class Interpreting implements Machine {
    private final Supplier<InterpreterMachine> make;
    private final ArrayDeque<InterpreterMachine> free = new ArrayDeque<>();

    Interpreting(Supplier<InterpreterMachine> make) {
      this.make = make;
    }

    @Override
    public long[] call(int function, long[] args) {
      InterpreterMachine machine = free.poll();
      if (machine == null) {
        machine = make.get();
      }
      long[] results = machine.call(function, args);
      free.push(machine);
      return results;
    }
  }

  /**
   * The engine looks for a handler when a function it interprets or imports throws, but not when one does that
   * it reaches through a table; there the exception arrives here.
   */
  private static final class Interpreter extends InterpreterMachine {
    Interpreter(Instance instance) {
      super(instance);
    }

    @Override
    protected void eval(MStack stack, Instance instance, Deque<StackFrame> callStack) {
      while (true) {
        try {
          super.eval(stack, instance, callStack);
          return;
        } catch (WasmException e) {
          handle(e, stack, instance, callStack);
        }
      }
    }

    static void handle(
        WasmException e, MStack stack, Instance instance, Deque<StackFrame> callStack)
        throws ChicoryException {
      if (callStack.isEmpty()) {
        throw e;
      }
      THROW_REF(instance, instance.registerException(e), stack, callStack.peek(), callStack);
    }
  }

  /** The same for functions that are too large to be compiled. */
  private static final class Fallback extends CompilerInterpreterMachine {
    Fallback(Instance instance, int[] functions) {
      super(instance, functions);
    }

    @Override
    protected void eval(MStack stack, Instance instance, Deque<StackFrame> callStack) {
      while (true) {
        try {
          super.eval(stack, instance, callStack);
          return;
        } catch (WasmException e) {
          Interpreter.handle(e, stack, instance, callStack);
        }
      }
    }
  }
}
