package radicchio.runtime.link;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import radicchio.abi.Values;
import radicchio.runtime.resource.JavaResource;
import radicchio.runtime.task.HostCallable;

/**
 * What a host gives to a component.
 *
 * @param interfaces by the id of an interface, or the name of an inline one: its functions by their canonical
 *     names ({@code "log"}, {@code "[method]canvas.draw"}). {@code "[resource-drop]canvas"}, where given, ends
 *     a resource of the host that a guest gave up; it is called with what the host sees of it
 * @param functions functions that the world imports by a name of their own
 * @param fallback asked for what is given by neither
 */
public record HostImports(
    Map<String, Map<String, Given>> interfaces, Map<String, Given> functions, Fallback fallback) {

  public HostImports {
    interfaces = Map.copyOf(interfaces);
    functions = Map.copyOf(functions);
  }

  /**
   * A function that the host gives.
   *
   * @param values what its arguments and its result are
   */
  public record Given(HostCallable body, Values values) {}

  /**
   * Gives what the host did not mention of interfaces, such as those of {@code wasi:*}. It belongs to one instance,
   * which closes it.
   */
  public interface Fallback extends AutoCloseable {
    /** For hosts that give what they give, and nothing else. */
    Fallback NONE =
        new Fallback() {
          @Override
          public Optional<Answer> function(String id, String function) {
            return Optional.empty();
          }

          @Override
          public void close() {
            // there is nothing to close
          }
        };

    /**
     * @param id the interface: {@code "wasi:cli/environment@0.2.0"}
     * @param function the canonical name
     */
    Optional<Answer> function(String id, String function);

    /**
     * How the host implements a resource type that an interface defines; empty if any object implements it.
     *
     * @param id the interface
     * @param name the resource's: {@code "input-stream"}
     */
    default Optional<JavaResource<?>> resource(String id, String name) {
      return Optional.empty();
    }

    /**
     * The functions that an interface has, by their canonical names; empty if the fallback does not know the
     * interface.
     *
     * @param id with or without a version
     */
    default Set<String> known(String id) {
      return Set.of();
    }

    /** What the guest last wrote to standard error; empty if nothing. */
    default String lastWords() {
      return "";
    }

    /** How often each function refused to serve the guest, by its id. */
    default Map<String, Long> refusals() {
      return Map.of();
    }

    /** Called once, when the instance has ended. */
    @Override
    void close();
  }

  /** What a fallback answers: a function, or one that refuses every call. */
  public sealed interface Answer {}

  /**
   * A function of a host written in Java, which speaks staged values ({@link Values#PLAIN}): handles are the objects
   * that implement the resources, a {@code result} is returned, never thrown.
   *
   * @param type its type, as {@link TypeText#identified} writes it. An import of another type does not link, so that
   *     the function can trust its arguments
   */
  public record JavaFunction(HostCallable body, String type) implements Answer {}

  /**
   * @param type as that of a {@link JavaFunction}, if it is known
   * @param refusal makes what every call throws, before its arguments are looked at
   */
  public record Refused(Optional<String> type, Supplier<RuntimeException> refusal)
      implements Answer {}
}
