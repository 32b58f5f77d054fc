package radicchio.runtime.link;

import radicchio.component.Canon;
import radicchio.component.Canon.Builtin;
import radicchio.component.Component;
import radicchio.component.Definition;
import radicchio.validate.TypedComponent;

/** Finds whether a component can block, before it runs: a component without anything that blocks needs no threads. */
public final class Blocking {
  private Blocking() {}

  /** Tests whether a component or a nested one has anything of concurrency. */
  public static boolean isConcurrent(TypedComponent component) {
    for (Definition definition : component.component().definitions()) {
      if (definition instanceof Canon c && isConcurrent(c, component)
          || definition instanceof Component.ComponentDef d
              && isConcurrent(component.nested(d.component()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConcurrent(Canon canon, TypedComponent component) {
    return canon instanceof Canon.Concurrent
        || canon instanceof Canon.TaskReturn
        || canon instanceof Canon.Lift l && l.options().async()
        || canon instanceof Canon.Lower l && component.functionAt(l.func()).shape().async();
  }

  /** Tests whether guests of a component, without those nested in it, may block with frames on the stack. */
  static boolean mayBlock(TypedComponent component) {
    return component.component().definitions().stream()
        .anyMatch(d -> d instanceof Canon c && blocks(c, component));
  }

  private static boolean blocks(Canon canon, TypedComponent component) {
    if (canon instanceof Canon.Lower l) {
      return !l.options().async() && component.functionAt(l.func()).shape().async();
    } else if (canon instanceof Canon.Wait w) {
      return w.builtin() == Builtin.WAITABLE_SET_WAIT;
    } else if (canon instanceof Canon.Copy c) {
      return !c.options().async();
    } else if (canon instanceof Canon.CancelCopy c) {
      return !c.async();
    } else if (canon instanceof Canon.SubtaskCancel s) {
      return !s.async();
    }
    return canon instanceof Canon.Switch;
  }
}
