package radicchio.api;

/**
 * A function of the host that a component imports. Runs on the thread of the call.
 *
 * <pre>{@code
 * Options.builder().function("acme:log/log", "line", arguments -> {
 *   System.out.println(arguments[0]);
 *   return null;
 * })
 * }</pre>
 */
@FunctionalInterface
public interface HostFunction {
  /**
   * @param arguments one value for each parameter, as {@link Instance#call} returns them; a borrowed handle ends with the call.
   *     Of a resource that the host implements it is the object itself
   * @return a value of the result's type, a {@link radicchio.api.values.Result} for a {@code result}; ignored if the function
   *     has no result. A function whose type is async may return a {@link java.util.concurrent.CompletionStage} of it. A value
   *     that does not fit traps the guest
   */
  Object call(Object... arguments);
}
