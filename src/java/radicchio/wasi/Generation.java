package radicchio.wasi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Signatures;

/**
 * A minor version of WASI for components, for one instance: the types of all its functions, and the interfaces that the
 * instance's component imports.
 */
final class Generation {
  private static final String PACKAGE = "wasi:";

  /** What follows the name of an interface, before the number of the patch. */
  private final String version;

  private final Signatures signatures;
  private final Function<String, Optional<HostInterface>> makes;
  private final Map<String, Optional<HostInterface>> interfaces = new HashMap<>();

  private Generation(
      String version, Signatures signatures, Function<String, Optional<HostInterface>> makes) {
    this.version = version;
    this.signatures = signatures;
    this.makes = makes;
  }

  /** WASI 0.2. */
  static Generation p2(Preview2Interfaces interfaces) {
    return new Generation("@0.2.", Signatures.P2, interfaces::of);
  }

  /** WASI 0.3. */
  static Generation p3(Preview3Interfaces interfaces) {
    return new Generation("@0.3.", Signatures.P3, interfaces::of);
  }

  /** Tests whether an id is one of this generation: of any patch version, but not of a pre-release. */
  boolean serves(String id) {
    int at = id.indexOf('@');
    return at > PACKAGE.length() && id.startsWith(PACKAGE) && isPatch(id, at);
  }

  private boolean isPatch(String id, int at) {
    int patch = at + version.length();
    return id.startsWith(version, at) && patch < id.length() && onlyDigits(id, patch);
  }

  private static boolean onlyDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Returns an interface that is implemented, by its id: the same each time. */
  Optional<HostInterface> find(String id) {
    return serves(id)
        ? interfaces.computeIfAbsent(id.substring(0, id.indexOf('@')), makes)
        : Optional.empty();
  }

  /** Returns the type of a function, implemented or not. */
  Optional<String> type(HostInterface host, String function) {
    return signatures.of(host.name()).map(functions -> functions.get(function));
  }

  /** Returns the functions of an interface, implemented or not. */
  Set<String> functions(String unversioned) {
    return signatures.of(unversioned).map(Map::keySet).orElse(Set.of());
  }
}
