package radicchio.runtime;

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
import radicchio.runtime.task.Entrance;
import radicchio.runtime.task.InstanceStore;

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
  private final Entrance entrance;
  private final boolean deadAfterTrap;
  private final Optional<Wasi> wasi;
  private volatile Optional<CoreInstance> instance = Optional.empty();

  private ModuleInstance(
      CoreModule module, InstanceStore store, boolean deadAfterTrap, Optional<Wasi> wasi) {
    this.module = module;
    this.entrance = new Entrance(store, () -> wasi.map(Wasi::lastWords).orElse(""));
    this.deadAfterTrap = deadAfterTrap;
    this.wasi = wasi;
  }

  /**
   * An instance to be.
   *
   * @param store of its own, or one that has others
   * @param deadAfterTrap whether it refuses calls after one that did not end well, which the Core specification
   *     would allow
   * @param wasi what of WASI it was granted; closed with it
   */
  public static ModuleInstance in(
      InstanceStore store, CoreModule module, boolean deadAfterTrap, Optional<Wasi> wasi) {
    return new ModuleInstance(module, store, deadAfterTrap, wasi);
  }

  /**
   * The store that it is in.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}; {@code TRAP} if it is dead
   */
  public InstanceStore instanceStore() {
    entrance.checkLive();
    return entrance.store();
  }

  /**
   * Instantiates the module, its start function included. Called once, within an entrance.
   *
   * @param imports by position, externs of this store
   * @throws RadicchioException as {@link CoreStore#instantiate}
   */
  public void instantiate(List<Extern> imports) {
    store().instantiate(module, imports, made -> instance = Optional.of(made));
  }

  /**
   * Takes the store's lock and starts its clock; paired with {@link #leave} in a {@code finally}.
   *
   * @throws RadicchioException {@code CLOSED} after {@link #close}; {@code TRAP} where it is dead; {@code LIMIT}
   *     where waiting for other threads took the whole timeout
   */
  public void enter() {
    entrance.enter();
  }

  public void leave() {
    entrance.leave();
  }

  /**
   * Notes, within an entrance, what a call threw: it may be the end of the instance. What a host function threw
   * gets a trap with the guest's frames among its suppressed exceptions.
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

  /** What of WASI it was granted. */
  public Optional<Wasi> wasi() {
    return wasi;
  }

  public CoreModule module() {
    return module;
  }

  /** The store, for externs and references. */
  public CoreStore store() {
    return entrance.store().core();
  }

  /**
   * What it exports by that name. Waits for a call that runs on another thread.
   *
   * @throws RadicchioException {@code CLOSED} before it is instantiated, or after it was closed; {@code LIMIT} where
   *     waiting took the whole timeout
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
                      "the instance is not there yet: its module is being linked"))
          .export(name);
    } finally {
      leave();
    }
  }

  public boolean isClosed() {
    return entrance.isClosed();
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
    try {
      wasi.ifPresent(Wasi::close);
    } finally {
      entrance.release();
    }
  }
}
