package radicchio.wasi;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.HostCallable;
import radicchio.runtime.link.HostImports;
import radicchio.runtime.link.HostImports.Answer;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.HostInterface.Grant;
import radicchio.wasi.streams.LastWords;

/**
 * WASI 0.2 and 0.3 for the instance of one component, with its grants. All functions of {@code wasi:*} link, because stock
 * toolchains import functions that the program does not use. A function that is not granted or not supported fails when
 * it is called.
 */
public final class ComponentHost implements HostImports.Fallback {
  static {
    HostStates.initialize();
  }

  private final List<Generation> generations;
  private final List<AutoCloseable> open;
  private final Map<String, Long> refusals = new ConcurrentHashMap<>();
  private final LastWords lastWords;

  /** The options that the imports of the component need. */
  private final Set<String> options = new TreeSet<>();

  private boolean optionsWereNamed;

  private ComponentHost(Capabilities has, AutoCloseable afterwards) {
    this.open = has.opened();
    this.open.add(afterwards);
    this.lastWords = has.lastWords();
    this.generations =
        List.of(
            Generation.p2(new Preview2Interfaces(has, this::refused)),
            Generation.p3(new Preview3Interfaces(has, this::refused)));
  }

  /**
   * Makes the host of one instance.
   *
   * @param afterwards closed last, when the instance has ended
   * @throws IOException if a granted directory is missing; then nothing was closed
   */
  public static ComponentHost of(Grants grants, AutoCloseable afterwards) throws IOException {
    return new ComponentHost(Capabilities.open(grants), afterwards);
  }

  // Functions

  @Override
  public Optional<JavaResource<?>> resource(String id, String name) {
    return find(id).flatMap(host -> host.resource(name));
  }

  private Optional<HostInterface> find(String id) {
    for (Generation generation : generations) {
      Optional<HostInterface> host = generation.find(id);
      if (host.isPresent()) {
        return host;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Answer> function(String id, String function) {
    if (!id.startsWith("wasi:")) {
      return Optional.empty();
    }
    for (Generation generation : generations) {
      Optional<HostInterface> host = generation.find(id);
      if (host.isPresent()) {
        return Optional.of(answer(generation, host.get(), id, function));
      }
    }
    return Optional.of(
        new HostImports.Refused(Optional.empty(), () -> denied(id, function, Optional.empty())));
  }

  private Answer answer(Generation generation, HostInterface host, String id, String function) {
    Optional<String> type = generation.type(host, function);
    Optional<HostCallable> body = host.function(function);
    if (body.isPresent()) {
      return new HostImports.JavaFunction(body.get(), type.orElseThrow());
    }
    Optional<Grant> grant = host.denied(function);
    grant.ifPresent(g -> options.add(g.option()));
    return new HostImports.Refused(type, () -> denied(id, function, grant));
  }

  /** Returns the functions of an interface; without a version, those of every generation. */
  @Override
  public Set<String> known(String id) {
    Set<String> all = new HashSet<>();
    generations.stream()
        .filter(generation -> !id.contains("@") || generation.serves(id))
        .forEach(generation -> all.addAll(generation.functions(id.replaceFirst("@.*", ""))));
    return all;
  }

  // Refusals

  private RuntimeException denied(String id, String function, Optional<Grant> grant) {
    String whole = id + "#" + function;
    refused(whole);
    String remedy =
        grant.isPresent()
            ? " was called, but it is not granted; grant it with :wasi {"
                + grant.get().option()
                + " "
                + grant.get().value()
                + "}"
            : " was called, but Radicchio does not implement it; pass a function: :imports {"
                + ForeignText.quoted(id)
                + " {"
                + ForeignText.quoted(function)
                + " f}}";
    return RadicchioException.of(
            ErrorKind.DENIED, ForeignText.escaped(whole) + remedy + otherOptions(grant))
        .with("import", whole);
  }

  /**
   * Counts a refusal.
   *
   * @param function its id, whose version is removed, because refusals do not depend on it
   */
  private void refused(String function) {
    refusals.merge(function.replaceFirst("@[^#]*", ""), 1L, Long::sum);
  }

  /** Returns, the first time, a list of all options that the component's imports need. */
  private String otherOptions(Optional<Grant> grant) {
    boolean others = options.size() > (grant.isPresent() ? 1 : 0);
    if (optionsWereNamed || !others) {
      return "";
    }
    optionsWereNamed = true;
    return ". All its imports need: " + String.join(", ", options);
  }

  @Override
  public String lastWords() {
    return lastWords.text();
  }

  @Override
  public Map<String, Long> refusals() {
    return Map.copyOf(refusals);
  }

  @Override
  public void close() {
    Throwable first = null;
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first != null) {
      throw RadicchioException.of(
          ErrorKind.CLOSED,
          "the instance is closed, but closing an open object of its guest failed: "
              + ForeignText.message(first),
          first);
    }
  }
}
