package radicchio.runtime.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import radicchio.runtime.resource.JavaResource;

/**
 * The fallbacks of the parts of a composition, for the whole: it has their resources, which the parts share, and no functions.
 * Closing it closes all of them.
 */
public record JoinedFallback(List<HostImports.Fallback> parts) implements HostImports.Fallback {
  public JoinedFallback {
    parts = List.copyOf(parts);
  }

  @Override
  public Optional<HostImports.Answer> function(String id, String function) {
    return Optional.empty();
  }

  @Override
  public Optional<JavaResource<?>> resource(String id, String name) {
    return parts.stream()
        .<Optional<JavaResource<?>>>map(part -> part.resource(id, name))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public String lastWords() {
    return parts.stream()
        .map(HostImports.Fallback::lastWords)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public Map<String, Long> refusals() {
    Map<String, Long> all = new TreeMap<>();
    parts.forEach(part -> part.refusals().forEach((id, count) -> all.merge(id, count, Long::sum)));
    return all;
  }

  /** Closes all, even if one throws; then throws that exception, with those of others as suppressed ones. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (HostImports.Fallback part : parts) {
      try {
        part.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
