package radicchio.validate.type;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import radicchio.binary.Binary;
import radicchio.component.CoreModuleType;
import radicchio.component.DeepStack;
import radicchio.component.DefType;
import radicchio.component.Definition.CoreModuleDef;
import radicchio.validate.core.CoreNames;
import radicchio.validate.core.CoreSubtyping;
import radicchio.validate.core.Invalid;

/**
 * The state that the scopes of one validation share: known results, and the remaining work before the component counts as too
 * large. A short component can define types that expand exponentially. The limit on work bounds the time and memory for
 * them.
 */
public final class Session {
  private static final int MAX_WORK = 20_000_000;

  /** More than the allowed nesting of components and types can need. */
  private static final int MAX_DEPTH = 2_000;

  /** The cost of evaluating one definition. Comparing two nodes costs one. */
  public static final int DEFINITION = 10;

  /** Shared with sessions after the validation, on any thread. */
  private final Map<CoreModuleDef, CoreModuleType> modules;

  private final CoreSubtyping coreSubtyping;

  private final Map<DefType, Facts> checkedTypes = new IdentityHashMap<>();
  private final DeepStack stack;
  private int work = MAX_WORK;
  private int depth;

  private Session(
      Map<CoreModuleDef, CoreModuleType> modules, CoreSubtyping coreSubtyping, DeepStack stack) {
    this.modules = modules;
    this.coreSubtyping = coreSubtyping;
    this.stack = stack;
  }

  public Session(DeepStack stack) {
    this(new ConcurrentHashMap<>(), new CoreSubtyping(), stack);
  }

  /**
   * Returns a session for evaluating a part of a validated component again. It allows as much work as the validation did, which
   * evaluated the part too, so it suffices.
   */
  public Session again(DeepStack itsStack) {
    return new Session(modules, coreSubtyping, itsStack);
  }

  /** Evaluates a nested definition. */
  public <T> T nested(Supplier<T> evaluation) {
    if (depth == MAX_DEPTH) {
      throw new Invalid(
          "expected at most " + MAX_DEPTH + " levels of nested components and types, got more");
    }
    depth++;
    stack.at(depth);
    try {
      return evaluation.get();
    } finally {
      depth--;
    }
  }

  /** Charges work. */
  public void work(int steps) {
    work -= steps;
    if (work < 0) {
      throw new Invalid(
          "too large: its expanded types and instances need more work than is allowed");
    }
  }

  public CoreModuleType moduleType(CoreModuleDef module) {
    CoreModuleType known = modules.get(module);
    if (known == null) {
      known = Binary.coreModuleType(module.bytes());
      CoreNames.check(known);
      coreSubtyping.declare(known);
      modules.put(module, known);
    }
    return known;
  }

  /** Returns the declared supertypes of all core types so far. */
  public CoreSubtyping coreSubtyping() {
    return coreSubtyping;
  }

  /** Returns the facts of the evaluated types of instances and components. */
  public Map<DefType, Facts> checkedTypes() {
    return checkedTypes;
  }
}
