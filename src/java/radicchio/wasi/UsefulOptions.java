package radicchio.wasi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The options of :wasi that the imports of one component may use, and that were not granted. For the first denial. */
final class UsefulOptions {
  /** Those first that let a guest do most. */
  private static final List<String> ORDER =
      List.of(
          ":dirs",
          ":network",
          ":http",
          ":clock",
          ":random",
          ":env",
          ":args",
          ":in",
          ":out",
          ":err");

  private final Set<String> granted;
  private final Set<String> wanted = new LinkedHashSet<>();

  UsefulOptions(Grants grants) {
    this.granted = granted(grants);
  }

  private static Set<String> granted(Grants grants) {
    Set<String> all = new LinkedHashSet<>();
    add(all, ":dirs", !grants.directories().isEmpty());
    add(all, ":network", !grants.network().isNothing());
    add(all, ":http", grants.http().isPresent());
    add(all, ":clock", grants.clocks().isPresent());
    add(all, ":random", grants.random().isPresent());
    add(all, ":env", !grants.environment().isEmpty());
    add(all, ":args", !grants.arguments().isEmpty());
    add(all, ":in", grants.standard().in().isPresent());
    add(all, ":out", grants.standard().out().isPresent());
    add(all, ":err", grants.standard().err().isPresent());
    return all;
  }

  private static void add(Set<String> all, String option, boolean isGranted) {
    if (isGranted) {
      all.add(option);
    }
  }

  /** Notes that the component imports an interface. */
  void imported(String interfaceName) {
    wanted.addAll(of(interfaceName));
  }

  /** Returns the options that grant what an interface has. */
  static List<String> of(String interfaceName) {
    return switch (interfaceName) {
      case "wasi:cli/environment" -> List.of(":env", ":args");
      case "wasi:cli/stdin" -> List.of(":in");
      case "wasi:cli/stdout" -> List.of(":out");
      case "wasi:cli/stderr" -> List.of(":err");
      case "wasi:clocks/monotonic-clock", "wasi:clocks/wall-clock", "wasi:clocks/system-clock" ->
          List.of(":clock");
      case "wasi:filesystem/preopens", "wasi:filesystem/types" -> List.of(":dirs");
      case "wasi:http/outgoing-handler", "wasi:http/client" -> List.of(":http");
      case "wasi:random/random", "wasi:random/insecure", "wasi:random/insecure-seed" ->
          List.of(":random");
      default -> interfaceName.startsWith("wasi:sockets/") ? List.of(":network") : List.of();
    };
  }

  /** Returns them in order, each once. */
  List<String> all() {
    return ORDER.stream().filter(wanted::contains).filter(o -> !granted.contains(o)).toList();
  }
}
