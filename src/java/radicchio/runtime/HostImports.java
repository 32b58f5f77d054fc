package radicchio.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * What a host gives to a component.
 *
 * @param interfaces by the id of an interface, or the name of an inline one: its functions by their canonical
 *     names ({@code "log"}, {@code "[method]canvas.draw"}). {@code "[resource-drop]canvas"}, where given, ends
 *     a resource of the host that a guest gave up; it is called with the object that implements it
 * @param functions functions that the world imports by a name of their own
 * @param fallback asked for what is given by neither
 */
public record HostImports(
    Map<String, Map<String, HostCallable>> interfaces,
    Map<String, HostCallable> functions,
    Fallback fallback) {

  public HostImports {
    interfaces = Map.copyOf(interfaces);
    functions = Map.copyOf(functions);
  }

  /** Gives functions of interfaces that the host did not mention, such as those of {@code wasi:*}. */
  @FunctionalInterface
  public interface Fallback {
    /** For hosts that give what they give, and nothing else. */
    Fallback NONE = (id, function) -> Optional.empty();

    /**
     * @param id the interface: {@code "wasi:cli/environment@0.2.0"}
     * @param function the canonical name
     */
    Optional<Given> give(String id, String function);
  }

  /** What a fallback gives: a function, or one that refuses every call. */
  public sealed interface Given {}

  public record Function(HostCallable body) implements Given {}

  /** @param message why every call of it is {@code DENIED} */
  public record Denied(String message) implements Given {}
}
