package radicchio.engine.chicory.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The bodies of a module as JVM bytecode.
 *
 * @param factory makes the machine of an instance of the same module
 */
public record Compilation(ModuleSummary summary, Function<Instance, Machine> factory) {

  /** Modules with at most this many bytes of classes have all their classes loaded at once. */
  private static final long LOADED_AT_ONCE = 1 << 20;

  /** Uses classes that were compiled and verified before. If there are many, each is loaded on first use. */
  static Compilation of(Map<String, byte[]> classes, ModuleSummary summary) {
    long bytes = classes.values().stream().mapToLong(c -> c.length).sum();
    GuestLoader loader = new GuestLoader(classes);
    if (bytes <= LOADED_AT_ONCE) {
      loader.loadAll();
    }
    return of(loader, summary);
  }

  /**
   * Uses the classes that a loader finds.
   *
   * @throws IllegalArgumentException if it does not find them, or they are not those of a module
   */
  static Compilation of(ClassLoader loader, ModuleSummary summary) {
    try {
      Constructor<? extends Machine> machine =
          Class.forName(summary.className(), true, loader)
              .asSubclass(Machine.class)
              .getConstructor(Instance.class);
      return new Compilation(summary, instance -> newMachine(machine, instance));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException("missing machine class " + summary.className(), e);
    }
  }

  /** Returns the functions, by index, that are interpreted. */
  public Set<Integer> fallback() {
    return summary.interpreted().indices();
  }

  /** Returns the prefix of the generated classes' names, which stack traces show. */
  public String className() {
    return summary.className();
  }

  private static Machine newMachine(Constructor<? extends Machine> constructor, Instance instance) {
    try {
      return constructor.newInstance(instance);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a machine cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a machine cannot be made", e);
    }
  }
}
