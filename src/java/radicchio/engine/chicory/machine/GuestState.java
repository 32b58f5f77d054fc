package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import radicchio.engine.chicory.instructions.ModuleMemory;

/**
 * The state that the compiled functions of an instance use: each gets it as its last parameter. Only the thread in the instance's
 * store uses it. Its fields are public for generated classes; no other code may use them.
 */
public final class GuestState {
  private static final int NO_EXCEPTION = -1;

  public final Instance instance;

  /** The first memory; null if there is none. */
  public final ModuleMemory memory;

  /**
   * The components of a call's results except the first, which the JVM returns. They are valid from a function's return to the
   * caller's next instruction.
   */
  public final long[] more;

  public GlobalInstance[] globals;
  public TableInstance[] tables;

  /** Null if no function calls another in tail position. */
  NotedCall noted;

  /** The functions that the instance imports. */
  public WasmFunctionHandle[] imports;

  /** Exceptions in places that can contain only numbers, such as a table. */
  private List<WasmException> exceptions = List.of();

  private Map<WasmException, Long> numbers = Map.of();

  private GuestState(Instance instance, int more) {
    this.instance = instance;
    this.memory = (ModuleMemory) instance.memory();
    this.more = new long[more];
  }

  /**
   * The state of an instance that is being made: its globals and tables are looked up at the first call.
   *
   * @param more the most components of results after the first
   */
  public static GuestState of(Instance instance, int more) {
    return new GuestState(instance, more);
  }

  /** Looks up the parts that did not exist when the machine was made. Called before the first call. */
  public static void prepare(GuestState state) {
    if (state.imports == null) {
      state.lookUp();
    }
  }

  private void lookUp() {
    globals = new GlobalInstance[instance.globalCount()];
    for (int i = 0; i < globals.length; i++) {
      globals[i] = instance.global(i);
    }
    tables = new TableInstance[instance.tableCount()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = instance.table(i);
    }
    WasmFunctionHandle[] handles = new WasmFunctionHandle[instance.imports().functionCount()];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = instance.imports().function(i).handle();
    }
    imports = handles;
  }

  public static ModuleMemory memory(GuestState state, int index) {
    return (ModuleMemory) state.instance.memory(index);
  }

  /** Stops a guest whose thread was interrupted, for example by its deadline. */
  public static void look() {
    if (Thread.currentThread().isInterrupted()) {
      throw new ChicoryInterruptedException("Thread interrupted");
    }
  }

  public static void more(long component, GuestState state, int index) {
    state.more[index] = component;
  }

  /** Returns so many components of results, of which the first was returned. */
  public static long[] results(long first, int components, GuestState state) {
    long[] all = new long[components];
    all[0] = first;
    System.arraycopy(state.more, 0, all, 1, components - 1);
    return all;
  }

  /** Returns a number for an exception, from which {@link #exception} finds it. */
  public static long number(WasmException exception, GuestState state) {
    if (exception == null) {
      return NO_EXCEPTION;
    }
    if (state.exceptions.isEmpty()) {
      state.exceptions = new ArrayList<>();
      state.numbers = new IdentityHashMap<>();
    }
    Long known = state.numbers.get(exception);
    if (known != null) {
      return known;
    }
    long number = state.exceptions.size();
    state.exceptions.add(exception);
    state.numbers.put(exception, number);
    return number;
  }

  public static WasmException exception(long number, GuestState state) {
    return (int) number == NO_EXCEPTION ? null : state.exceptions.get((int) number);
  }
}
