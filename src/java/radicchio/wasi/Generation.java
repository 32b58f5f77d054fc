package radicchio.wasi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Signatures;

/**
 * A minor version of WASI for components, for one instance: the types of all its functions, and the interfaces that the
 * instance's component imports.
 */
final class Generation {
  /** The ids of WASI 0.2: all its patch versions, but not its pre-releases. */
  private static final Pattern P2_IDS = Pattern.compile("(wasi:[^@]+)@0\\.2\\.\\d+");

  private static final Pattern P3_IDS = Pattern.compile("(wasi:[^@]+)@0\\.3\\.\\d+");

  private final Pattern ids;
  private final Signatures signatures;
  private final Function<String, Optional<HostInterface>> makes;
  private final Map<String, Optional<HostInterface>> interfaces = new HashMap<>();

  private Generation(
      Pattern ids, Signatures signatures, Function<String, Optional<HostInterface>> makes) {
    this.ids = ids;
    this.signatures = signatures;
    this.makes = makes;
  }

  /** WASI 0.2. */
  static Generation p2(Preview2Interfaces interfaces) {
    return new Generation(P2_IDS, Signatures.P2, interfaces::of);
  }

  /** WASI 0.3. */
  static Generation p3(Preview3Interfaces interfaces) {
    return new Generation(P3_IDS, Signatures.P3, interfaces::of);
  }

  boolean serves(String id) {
    return ids.matcher(id).matches();
  }

  /** Returns an interface that is implemented, by its id: the same each time. */
  Optional<HostInterface> find(String id) {
    Matcher known = ids.matcher(id);
    return known.matches() ? interfaces.computeIfAbsent(known.group(1), makes) : Optional.empty();
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
