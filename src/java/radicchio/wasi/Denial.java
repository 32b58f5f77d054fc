package radicchio.wasi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.error.ForeignText;
import radicchio.runtime.HostImports;
import radicchio.runtime.HostImports.Given;

/**
 * The functions of {@code wasi:*} for a component that was granted nothing. All of them link, as stock
 * toolchains import them without need; each fails when it is called, but for those that list what a guest was
 * granted, which list nothing.
 */
public final class Denial implements HostImports.Fallback {
  public static final Denial INSTANCE = new Denial();

  /** Functions that answer an empty list, whatever their version. */
  private static final Map<String, Set<String>> LISTS =
      Map.of(
          "wasi:cli/environment", Set.of("get-environment", "get-arguments"),
          "wasi:filesystem/preopens", Set.of("get-directories"));

  private Denial() {}

  @Override
  public Optional<Given> give(String id, String function) {
    if (!id.startsWith("wasi:")) {
      return Optional.empty();
    }
    String base = id.replaceFirst("@.*", "");
    return Optional.of(
        LISTS.getOrDefault(base, Set.of()).contains(function)
            ? new HostImports.Function(arguments -> List.of())
            : new HostImports.Denied(message(id, function)));
  }

  private static String message(String id, String function) {
    return ForeignText.escaped(id + "#" + function)
        + " was called, and was not granted; grant it by giving the function: :imports {"
        + ForeignText.quoted(id)
        + " {"
        + ForeignText.quoted(function)
        + " f}}";
  }
}
