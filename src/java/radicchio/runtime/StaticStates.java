package radicchio.runtime;

import java.util.List;

/**
 * Initialises every class of this package and its subpackages before a guest runs. A guest determines the depth of the stack at a
 * call. A class whose initialisation runs out of stack can never be used again in this JVM.
 */
final class StaticStates {
  /**
   * By name, because private classes, and those of the compiler for a {@code switch} over an enum, have no class literal here.
   */
  private static final List<String> CLASSES =
      List.of(
          "ExportedFunction",
          "Leftovers",
          "call.CallToHost",
          "link.ConcurrentBuiltins$1",
          "link.HostImports$Fallback",
          "link.InstanceOptions$Missing",
          "link.LinkScope$1",
          "link.StreamBuiltins$1",
          "link.Versions",
          "resource.HandleState",
          "resource.Outside",
          "stream.CopyBuffer$1",
          "stream.CopyResult",
          "stream.end.CopyBuiltins",
          "stream.end.CopyEnd$State",
          "stream.end.EndHandles$1",
          "stream.end.EndKind",
          "task.CoreBuiltins",
          "task.InnerCalls",
          "task.Subtask",
          "task.Subtask$State",
          "task.Task$Kind",
          "task.Task$State",
          "task.TaskBuiltins",
          "task.ThreadBuiltins",
          "thread.Conveyed",
          "thread.Condition",
          "thread.Driver",
          "thread.JavaThreads",
          "thread.Seat$State",
          "thread.Waiter",
          "thread.Workers",
          "waitable.Event",
          "waitable.EventCode");

  private StaticStates() {}

  static void initialise() {
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio.runtime." + name, true, StaticStates.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
