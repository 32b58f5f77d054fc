package radicchio.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import radicchio.engine.CoreInstance;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.Extern;
import radicchio.engine.Wasi;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.instance.Entrance;
import radicchio.runtime.instance.InstanceStore;

/**
 * A core module's instance for the host: in its own store, or in that of instances whose memories, tables, globals or functions
 * it imports. One thread at a time runs in a store; others wait. Its own host functions may call its functions.
 *
 * <p>The code that made it must close it. The store ends when the last instance in it is closed. Then the memories of all of them
 * are freed, even if something of them is still referenced.
 */
public final class ModuleInstance implements AutoCloseable {
  private final CoreModule module;
  private final Entrance entrance;
  private final boolean deadAfterTrap;
  private final Optional<Wasi> wasi;
  private volatile Optional<CoreInstance> instance = Optional.empty();
  private volatile List<Extern> imports = List.of();

  private ModuleInstance(
      CoreModule module, InstanceStore store, boolean deadAfterTrap, Optional<Wasi> wasi) {
    this.module = module;
    this.entrance = new Entrance(store, () -> wasi.map(Wasi::lastWords).orElse(""));
    this.deadAfterTrap = deadAfterTrap;
    this.wasi = wasi;
  }

  /**
   * Makes an instance that is not instantiated yet.
   *
   * @param store its own store, or one that has other instances
   * @param deadAfterTrap whether it refuses calls after a failed call, which the Core specification would allow
   * @param wasi its grants of WASI; closed with it
   */
  public static ModuleInstance in(
      InstanceStore store, CoreModule module, boolean deadAfterTrap, Optional<Wasi> wasi) {
    return new ModuleInstance(module, store, deadAfterTrap, wasi);
  }

  /**
   * Returns its store.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}; {@code TRAP} if it is dead
   */
  public InstanceStore instanceStore() {
    entrance.checkLive();
    return entrance.store();
  }

  /**
   * Instantiates the module and runs its start function. Must be called once, inside an entrance.
   *
   * @param imports by position, externs of this store
   * @throws RadicchioException as {@link CoreStore#instantiate}
   */
  public void instantiate(List<Extern> imports) {
    this.imports = List.copyOf(imports);
    store().instantiate(module, imports, made -> instance = Optional.of(made));
  }

  /**
   * Returns the extern that satisfied the import at a position, such as a memory that was made for it.
   *
   * @param position that of the import in {@link CoreModule#imports}
   * @return empty before it is instantiated, and after it was closed
   */
  public Optional<Extern> imported(int position) {
    List<Extern> given = imports;
    return position < given.size() ? Optional.of(given.get(position)) : Optional.empty();
  }

  /**
   * Takes the store's lock and starts its clock. Must be paired with {@link #leave} in a {@code finally}.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}; {@code TRAP} if it is dead; {@code LIMIT} if waiting for
   *     other threads took the whole timeout
   */
  public void enter() {
    entrance.enter();
  }

  public void leave() {
    entrance.leave();
  }

  /**
   * Takes the store's lock for many calls of this thread; other threads wait. The same thread must close what this returns.
   *
   * @throws RadicchioException as {@link #enter}
   */
  public Entrance.Hold hold() {
    return entrance.hold();
  }

  /**
   * Records the exception of a call, inside an entrance: it may end the instance. An exception of a host function gets a trap
   * with the guest's frames among its suppressed exceptions.
   */
  public void failed(Throwable thrown) {
    boolean ours = thrown instanceof RadicchioException;
    entrance.withLastWords(thrown);
    if (!ours && !Arrays.stream(thrown.getSuppressed()).anyMatch(ModuleInstance::isTrap)) {
      thrown.addSuppressed(entrance.stoppedByHost());
    }
    if (deadAfterTrap && !(ours && ((RadicchioException) thrown).kind() == ErrorKind.EXIT)) {
      entrance.dead(thrown);
    }
  }

  private static boolean isTrap(Throwable t) {
    return t instanceof RadicchioException e && e.kind() == ErrorKind.TRAP;
  }

  /** Returns its grants of WASI. */
  public Optional<Wasi> wasi() {
    return wasi;
  }

  public CoreModule module() {
    return module;
  }

  /** Returns the store, for externs and references. */
  public CoreStore store() {
    return entrance.store().core();
  }

  /**
   * Returns the export with that name. Waits for a call that runs on another thread.
   *
   * @throws RadicchioException {@code CLOSED} before it is instantiated, or after it was closed; {@code LIMIT} if waiting took
   *     the whole timeout
   */
  public Optional<Extern> export(String name) {
    if (!entrance.enterOpen()) {
      throw entrance.ended();
    }
    try {
      return instance
          .orElseThrow(
              () ->
                  RadicchioException.of(
                      ErrorKind.CLOSED,
                      "the instance is not available yet: its module is being linked"))
          .export(name);
    } finally {
      leave();
    }
  }

  public boolean isClosed() {
    return entrance.isClosed();
  }

  /**
   * Ends it. Does nothing the second time. Does not wait for a call that runs on another thread: that call runs to its end, and
   * then the guests' memory in the store is freed. Only an instance with WASI waits, to close its open files.
   *
   * @throws RadicchioException {@code LIMIT} if waiting took the whole timeout, or this thread was interrupted: then it is still
   *     open
   */
  @Override
  public void close() {
    if (wasi.isEmpty()) {
      end();
    } else if (entrance.enterOpen()) {
      try {
        end();
      } finally {
        leave();
      }
    }
  }

  private void end() {
    if (!entrance.close()) {
      return;
    }
    instance = Optional.empty();
    imports = List.of();
    try {
      wasi.ifPresent(Wasi::close);
    } finally {
      entrance.release();
    }
  }
}
