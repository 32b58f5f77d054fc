package radicchio.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.ExportedFunction;

/**
 * An instance of a component, with separate state. Any thread may call its functions: one call at a time runs in it, others wait.
 * After a trap or a reached limit it refuses every call. The code that made it must close it.
 */
public final class Instance implements AutoCloseable {
  private final radicchio.runtime.Instance instance;

  /** The functions by their ids, and by the names that only one of them has. */
  private final Map<String, ExportedFunction> functions = new HashMap<>();

  Instance(radicchio.runtime.Instance instance) {
    this.instance = instance;
    Map<String, Integer> uses = new HashMap<>();
    instance.functions().forEach(f -> uses.merge(name(f.id()), 1, Integer::sum));
    for (ExportedFunction exported : instance.functions()) {
      ExportedFunction function = tagged(exported);
      functions.put(function.id(), function);
      if (uses.get(name(function.id())) == 1) {
        functions.putIfAbsent(name(function.id()), function);
      }
    }
  }

  /** Returns the same function, which returns a {@code result} as a value. */
  private ExportedFunction tagged(ExportedFunction exported) {
    return ExportedFunction.of(
        exported.id(),
        exported.id(),
        exported.parameters(),
        instance::component,
        instance::enter,
        true);
  }

  private static String name(String id) {
    return id.substring(id.lastIndexOf('#') + 1);
  }

  /**
   * Calls an exported function. A function whose type is a {@code result} returns a {@link radicchio.api.values.Result}; one
   * without a result returns null.
   *
   * @param function its name, {@code "resize-image"} or {@code "[method]canvas.draw"}, if only one has that name; or its id, {@code
   *     "local:img/resize@1.0.0#resize-image"}
   * @throws RadicchioException {@code UNLINKABLE} for an unknown name; {@code ARGUMENT} for an argument that does not fit its
   *     type, or a wrong number of them: then the instance stays usable; {@code TRAP}, {@code LIMIT}, {@code DENIED} or {@code
   *     EXIT} if the guest ends; {@code CLOSED}; {@code REENTERED} from a host function that the instance called. An exception
   *     of a host function leaves unchanged
   */
  public Object call(String function, Object... arguments) {
    return find(function).call(arguments);
  }

  /**
   * Begins a call and does not wait for its result. The future completes on another thread. Cancelling it asks the guest to end the
   * call, if its type is async; otherwise it interrupts the call, which ends the instance.
   *
   * @throws RadicchioException as {@link #call}, for a refused argument
   */
  public CompletableFuture<Object> callAsync(String function, Object... arguments) {
    return find(function).async(arguments);
  }

  private ExportedFunction find(String name) {
    ExportedFunction found = functions.get(name);
    if (found == null) {
      List<String> ids = instance.functions().stream().map(ExportedFunction::id).toList();
      boolean ambiguous = ids.stream().anyMatch(id -> name(id).equals(name));
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE,
          (ambiguous
                  ? "ambiguous export: the component exports several functions named "
                      + ForeignText.escaped(name)
                      + "; use a full id: "
                  : "missing export: the component does not export a function "
                      + ForeignText.escaped(name)
                      + "; it exports ")
              + ForeignText.listed(ids, ForeignText::escaped));
    }
    return found;
  }

  /** Returns the ids of its functions, in the component's order. */
  public List<String> functions() {
    return instance.functions().stream().map(ExportedFunction::id).toList();
  }

  /** Tests whether it can still be called. */
  public boolean isLive() {
    return instance.isLive();
  }

  /**
   * Ends the instance and frees its memory. Its handles end too. Does nothing the second time. Waits for a call that runs on
   * another thread.
   *
   * @throws RadicchioException {@code REENTERED} from a host function that the instance called; {@code LIMIT} if waiting took the
   *     whole timeout: then it is still open
   */
  @Override
  public void close() {
    instance.close();
  }

  @Override
  public String toString() {
    return instance.toString();
  }
}
