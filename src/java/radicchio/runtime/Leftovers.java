package radicchio.runtime;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import radicchio.error.ForeignText;
import radicchio.runtime.instance.ComponentTree;
import radicchio.runtime.stream.end.OpenEnds;

/** What an instance still has when it is closed: tasks of its guests that have not ended, and ends of streams and futures. */
final class Leftovers {
  private static final System.Logger LOG = System.getLogger("radicchio.runtime");

  private Leftovers() {}

  /** Logs them, if there are any. Must be called inside an entrance. */
  static void log(ComponentTree tree) {
    if (!LOG.isLoggable(Level.DEBUG)) {
      return;
    }
    List<String> names = new ArrayList<>();
    int tasks = tree.tasks();
    if (tasks > 0) {
      names.add(tasks == 1 ? "a task" : tasks + " tasks");
    }
    names.addAll(OpenEnds.names(tree.handles(), tree.entrance().group()));
    if (!names.isEmpty()) {
      LOG.log(
          Level.DEBUG,
          "closed an instance that still has " + ForeignText.listed(names, ", ", name -> name));
    }
  }
}
