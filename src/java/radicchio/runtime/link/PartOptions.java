package radicchio.runtime.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a part of a composition.
 *
 * @param name the part's name, for messages
 * @param options of which its imports and their treatment count; the limits are those of the whole
 */
public record PartOptions(String name, InstanceOptions options) {

  /**
   * Returns the options of the whole: the limits of the first part, the resources of the host, and what is closed with it.
   *
   * @param parts the options of all parts; at least one
   */
  public static InstanceOptions ofWhole(List<InstanceOptions> parts) {
    InstanceOptions first = parts.get(0);
    Map<String, Map<String, HostImports.Given>> drops = new HashMap<>();
    parts.forEach(part -> addDrops(part.imports(), drops));
    return new InstanceOptions(
        first.limits(),
        first.liftedBytes(),
        first.loweredBytes(),
        first.handles(),
        first.tasks(),
        InstanceOptions.Missing.TRAP,
        false,
        new HostImports(
            drops,
            Map.of(),
            new JoinedFallback(parts.stream().map(part -> part.imports().fallback()).toList())));
  }

  /** Adds the functions that end resources of the host, by interface. */
  private static void addDrops(
      HostImports imports, Map<String, Map<String, HostImports.Given>> drops) {
    imports
        .interfaces()
        .forEach(
            (id, functions) ->
                functions.forEach(
                    (name, function) -> {
                      if (name.startsWith("[resource-drop]")) {
                        drops.computeIfAbsent(id, i -> new HashMap<>()).putIfAbsent(name, function);
                      }
                    }));
  }
}
