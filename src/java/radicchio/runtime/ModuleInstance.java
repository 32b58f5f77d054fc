package radicchio.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import radicchio.engine.CoreInstance;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.Engine;
import radicchio.engine.Extern;
import radicchio.engine.Limits;
import radicchio.engine.Wasi;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * An instance of a core module in the host's hands: in a store of its own, or in that of instances whose
 * memories, tables, globals or functions it imports. One thread at a time runs in a store, others wait. Its
 * functions may be called from its own host functions.
 *
 * <p>Whoever made it closes it; the store goes when the last instance in it is closed, and with it the memories of
 * all of them, whoever holds something of it still.
 */
public final class ModuleInstance implements AutoCloseable {
  private final CoreModule module;
  private final CoreStore store;
  private final AtomicInteger openInStore;
  private final boolean deadAfterTrap;
  private final Optional<Wasi> wasi;
  private volatile Optional<CoreInstance> instance = Optional.empty();
  private volatile Optional<Throwable> death = Optional.empty();
  private volatile boolean closed;

  /** Neither closed nor dead: what each call asks, before it waits and after. */
  private volatile boolean usable = true;

  private ModuleInstance(
      CoreModule module,
      CoreStore store,
      AtomicInteger openInStore,
      boolean deadAfterTrap,
      Optional<Wasi> wasi) {
    this.module = module;
    this.store = store;
    this.openInStore = openInStore;
    this.deadAfterTrap = deadAfterTrap;
    this.wasi = wasi;
    openInStore.incrementAndGet();
  }

  /**
   * An instance to be, in a store of its own.
   *
   * @param deadAfterTrap whether it refuses calls after one that did not end well, which the Core specification
   *     would allow
   * @param wasi what of WASI it was granted; closed with it
   */
  public static ModuleInstance alone(
      CoreModule module, Limits limits, boolean deadAfterTrap, Optional<Wasi> wasi) {
    return new ModuleInstance(
        module, Engine.store(limits), new AtomicInteger(), deadAfterTrap, wasi);
  }

  /** An instance to be, in the store of another one, with that one's limits. */
  public static ModuleInstance beside(
      ModuleInstance other, CoreModule module, boolean deadAfterTrap, Optional<Wasi> wasi) {
    other.requireUsable();
    return new ModuleInstance(module, other.store, other.openInStore, deadAfterTrap, wasi);
  }

  /**
   * Instantiates the module, its start function included. Called once, within an entrance.
   *
   * @param imports by position, externs of this store
   * @throws RadicchioException as {@link CoreStore#instantiate}
   */
  public void instantiate(List<Extern> imports) {
    store.instantiate(module, imports, made -> instance = Optional.of(made));
  }

  /**
   * Takes the store's lock and starts its clock; paired with {@link #leave} in a {@code finally}.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}; {@code TRAP} where it is dead; {@code LIMIT}
   *     where waiting for other threads took the whole timeout
   */
  public void enter() {
    if (!usable) {
      requireUsable();
    }
    enterStore();
    if (!usable) {
      store.leave();
      requireUsable();
    }
  }

  private void enterStore() {
    try {
      store.enter();
    } catch (RadicchioException e) {
      if (e.kind() == ErrorKind.CLOSED) {
        requireOpen();
      }
      throw e;
    }
  }

  public void leave() {
    store.leave();
  }

  /**
   * Notes, within an entrance, what a call threw: it may be the end of the instance. What a host function threw
   * gets a trap with the guest's frames among its suppressed exceptions.
   */
  public void failed(Throwable thrown) {
    boolean ours = thrown instanceof RadicchioException;
    if (ours) {
      wasi.ifPresent(w -> ((RadicchioException) thrown).attachStandardError(w.lastWords()));
    }
    if (!ours && !Arrays.stream(thrown.getSuppressed()).anyMatch(ModuleInstance::isTrap)) {
      thrown.addSuppressed(
          RadicchioException.of(
                  ErrorKind.TRAP, "the guest was stopped by what its host function threw")
              .withKeyword("trap", "host-exception")
              .with("frames", store.frames()));
    }
    if (deadAfterTrap && !(ours && ((RadicchioException) thrown).kind() == ErrorKind.EXIT)) {
      death = Optional.of(thrown);
      usable = false;
    }
  }

  private static boolean isTrap(Throwable t) {
    return t instanceof RadicchioException e && e.kind() == ErrorKind.TRAP;
  }

  private void requireOpen() {
    if (closed) {
      throw RadicchioException.of(
          ErrorKind.CLOSED, "the instance is closed; instantiate the module again to go on");
    }
  }

  private void requireUsable() {
    requireOpen();
    if (death.isPresent()) {
      throw RadicchioException.of(
              ErrorKind.TRAP,
              "the instance is dead because an earlier call did not end well ("
                  + ForeignText.reason(death.get())
                  + "); instantiate the module again to go on",
              death.get())
          .withKeyword("trap", "dead");
    }
  }

  /** What of WASI it was granted. */
  public Optional<Wasi> wasi() {
    return wasi;
  }

  public CoreModule module() {
    return module;
  }

  /** The store, for externs and references. */
  public CoreStore store() {
    return store;
  }

  /**
   * What it exports by that name. Waits for a call that runs on another thread.
   *
   * @throws RadicchioException {@code CLOSED} before it is instantiated, or after it was closed; {@code LIMIT} where
   *     waiting took the whole timeout
   */
  public Optional<Extern> export(String name) {
    requireOpen();
    enterStore();
    try {
      Optional<CoreInstance> made = instance;
      requireOpen();
      return made.orElseThrow(
              () ->
                  RadicchioException.of(
                      ErrorKind.CLOSED,
                      "the instance is not there yet: its module is being linked"))
          .export(name);
    } finally {
      store.leave();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /**
   * Ends it; a second close does nothing. It does not wait for a call that runs on another thread: that goes on to its
   * end, and then what guests had in the store is let go of. Only where the instance was granted something of WASI it
   * waits, to close the files that are open.
   *
   * @throws RadicchioException {@code LIMIT} where waiting took the whole timeout, or this thread was interrupted: it is
   *     open still
   */
  @Override
  public void close() {
    if (wasi.isEmpty()) {
      end();
    } else if (Entrance.enterOpen(store, () -> closed)) {
      try {
        end();
      } finally {
        store.leave();
      }
    }
  }

  private void end() {
    synchronized (openInStore) {
      if (closed) {
        return;
      }
      closed = true;
      usable = false;
    }
    instance = Optional.empty();
    try {
      wasi.ifPresent(Wasi::close);
    } finally {
      if (openInStore.decrementAndGet() == 0) {
        store.close();
      }
    }
  }
}
