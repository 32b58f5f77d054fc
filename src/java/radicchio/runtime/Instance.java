package radicchio.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.InstanceOptions;
import radicchio.runtime.link.Linker;
import radicchio.runtime.link.RootImports;
import radicchio.runtime.task.Closing;
import radicchio.runtime.task.ComponentFunction;
import radicchio.runtime.task.ComponentInstance;
import radicchio.runtime.task.ComponentTree;
import radicchio.runtime.task.Entrance;
import radicchio.runtime.task.InstanceStore;

/**
 * A component instance. Any thread may call its functions; one call runs at a time in its store, others wait, which
 * counts towards their time limit. After a trap or a reached limit it is dead: every call is refused. Whoever made it
 * closes it.
 */
public final class Instance implements AutoCloseable {
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
    this.tree = new ComponentTree(entrance, options.calls(), handles);
    this.state = ComponentInstance.ofRoot(tree);
  }

  static Instance of(CompiledComponent component, InstanceStore store, InstanceOptions options) {
    Instance instance = new Instance(component, store, options);
    try {
      instance.entrance.enter();
    } catch (Throwable t) { // the store has ended, or waiting for it took too long
      instance.abandon(t);
      throw t;
    }
    try {
      instance.link();
      instance.entrance.deadline().checkTime();
      return instance;
    } catch (Throwable t) {
      instance.abandon(t);
      throw instance.entrance.died(t);
    } finally {
      instance.leave();
    }
  }

  /** Ends an instance that nobody will get: resources of the host that its guests had are not to be lost. */
  private void abandon(Throwable why) {
    entrance.close();
    try {
      end(false);
    } catch (Throwable t) {
      why.addSuppressed(t);
    }
    entrance.release();
  }

  /** Drops what its guests own, and ends what the host made for them. */
  private void end(boolean guestsRun) {
    try {
      new Closing(handles.all(), tree.parts()).run(guestsRun);
    } finally {
      options.imports().fallback().close();
    }
  }

  private void link() {
    RootImports imports = new RootImports(component.code(), options);
    linked = Linker.link(component.code(), state, imports, component.functionExports());
    functions =
        IntStream.range(0, linked.size())
            .mapToObj(index -> ExportedFunction.of(this, index))
            .toList();
    satisfied = Map.copyOf(imports.satisfied());
  }

  /** What it is an instance of. */
  public CompiledComponent component() {
    return component;
  }

  /** The functions that it exports, those of its interfaces among them, in the component's order. */
  public List<ExportedFunction> functions() {
    return functions;
  }

  /**
   * One of the functions that it exports.
   *
   * @param id {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface
   */
  public Optional<ExportedFunction> function(String id) {
    return component.functionExports().index(id).map(functions::get);
  }

  /** What satisfied what: the name of each import that the host gave, and the name under which it did. */
  public Map<String, String> satisfied() {
    return satisfied;
  }

  /**
   * How many handles its component instances and the host hold of it.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}
   */
  public int handleCount() {
    if (!entrance.enterOpen()) {
      throw entrance.ended();
    }
    try {
      return handles.all().size() + tree.parts().stream().mapToInt(p -> p.handles().size()).sum();
    } finally {
      leave();
    }
  }

  /** How often each function of the host refused to serve it, by the id of the function. */
  public Map<String, Long> refusals() {
    return options.imports().fallback().refusals();
  }

  /** Whether it can still be called. */
  public boolean isLive() {
    return entrance.isLive();
  }

  /** Whether a trap or a limit ended it. */
  public boolean isDead() {
    return entrance.isDead();
  }

  // Calls

  /** Waits for the instance, and refuses a call that cannot begin; else paired with {@link #leave}. This one. */
  Instance enter() {
    entrance.enter();
    if (!state.mayHostEnter()) {
      leave();
      throw reentered("called");
    }
    return this;
  }

  /** The function with an index of its component's. */
  ComponentFunction linked(int index) {
    return linked.get(index);
  }

  void leave() {
    entrance.leave();
  }

  static RadicchioException reentered(String what) {
    return RadicchioException.of(
        ErrorKind.REENTERED,
        "an instance was "
            + what
            + " from one of its own host functions; a call into it has not returned yet");
  }

  // The end

  /**
   * Ends it: handles that are still held are dropped, destructors run, then its memory is freed, whoever still
   * holds the instance or a function of it. A second close does nothing. Handles of it can no longer be used.
   *
   * <p>It waits for a call that runs on another thread, and for those that waited before it; calls that come
   * later, or wait still, are refused as {@code CLOSED}. Nothing stops the running call but its own time limit,
   * or an interrupt of its thread.
   *
   * @throws RadicchioException {@code REENTERED} from one of its own host functions; {@code LIMIT} where waiting
   *     took the whole timeout of the instance, or this thread was interrupted: it is open still; what a
   *     destructor threw, when everything was freed
   */
  @Override
  public void close() {
    if (!entrance.enterOpen()) {
      return;
    }
    boolean last = false;
    try {
      if (!state.mayHostEnter()) {
        throw reentered("closed");
      }
      last = entrance.close();
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
