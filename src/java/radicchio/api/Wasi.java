package radicchio.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.HostImports;
import radicchio.wasi.ComponentHost;
import radicchio.wasi.Grants;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.http.client.AllowedOrigins;
import radicchio.wasi.http.client.HttpGrant;
import radicchio.wasi.http.library.HttpLibrary;
import radicchio.wasi.random.GrantedRandom;
import radicchio.wasi.sockets.grant.Endpoint;
import radicchio.wasi.sockets.grant.NetworkGrant;
import radicchio.wasi.streams.HostInput;

/** The capabilities of WASI 0.2 and 0.3 that an instance gets. It does not change. */
public final class Wasi {
  static final Wasi NOTHING = builder().build();

  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Map<String, Grants.GrantedDirectory> directories;
  private final Optional<String> cwd;
  private final Optional<InputStream> in;
  private final Optional<OutputStream> out;
  private final Optional<OutputStream> err;
  private final Optional<GrantedClocks> clocks;
  private final Optional<Random> random;
  private final Optional<AllowedOrigins> origins;
  private final NetworkGrant network;

  private Wasi(Builder builder) {
    this.arguments = List.copyOf(builder.arguments);
    this.environment = new LinkedHashMap<>(builder.environment);
    this.directories = new LinkedHashMap<>(builder.directories);
    this.cwd = builder.cwd;
    this.in = builder.in;
    this.out = builder.out;
    this.err = builder.err;
    this.clocks = builder.clocks;
    this.random = builder.random;
    this.origins = builder.origins;
    this.network = new NetworkGrant(builder.connect, builder.listen);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the host of one instance, which closes it.
   *
   * @param patient whether an interrupt must end waiting for a write
   */
  HostImports.Fallback host(boolean patient) {
    Grants grants =
        new Grants(
            arguments,
            environment,
            cwd,
            new Grants.Standard(
                in.map(HostInput::new),
                out,
                err,
                new Grants.Terminals(false, false, false),
                patient),
            directories,
            clocks,
            random.map(GrantedRandom::new),
            origins.map(allowed -> new HttpGrant(allowed, HttpLibrary.find().sender())),
            network,
            new Grants.GuestLimits(
                Grants.GuestLimits.DEFAULT_OPEN_FILES,
                Grants.GuestLimits.DEFAULT_RANDOM_BYTES,
                Grants.GuestLimits.DEFAULT_HEADER_BYTES));
    try {
      return ComponentHost.of(grants, this::flush);
    } catch (IOException e) {
      throw RadicchioException.of(
          ErrorKind.CONFIG, "no such directory: " + ForeignText.message(e), e);
    }
  }

  private void flush() throws IOException {
    if (out.isPresent()) {
      out.get().flush();
    }
    if (err.isPresent()) {
      err.get().flush();
    }
  }

  /** Grants capabilities, none by default. One thread at a time may use it. */
  public static final class Builder {
    private List<String> arguments = List.of();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, Grants.GrantedDirectory> directories = new LinkedHashMap<>();
    private Optional<String> cwd = Optional.empty();
    private Optional<InputStream> in = Optional.empty();
    private Optional<OutputStream> out = Optional.empty();
    private Optional<OutputStream> err = Optional.empty();
    private Optional<GrantedClocks> clocks = Optional.empty();
    private Optional<Random> random = Optional.empty();
    private Optional<AllowedOrigins> origins = Optional.empty();
    private final List<Endpoint> connect = new ArrayList<>();
    private final List<Endpoint> listen = new ArrayList<>();

    private Builder() {}

    /** Sets the arguments, the program's name first. */
    public Builder arguments(String... all) {
      this.arguments = List.of(all);
      return this;
    }

    /** Adds a variable of the environment. */
    public Builder environment(String name, String value) {
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        throw new IllegalArgumentException(
            "environment: expected a name that is not empty and has no =, got " + name);
      }
      environment.put(name, value);
      return this;
    }

    /** Adds a directory that the guest sees under a name, with all below it. Neither {@code ..} nor a symbolic link leads out. */
    public Builder directory(String guest, Path directory) {
      directories.put(guest, new Grants.GrantedDirectory(directory, false));
      return this;
    }

    /** Adds a directory that the guest may only read. */
    public Builder readOnlyDirectory(String guest, Path directory) {
      directories.put(guest, new Grants.GrantedDirectory(directory, true));
      return this;
    }

    /** Sets the initial working directory, a name of a granted directory or below it. */
    public Builder workingDirectory(String guest) {
      this.cwd = Optional.of(guest);
      return this;
    }

    /** Sets the standard input, which stays open. By default it is at its end. */
    public Builder standardInput(InputStream stream) {
      this.in = Optional.of(stream);
      return this;
    }

    /** Sets the standard output, which is flushed when the instance ends, and stays open. By default output is dropped. */
    public Builder standardOutput(OutputStream stream) {
      this.out = Optional.of(stream);
      return this;
    }

    /** Sets the standard error, like {@link #standardOutput}. */
    public Builder standardError(OutputStream stream) {
      this.err = Optional.of(stream);
      return this;
    }

    /** Allows reading the time, and waiting. */
    public Builder clock() {
      this.clocks = Optional.of(GrantedClocks.system());
      return this;
    }

    /** Allows reading the time of a clock, and waiting. */
    public Builder clock(Clock clock) {
      this.clocks = Optional.of(GrantedClocks.of(clock));
      return this;
    }

    /** Allows secure random numbers. */
    public Builder random() {
      return random(new SecureRandom());
    }

    /** Allows random numbers of a generator. */
    public Builder random(Random generator) {
      this.random = Optional.of(generator);
      return this;
    }

    /** Allows HTTP requests to origins such as {@code "https://api.example.com"}; without any, to all. */
    public Builder http(String... allowed) {
      this.origins =
          Optional.of(
              allowed.length == 0 ? AllowedOrigins.ALL : AllowedOrigins.of(List.of(allowed)));
      return this;
    }

    /** Allows sockets to connect and send to an address: {@code "db.local:5432"}, {@code "*.example.org:443"}. */
    public Builder connect(String address) {
      connect.add(endpoint(address));
      return this;
    }

    /** Allows sockets to listen at an address of this machine: {@code "127.0.0.1:8080"}. */
    public Builder listen(String address) {
      listen.add(endpoint(address));
      return this;
    }

    private static Endpoint endpoint(String address) {
      return Endpoint.parse(address)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "expected a host and a port, as db.local:5432, got " + address));
    }

    public Wasi build() {
      if (cwd.isPresent()
          && directories.keySet().stream().noneMatch(name -> isWithin(cwd.get(), name))) {
        throw new IllegalArgumentException(
            "workingDirectory: expected a name within the granted directories, got " + cwd.get());
      }
      return new Wasi(this);
    }

    private static boolean isWithin(String name, String directory) {
      String without = directory.replaceAll("/+$", "");
      return name.equals(without) || name.startsWith(without + "/");
    }
  }
}
