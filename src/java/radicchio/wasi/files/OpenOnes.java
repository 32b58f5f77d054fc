package radicchio.wasi.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The open directories, or the open files, of all guests of this JVM. It does not keep them from being garbage collected. Any thread
 * may use it.
 *
 * @param <T> what is open
 */
final class OpenOnes<T> {
  private final Set<T> all =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  void add(T opened) {
    all.add(opened);
  }

  void remove(T closed) {
    all.remove(closed);
  }

  /** Returns a copy. */
  List<T> list() {
    synchronized (all) {
      return new ArrayList<>(all);
    }
  }
}
