package radicchio.wasi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Signatures;

/** A minor version of WASI for components, for one instance: the types of all its functions, and its interfaces. */
final class Generation {
  private final Pattern ids;
  private final Signatures signatures;
  private final Map<String, HostInterface> interfaces = new HashMap<>();

  /** @param version {@code "0.2"} stands for all its patch versions, but not its pre-releases */
  Generation(String version, Signatures signatures, List<HostInterface> interfaces) {
    this.ids = Pattern.compile("(wasi:[^@]+)@" + Pattern.quote(version) + "\\.\\d+");
    this.signatures = signatures;
    interfaces.forEach(each -> this.interfaces.put(each.name(), each));
  }

  boolean serves(String id) {
    return ids.matcher(id).matches();
  }

  /** Returns an interface that is implemented, by its id. */
  Optional<HostInterface> find(String id) {
    Matcher known = ids.matcher(id);
    return known.matches() ? Optional.ofNullable(interfaces.get(known.group(1))) : Optional.empty();
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
