package radicchio.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import radicchio.component.DeepStack;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.ComponentFunction;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.instance.ComponentTree;
import radicchio.runtime.instance.Entrance;
import radicchio.runtime.instance.InstanceStore;
import radicchio.runtime.link.ComposedImports;
import radicchio.runtime.link.Imports;
import radicchio.runtime.link.InstanceOptions;
import radicchio.runtime.link.Linker;
import radicchio.runtime.link.PartOptions;
import radicchio.runtime.link.RootImports;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.stream.end.OpenEnds;
import radicchio.runtime.task.Closing;

/**
 * A component instance. Any thread may call its functions. One call at a time runs in its store. The waiting of others counts
 * towards their time limit. After a trap or a reached limit it is dead and refuses every call. The caller that made it must close
 * it.
 */
public final class Instance implements Callee, AutoCloseable {
  static {
    StaticStates.initialise();
  }

  private final CompiledComponent component;
  private final InstanceOptions options;
  private final Entrance entrance;
  private final HeldHandles handles;
  private final ComponentTree tree;
  private final ComponentInstance state;
  private List<ComponentFunction> linked = List.of();
  private List<ExportedFunction> functions = List.of();
  private Map<String, String> satisfied = Map.of();

  private Instance(CompiledComponent component, InstanceStore store, InstanceOptions options) {
    this.component = component;
    this.options = options;
    this.entrance = new Entrance(store, options.imports().fallback()::lastWords);
    this.handles = new HeldHandles(this, entrance, options.handles());
    this.tree =
        new ComponentTree(entrance, options.calls(), handles, component.code().isConcurrent());
    this.state = ComponentInstance.ofRoot(tree, component.code().mayBlock());
  }

  /**
   * Makes a new instance with separate state. The caller must close it.
   *
   * @throws RadicchioException {@code UNLINKABLE} with every missing import; {@code TRAP} or {@code LIMIT} if its start does not
   *     end normally. An exception of a host function leaves unchanged
   */
  public static Instance of(CompiledComponent component, InstanceOptions options) {
    return make(
        component, () -> newStore(options), options, new RootImports(component.code(), options));
  }

  /**
   * Does the same as {@link #of} in a store that may have other instances, with the store's limits of memory and time. Must not be
   * called from a call in the store.
   *
   * @throws RadicchioException {@code CLOSED} if the store has ended; otherwise as {@link #of}
   */
  public static Instance in(
      InstanceStore store, CompiledComponent component, InstanceOptions options) {
    return make(component, () -> store, options, new RootImports(component.code(), options));
  }

  /**
   * Makes a new instance of a composition. The caller must close it.
   *
   * @param options the limits of the whole, and the fallback, which is closed with it; it supplies the resources of the host
   * @param parts the imports of each part, by the position of the definition that instantiates it
   * @throws RadicchioException as {@link #of}
   */
  public static Instance composed(
      CompiledComponent component, InstanceOptions options, Map<Integer, PartOptions> parts) {
    return make(
        component,
        () -> newStore(options),
        options,
        new ComposedImports(component.code(), options, parts));
  }

  private static InstanceStore newStore(InstanceOptions options) {
    return InstanceStore.of(options.limits(), options.tasks());
  }

  /** @param store called with the stack that linking needs, because making a store checks for room on it */
  private static Instance make(
      CompiledComponent component,
      Supplier<InstanceStore> store,
      InstanceOptions options,
      Imports imports) {
    return DeepStack.call(
        component.component().depth(), () -> linked(component, store.get(), options, imports));
  }

  private static Instance linked(
      CompiledComponent component, InstanceStore store, InstanceOptions options, Imports imports) {
    Instance instance = new Instance(component, store, options);
    try {
      instance.entrance.enter();
    } catch (Throwable t) { // the store has ended, or waiting for it took too long
      instance.abandon(t);
      throw t;
    }
    try {
      instance.state.onHostThread(() -> instance.link(imports));
      instance.entrance.deadline().checkTime();
      return instance;
    } catch (Throwable t) {
      instance.abandon(t);
      throw instance.entrance.died(t);
    } finally {
      instance.leave();
    }
  }

  /** Ends an instance that failed to start, so that its guests' resources of the host are released. */
  private void abandon(Throwable why) {
    entrance.close();
    try {
      end(false);
    } catch (Throwable t) {
      why.addSuppressed(t);
    }
    entrance.release();
  }

  /** Drops the resources of its guests, and ends those resources that the host made for them. */
  private void end(boolean guestsRun) {
    try {
      new Closing(handles.all(), tree.handles()).run(guestsRun);
    } finally {
      options.imports().fallback().close();
    }
  }

  private void link(Imports imports) {
    linked = Linker.link(component.code(), state, imports, component.functionExports());
    functions =
        IntStream.range(0, linked.size())
            .mapToObj(index -> ExportedFunction.of(this, index))
            .toList();
    satisfied = Map.copyOf(imports.satisfied());
  }

  @Override
  public CompiledComponent component() {
    return component;
  }

  /** Returns its exported functions, including those of its interfaces, in the component's order. */
  public List<ExportedFunction> functions() {
    return functions;
  }

  /**
   * Returns one of its exported functions.
   *
   * @param id {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface
   */
  public Optional<ExportedFunction> function(String id) {
    return component.functionExports().index(id).map(functions::get);
  }

  /** Returns the name of each satisfied import, with the name under which the host supplied it. */
  public Map<String, String> satisfied() {
    return satisfied;
  }

  /**
   * Returns the number of handles in its component instances, and of handles of the host to it.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int handleCount() {
    return counted(
        () -> handles.all().size() + tree.handles().stream().mapToInt(HandleSpace::size).sum());
  }

  /**
   * Returns the number of tasks of its guests that have not ended; each further thread of a guest counts as one.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int taskCount() {
    return counted(tree::tasks);
  }

  /**
   * Returns the number of threads that its store has at the moment, for tasks and for host functions that wait.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int threadCount() {
    return counted(entrance.store()::threads);
  }

  /**
   * Returns the number of threads of its guests that wait.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int waitCount() {
    return counted(tree::waiting);
  }

  /**
   * Returns the number of ends of streams and futures that its guests have, and of those that the host was given and has not
   * closed.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int streamCount() {
    return counted(() -> OpenEnds.names(tree.handles(), entrance.group()).size());
  }

  private int counted(IntSupplier count) {
    if (!entrance.enterOpen()) {
      throw entrance.ended();
    }
    try {
      return count.getAsInt();
    } finally {
      leave();
    }
  }

  /** Returns the number of refusals of each function of the host, by the id of the function. */
  public Map<String, Long> refusals() {
    return options.imports().fallback().refusals();
  }

  /** Tests whether it can still be called. */
  public boolean isLive() {
    return entrance.isLive();
  }

  /** Tests whether a trap or a limit ended it. */
  public boolean isDead() {
    return entrance.isDead();
  }

  // Calls

  /**
   * Takes the store's lock and starts its clock, to call functions. Must be paired with {@link #leave} in a {@code finally}.
   * Returns this instance.
   *
   * @throws RadicchioException {@code REENTERED} from one of its own host functions; {@code CLOSED} after {@link #close}; {@code
   *     TRAP} if it is dead; {@code LIMIT} if waiting for other threads took the whole timeout
   */
  @Override
  public Instance enter() {
    entrance.enter();
    if (!state.mayHostEnter()) {
      leave();
      throw Entrance.reentered("called");
    }
    return this;
  }

  /**
   * Takes the store's lock for many calls of this thread; other threads wait. Each call takes its own time. A call that waits for an
   * async function gives the lock to others meanwhile. The same thread must close what this returns.
   *
   * @throws RadicchioException as {@link #enter}, except {@code REENTERED}
   */
  public Entrance.Hold hold() {
    return entrance.hold();
  }

  @Override
  public ComponentFunction linked(int index) {
    return linked.get(index);
  }

  @Override
  public void leave() {
    entrance.leave();
  }

  // Its end

  /**
   * Ends the instance: drops the remaining handles, runs destructors, then frees its memory, even if the instance or one of its
   * functions is still referenced. Does nothing the second time. Its handles can no longer be used.
   *
   * <p>Tasks and ends of streams that its guests still have are logged, at the level {@code DEBUG} of {@code radicchio.runtime}.
   *
   * <p>Waits for a call that runs on another thread, and for the calls that waited before it. Later calls, and those that still
   * wait, are refused as {@code CLOSED}. Only its own time limit or an interrupt of its thread stops the running call.
   *
   * @throws RadicchioException {@code REENTERED} from one of its own host functions; {@code LIMIT} if waiting took the whole
   *     timeout of the instance, or this thread was interrupted: then it is still open; the exception of a destructor, after
   *     everything was freed
   */
  @Override
  public void close() {
    if (!entrance.enterOpen()) {
      return;
    }
    boolean last = false;
    try {
      if (!isDead() && !state.mayHostEnter()) { // tasks that ended with it have not left it
        throw Entrance.reentered("closed");
      }
      last = entrance.close();
      if (last) {
        Leftovers.log(tree);
        entrance.endTasks();
      }
      end(!isDead());
    } finally {
      leave();
      if (last) {
        entrance.release();
      }
    }
  }

  @Override
  public String toString() {
    return "component instance, "
        + entrance
        + ", "
        + functions.size()
        + (functions.size() == 1 ? " function" : " functions");
  }
}
