package radicchio.runtime.link;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import radicchio.abi.value.Values;
import radicchio.runtime.call.HostCallable;
import radicchio.runtime.resource.JavaResource;

/**
 * The imports that a host supplies to a component.
 *
 * @param interfaces by the id of an interface, or the name of an inline one: its functions by their canonical names ({@code
 *     "log"}, {@code "[method]canvas.draw"}). {@code "[resource-drop]canvas"}, if present, ends a resource of the host that a
 *     guest dropped; its argument is the user's form of the resource
 * @param functions functions that the world imports directly by name
 * @param fallback supplies what the other two do not contain
 */
public record HostImports(
    Map<String, Map<String, Given>> interfaces, Map<String, Given> functions, Fallback fallback) {

  public HostImports {
    interfaces = Map.copyOf(interfaces);
    functions = Map.copyOf(functions);
  }

  /**
   * A function of the host.
   *
   * @param values the conversion of its arguments and its result
   */
  public record Given(HostCallable body, Values values) {}

  /**
   * Supplies the other functions of interfaces, such as those of {@code wasi:*}. It belongs to one instance, which closes it.
   */
  public interface Fallback extends AutoCloseable {
    /** For hosts that supply only their own functions. */
    Fallback NONE =
        new Fallback() {
          @Override
          public Optional<Answer> function(String id, String function) {
            return Optional.empty();
          }

          @Override
          public void close() {
            // nothing to close
          }
        };

    /**
     * @param id the interface: {@code "wasi:cli/environment@0.2.0"}
     * @param function the canonical name
     */
    Optional<Answer> function(String id, String function);

    /**
     * Returns the implementation of an interface's resource type; empty if any object can implement it.
     *
     * @param id the interface
     * @param name the resource's name: {@code "input-stream"}
     */
    default Optional<JavaResource<?>> resource(String id, String name) {
      return Optional.empty();
    }

    /**
     * Returns the functions of an interface, by their canonical names; empty if the fallback does not have the interface.
     *
     * @param id with or without a version
     */
    default Set<String> known(String id) {
      return Set.of();
    }

    /** Returns the guest's last output to standard error, or an empty text. */
    default String lastWords() {
      return "";
    }

    /** Returns the number of refusals of each function, by its id. */
    default Map<String, Long> refusals() {
      return Map.of();
    }

    /** Called once, when the instance has ended. */
    @Override
    void close();
  }

  /** The answer of a fallback: a function, or one that refuses every call. */
  public sealed interface Answer {}

  /**
   * A function of a host written in Java. It uses staged values ({@link PlainValues}): handles are the objects that implement
   * the resources, and a {@code result} is returned, never thrown.
   *
   * @param type its type, in the format of {@link TypeText#identified}. An import of another type does not link, so that the
   *     function can trust its arguments
   */
  public record JavaFunction(HostCallable body, String type) implements Answer {}

  /**
   * @param type like that of a {@link JavaFunction}, if it is known
   * @param refusal makes the exception of every call, before its arguments are read
   */
  public record Refused(Optional<String> type, Supplier<RuntimeException> refusal)
      implements Answer {}
}
