package radicchio.engine;

import java.util.Optional;

/**
 * WASI preview 1 for one guest: functions for its imports of {@value #MODULE}, and the files that it has open.
 * They act on the memory of the instance that calls them, on the thread of the call.
 */
public interface Wasi extends AutoCloseable {
  /** The name of the module that guests import. */
  String MODULE = "wasi_snapshot_preview1";

  /**
   * Returns the function of an import, in a store. A function that was not granted links, and fails when it is called: {@code
   * DENIED} for time and randomness, an error number for files. {@code proc_exit} throws {@code EXIT}, with the code under {@code
   * :exit}.
   *
   * @return empty if WASI has no such function, or one of another type
   */
  Optional<Func> function(CoreStore store, String name, ExternType.FuncType type);

  /** Returns the guest's last output to standard error, or an empty text. */
  String lastWords();

  /** Closes the files that the guest left open. */
  @Override
  void close();
}
