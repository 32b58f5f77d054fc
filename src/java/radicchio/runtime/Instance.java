package radicchio.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import radicchio.engine.CoreStore;
import radicchio.engine.Engine;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A component instance with a store of its own. Any thread may call its functions; one call runs at a time,
 * others wait, which counts towards their time limit. After a trap or a reached limit it is dead: every call
 * is refused. Whoever made it closes it.
 */
public final class Instance implements AutoCloseable {
  private static final int MOST_INSTANCES = 10_000;

  static {
    StaticStates.initialise();
  }

  private final CompiledComponent component;
  private final InstanceOptions options;
  private final CoreStore store;
  private final ComponentInstance state;
  private final Set<GuestHandle> handles = new LinkedHashSet<>();
  private final Deque<ComponentInstance> parts = new ArrayDeque<>();
  private List<ExportedFunction> functions = List.of();
  private Map<String, String> satisfied = Map.of();
  private int instances;
  private Throwable fromHost;
  private volatile Throwable death;
  private volatile boolean closed;
  private final BooleanSupplier ended = () -> closed;

  private Instance(CompiledComponent component, InstanceOptions options) {
    this.component = component;
    this.options = options;
    this.store = Engine.store(options.limits());
    this.state = ComponentInstance.ofRoot(this);
  }

  static Instance of(CompiledComponent component, InstanceOptions options) {
    Instance instance = new Instance(component, options);
    instance.store.enter();
    try {
      instance.link();
      instance.store.deadline().checkTime();
      return instance;
    } catch (Throwable t) {
      instance.abandon(t);
      throw instance.died(t);
    } finally {
      instance.store.leave();
    }
  }

  /** Ends an instance that nobody will get: resources of the host that its guests had are not to be lost. */
  private void abandon(Throwable why) {
    closed = true;
    try {
      end(false);
    } catch (Throwable t) {
      why.addSuppressed(t);
    }
    store.close();
  }

  /** Drops what its guests own, and ends what the host made for them. */
  private void end(boolean guestsRun) {
    try {
      new Closing(handles, parts).run(guestsRun);
    } finally {
      options.imports().fallback().close();
    }
  }

  private void link() {
    RootImports imports = new RootImports(component.code(), options);
    functions =
        ExportedFunction.of(this, Linker.link(component.code(), state, null, imports).exports());
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
    return functions.stream().filter(f -> f.id().equals(id)).findFirst();
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
    enter();
    try {
      return handles.size() + parts.stream().mapToInt(p -> p.handles().size()).sum();
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
    return !closed && death == null;
  }

  /** Whether a trap or a limit ended it. */
  public boolean isDead() {
    return death != null;
  }

  InstanceOptions options() {
    return options;
  }

  CoreStore store() {
    return store;
  }

  /** A component instance is made. */
  void add(ComponentInstance part) {
    countInstance();
    parts.add(part);
  }

  /** An instance is made, of a component or a core module: a few bytes may ask for any number of them. */
  void countInstance() {
    if (++instances > MOST_INSTANCES) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the component would make more than "
                  + MOST_INSTANCES
                  + " instances of the components and core modules in it")
          .withKeyword("limit", "instances");
    }
  }

  // Calls

  /** Waits for the instance; each call is paired with {@link #leave}. */
  void enter() {
    if (!enterOpen()) {
      throw ended();
    }
  }

  /** False where it was closed, perhaps while this thread waited. */
  private boolean enterOpen() {
    return Entrance.enterOpen(store, ended);
  }

  void leave() {
    store.leave();
  }

  /** Refuses a call, within an entrance, where it cannot begin. */
  void checkCallable() {
    checkLive();
    if (!state.mayEnterFrom(null)) {
      throw reentered("called");
    }
  }

  /** Also asked after arguments were read: what is read lazily may have called and closed anything. */
  void checkLive() {
    if (!isLive()) {
      throw ended();
    }
  }

  private static RadicchioException reentered(String what) {
    return RadicchioException.of(
        ErrorKind.REENTERED,
        "an instance was "
            + what
            + " from one of its own host functions; a call into it has not returned yet");
  }

  private RadicchioException ended() {
    return closed
        ? RadicchioException.of(ErrorKind.CLOSED, "this instance was closed")
        : withLastWords(
            RadicchioException.of(
                    ErrorKind.TRAP,
                    "this instance is dead because an earlier call into it did not end well: "
                        + ForeignText.reason(death)
                        + "; make a new one",
                    death)
                .withKeyword("trap", "dead"));
  }

  /** Adds to an exception of ours what the guest last wrote to standard error. */
  private <T extends Throwable> T withLastWords(T thrown) {
    if (thrown instanceof RadicchioException ours) {
      ours.attachStandardError(options.imports().fallback().lastWords());
    }
    return thrown;
  }

  /** As {@link #hostThrew}, of a function that refuses every call. */
  <T extends Throwable> RuntimeException refused(RuntimeException refusal) throws T {
    throw this.<T>hostThrew(withLastWords(refusal));
  }

  /** Remembers that what is thrown came from the host. */
  <T extends Throwable> RuntimeException hostThrew(Throwable thrown) throws T {
    fromHost = thrown;
    throw Instance.<T>same(thrown);
  }

  /** Makes the instance dead; what was thrown leaves as itself, with our trap attached where the host threw. */
  <T extends Throwable> RuntimeException died(Throwable thrown) throws T {
    if (thrown == fromHost) {
      thrown.addSuppressed(
          RadicchioException.of(
                  ErrorKind.TRAP, "the guest was stopped by what its host function threw")
              .withKeyword("trap", "host-exception")
              .with("frames", store.frames()));
    } else {
      withLastWords(thrown);
    }
    fromHost = null;
    death = thrown;
    throw Instance.<T>same(thrown);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T same(Throwable thrown) {
    return (T) thrown;
  }

  // Handles of the host

  GuestHandle remember(GuestHandle handle) {
    if (handles.size() >= options.handles()) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the host holds "
                  + handles.size()
                  + " handles of one instance and would hold more; close them, or raise :handles")
          .withKeyword("limit", "handles");
    }
    handles.add(handle);
    return handle;
  }

  void forget(GuestHandle handle) {
    handles.remove(handle);
  }

  /** Enters to end a resource; false where the instance has ended, and the resource with it. */
  boolean enterToEnd(String resource) {
    if (!isLive() || !enterOpen()) {
      return false;
    }
    if (isLive() && state.mayEnterFrom(null)) {
      return true;
    }
    store.leave();
    if (isLive()) {
      throw reentered("asked to end a " + ForeignText.escaped(resource));
    }
    return false;
  }

  /** Ends a resource for the host, within an entrance. */
  void destroy(GuestResource type, int rep) {
    try {
      type.destroy(rep, null);
    } catch (Throwable t) {
      throw died(t);
    }
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
    if (!enterOpen()) {
      return;
    }
    try {
      if (closed) {
        return;
      }
      if (!state.mayEnterFrom(null)) {
        throw reentered("closed");
      }
      closed = true;
      end(death == null);
    } finally {
      boolean last = closed;
      store.leave();
      if (last) {
        store.close();
      }
    }
  }

  @Override
  public String toString() {
    return "component instance, "
        + (closed ? "closed" : isDead() ? "dead: " + ForeignText.message(death) : "live")
        + ", "
        + functions.size()
        + (functions.size() == 1 ? " function" : " functions");
  }
}
