package radicchio.wasi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.HostImports;
import radicchio.runtime.link.HostImports.Answer;
import radicchio.runtime.resource.JavaResource;
import radicchio.runtime.task.HostCallable;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.p2.HostInterface;
import radicchio.wasi.p2.HostInterface.Grant;
import radicchio.wasi.p2.Signatures;
import radicchio.wasi.p2.cli.EnvironmentInterface;
import radicchio.wasi.p2.cli.ExitInterface;
import radicchio.wasi.p2.cli.StandardInterfaces;
import radicchio.wasi.p2.cli.TerminalInterfaces;
import radicchio.wasi.p2.clocks.MonotonicClockInterface;
import radicchio.wasi.p2.clocks.WallClockInterface;
import radicchio.wasi.p2.filesystem.FilesystemInterfaces;
import radicchio.wasi.p2.http.HttpInterfaces;
import radicchio.wasi.p2.io.ErrorInterface;
import radicchio.wasi.p2.io.PollInterface;
import radicchio.wasi.p2.io.StreamsInterface;
import radicchio.wasi.p2.random.RandomInterfaces;
import radicchio.wasi.p2.sockets.SocketsInterfaces;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.Resolver;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.HostOutput;
import radicchio.wasi.streams.LastWords;

/**
 * WASI 0.2 for the instance of one component, with its grants. All functions of {@code wasi:*} link, because stock
 * toolchains import functions that the program does not use. A function that is not granted or not supported fails when
 * it is called.
 */
public final class ComponentHost implements HostImports.Fallback {
  /** What every 0.2.x serves: pre-releases differ. */
  private static final Pattern ID = Pattern.compile("(wasi:[^@]+)@0\\.2\\.\\d+");

  static {
    HostStates.initialize();
  }

  private final Map<String, HostInterface> interfaces = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, Long> refusals = new ConcurrentHashMap<>();
  private final LastWords lastWords = new LastWords();

  /** The options that the imports of the component would take. */
  private final Set<String> options = new TreeSet<>();

  private boolean optionsWereNamed;

  private ComponentHost() {}

  /**
   * @param afterwards closed after everything else, when the instance has ended
   * @throws IOException if a granted directory is missing; then nothing was closed
   */
  public static ComponentHost of(Grants grants, AutoCloseable afterwards) throws IOException {
    ComponentHost host = new ComponentHost();
    host.addFilesystem(grants);
    host.addStandard(grants.standard());
    host.addAll(
        StreamsInterface.host(grants.standard().patient()),
        PollInterface.host(),
        ErrorInterface.host(),
        EnvironmentInterface.host(grants.arguments(), grants.environment(), grants.cwd()),
        ExitInterface.host(),
        MonotonicClockInterface.host(grants.clocks()),
        WallClockInterface.host(grants.clocks()),
        HttpInterfaces.types(grants.limits().headerBytes()),
        HttpInterfaces.outgoingHandler(grants.http()));
    RandomInterfaces random = new RandomInterfaces(grants.random(), grants.limits().randomBytes());
    host.addAll(random.random(), random.insecure(), random.insecureSeed());
    host.addNetwork(grants);
    host.open.add(afterwards);
    return host;
  }

  private void addFilesystem(Grants grants) throws IOException {
    Map<String, Directory> directories = new LinkedHashMap<>();
    try {
      for (var each : grants.directories().entrySet()) {
        Grants.GrantedDirectory granted = each.getValue();
        directories.put(each.getKey(), Directory.grant(granted.path(), granted.readOnly()));
      }
    } catch (IOException | RuntimeException e) {
      directories.values().forEach(directory -> closeQuietly(directory, e));
      throw e;
    }
    directories.values().forEach(directory -> open.add(directory::close));
    FilesystemInterfaces filesystem =
        new FilesystemInterfaces(
            directories,
            grants.limits().openFiles(),
            function -> refused("wasi:filesystem/types#" + function));
    addAll(filesystem.preopens(), filesystem.types());
  }

  private static void closeQuietly(Directory directory, Exception because) {
    try {
      directory.close();
    } catch (FileFailure e) {
      because.addSuppressed(e);
    }
  }

  private void addNetwork(Grants grants) {
    Network network = new Network(grants.network(), grants.limits().openFiles(), Resolver.SYSTEM);
    open.add(network);
    SocketsInterfaces.hosts(network, this::refused).forEach(this::add);
  }

  private void addStandard(Grants.Standard standard) {
    HostInput in = standard.in().orElseGet(() -> new HostInput(InputStream.nullInputStream()));
    HostOutput out = new HostOutput(standard.out().orElseGet(OutputStream::nullOutputStream));
    HostOutput err =
        HostOutput.remembering(standard.err().orElseGet(OutputStream::nullOutputStream), lastWords);
    if (standard.patient()) {
      out.bePatient();
      err.bePatient();
    }
    open.addAll(List.of(in, out, err));
    addAll(StandardInterfaces.in(in), StandardInterfaces.out(out), StandardInterfaces.err(err));
    Grants.Terminals terminals = standard.terminals();
    TerminalInterfaces.hosts(terminals.in(), terminals.out(), terminals.err()).forEach(this::add);
  }

  private void addAll(HostInterface... hosts) {
    for (HostInterface host : hosts) {
      add(host);
    }
  }

  private void add(HostInterface host) {
    interfaces.put(host.name(), host);
  }

  // What it gives

  @Override
  public Optional<JavaResource<?>> resource(String id, String name) {
    Matcher known = ID.matcher(id);
    return known.matches()
        ? Optional.ofNullable(interfaces.get(known.group(1))).flatMap(host -> host.resource(name))
        : Optional.empty();
  }

  @Override
  public Optional<Answer> function(String id, String function) {
    if (!id.startsWith("wasi:")) {
      return Optional.empty();
    }
    Matcher known = ID.matcher(id);
    HostInterface host = known.matches() ? interfaces.get(known.group(1)) : null;
    Optional<HostCallable> body = host == null ? Optional.empty() : host.function(function);
    Optional<String> type =
        host == null
            ? Optional.empty()
            : Signatures.of(host.name()).map(functions -> functions.get(function));
    if (body.isPresent()) {
      return Optional.of(new HostImports.JavaFunction(body.get(), type.orElseThrow()));
    }
    Optional<Grant> grant = host == null ? Optional.empty() : host.denied(function);
    grant.ifPresent(g -> options.add(g.option()));
    return Optional.of(new HostImports.Refused(type, () -> denied(id, function, grant)));
  }

  @Override
  public Set<String> known(String id) {
    return Signatures.of(id.replaceFirst("@.*", "")).map(Map::keySet).orElse(Set.of());
  }

  // What it refuses

  private RuntimeException denied(String id, String function, Optional<Grant> grant) {
    String whole = id + "#" + function;
    refused(whole);
    String remedy =
        grant.isPresent()
            ? " was called, and was not granted; grant it with :wasi {"
                + grant.get().option()
                + " "
                + grant.get().value()
                + "}"
            : " was called, and Radicchio does not have it; give the function: :imports {"
                + ForeignText.quoted(id)
                + " {"
                + ForeignText.quoted(function)
                + " f}}";
    return RadicchioException.of(
            ErrorKind.DENIED, ForeignText.escaped(whole) + remedy + otherOptions(grant))
        .with("import", whole);
  }

  /** @param function its id; the version is left out, as what is refused does not depend on it */
  private void refused(String function) {
    refusals.merge(function.replaceFirst("@[^#]*", ""), 1L, Long::sum);
  }

  /** Names once all the options that the component's imports would take. */
  private String otherOptions(Optional<Grant> grant) {
    boolean others = options.size() > (grant.isPresent() ? 1 : 0);
    if (optionsWereNamed || !others) {
      return "";
    }
    optionsWereNamed = true;
    return ". All that its imports would take: " + String.join(", ", options);
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
          "the instance is closed, but something that its guest had open was not: "
              + ForeignText.message(first),
          first);
    }
  }
}
