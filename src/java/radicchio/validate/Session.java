package radicchio.validate;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import radicchio.binary.Binary;
import radicchio.component.CoreModuleType;
import radicchio.component.DefType;
import radicchio.component.Definition.CoreModuleDef;

/**
 * What one validation shares between its scopes: what was found out already, and how much work is left to do
 * before the component counts as too large. Types can be written so that they are exponentially larger than
 * their bytes; the bound on work is what keeps them from costing time and memory without end.
 */
final class Session {
  private static final int MAX_WORK = 10_000_000;

  /** What evaluating one definition costs, where comparing two nodes costs one. */
  static final int DEFINITION = 10;

  /** Shared with the sessions after the validation, of any thread. */
  private final Map<CoreModuleDef, CoreModuleType> modules;

  private final Map<DefType, Boolean> checkedTypes = new IdentityHashMap<>();
  private int work = MAX_WORK;

  private Session(Map<CoreModuleDef, CoreModuleType> modules) {
    this.modules = modules;
  }

  Session() {
    this(new ConcurrentHashMap<>());
  }

  /**
   * A session for something of a component that was validated, to be evaluated again. It allows as much work as the
   * validation did, which evaluated it too, so that it suffices.
   */
  Session again() {
    return new Session(modules);
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

  /** Whether the type of an instance or component was checked, and if so whether it mentions a resource. */
  Map<DefType, Boolean> checkedTypes() {
    return checkedTypes;
  }
}
