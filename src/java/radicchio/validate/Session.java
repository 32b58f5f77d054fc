package radicchio.validate;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import radicchio.binary.Binary;
import radicchio.component.CoreModuleType;
import radicchio.component.DeepStack;
import radicchio.component.DefType;
import radicchio.component.Definition.CoreModuleDef;

/**
 * What one validation shares between its scopes: what was found out already, and how much work is left to do
 * before the component counts as too large. Types can be written so that they are exponentially larger than
 * their bytes; the bound on work is what keeps them from costing time and memory without end.
 */
final class Session {
  private static final int MAX_WORK = 20_000_000;

  /** More than components and types that are allowed to lie in each other can need. */
  private static final int MAX_DEPTH = 2_000;

  /** What evaluating one definition costs, where comparing two nodes costs one. */
  static final int DEFINITION = 10;

  /** Shared with the sessions after the validation, of any thread. */
  private final Map<CoreModuleDef, CoreModuleType> modules;

  private final Map<DefType, Facts> checkedTypes = new IdentityHashMap<>();
  private final DeepStack stack;
  private int work = MAX_WORK;
  private int depth;

  private Session(Map<CoreModuleDef, CoreModuleType> modules, DeepStack stack) {
    this.modules = modules;
    this.stack = stack;
  }

  Session(DeepStack stack) {
    this(new ConcurrentHashMap<>(), stack);
  }

  /**
   * A session for something of a component that was validated, to be evaluated again. It allows as much work as the
   * validation did, which evaluated it too, so that it suffices.
   */
  Session again(DeepStack itsStack) {
    return new Session(modules, itsStack);
  }

  /** Evaluates something that lies in what is being evaluated. */
  <T> T nested(Supplier<T> evaluation) {
    if (depth == MAX_DEPTH) {
      throw new Invalid("components and types lie more than " + MAX_DEPTH + " deep in each other");
    }
    depth++;
    stack.at(depth);
    try {
      return evaluation.get();
    } finally {
      depth--;
    }
  }

  /** Accounts for work done. */
  void work(int steps) {
    work -= steps;
    if (work < 0) {
      throw new Invalid(
          "too large: its types and instances, written out, need more work than is allowed");
    }
  }

  CoreModuleType moduleType(CoreModuleDef module) {
    CoreModuleType known = modules.get(module);
    if (known == null) {
      known = Binary.coreModuleType(module.bytes());
      CoreNames.check(known);
      modules.put(module, known);
    }
    return known;
  }

  /** What is known of the types of instances and components that were evaluated. */
  Map<DefType, Facts> checkedTypes() {
    return checkedTypes;
  }
}
