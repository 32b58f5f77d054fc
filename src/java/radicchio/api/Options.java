package radicchio.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.engine.Limits;
import radicchio.runtime.link.HostImports;
import radicchio.runtime.link.InstanceOptions;
import radicchio.values.java.JavaValues;

/**
 * The options of an instance: its limits, its imports, its grants. By default it has no import, no grant, at most 1 GiB for one
 * memory and 2 GiB for all, and no limit of time. They do not change; any number of instances may be made with them.
 */
public final class Options {
  static final Options NONE = builder().build();

  private final Limits limits;
  private final long liftedBytes;
  private final long loweredBytes;
  private final int handles;
  private final int tasks;
  private final InstanceOptions.Missing missing;
  private final Map<String, Map<String, HostImports.Given>> interfaces;
  private final Map<String, HostImports.Given> functions;
  private final Wasi wasi;

  private Options(Builder builder) {
    this.limits =
        new Limits(
            builder.memoryPages,
            builder.tableElements,
            builder.totalMemory,
            Optional.ofNullable(builder.timeout));
    this.liftedBytes = builder.liftedBytes;
    this.loweredBytes = builder.loweredBytes;
    this.handles = builder.handles;
    this.tasks = builder.tasks;
    this.missing = builder.missing;
    this.interfaces = new HashMap<>();
    builder.interfaces.forEach((id, all) -> interfaces.put(id, Map.copyOf(all)));
    this.functions = Map.copyOf(builder.functions);
    this.wasi = builder.wasi;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns the names of the interfaces and functions that it supplies. */
  Set<String> importNames() {
    Set<String> names = new HashSet<>(interfaces.keySet());
    names.addAll(functions.keySet());
    return names;
  }

  InstanceOptions.Missing missing() {
    return missing;
  }

  /** Returns the options for one instance, which closes what the grants opened. */
  InstanceOptions ofInstance() {
    return new InstanceOptions(
        limits,
        liftedBytes,
        loweredBytes,
        handles,
        tasks,
        missing,
        true,
        new HostImports(interfaces, functions, wasi.host(limits.timeout().isPresent())));
  }

  /** Makes options. One thread at a time may use it. */
  public static final class Builder {
    private int memoryPages = InstanceOptions.DEFAULT_MEMORY_PAGES;
    private int tableElements = Limits.MOST_TABLE_ELEMENTS;
    private long totalMemory = Limits.DEFAULT_TOTAL_MEMORY;
    private Duration timeout;
    private long liftedBytes = InstanceOptions.DEFAULT_LIFTED_BYTES;
    private long loweredBytes = InstanceOptions.DEFAULT_LOWERED_BYTES;
    private int handles = InstanceOptions.DEFAULT_HANDLES;
    private int tasks = InstanceOptions.DEFAULT_TASKS;
    private InstanceOptions.Missing missing = InstanceOptions.Missing.REFUSE;
    private final Map<String, Map<String, HostImports.Given>> interfaces = new LinkedHashMap<>();
    private final Map<String, HostImports.Given> functions = new LinkedHashMap<>();
    private Wasi wasi = Wasi.NOTHING;

    private Builder() {}

    /** Sets the most time of one call, with the time that it waits for others. Without it a call has no limit. */
    public Builder timeout(Duration most) {
      if (most.isNegative() || most.isZero()) {
        throw new IllegalArgumentException("timeout: expected a positive duration, got " + most);
      }
      this.timeout = most;
      return this;
    }

    /** Sets the most pages of 64 KiB of one memory. */
    public Builder memoryPages(int most) {
      this.memoryPages = positive("memoryPages", most);
      return this;
    }

    /** Sets the most bytes of all memories and tables together. */
    public Builder totalMemory(long most) {
      this.totalMemory = positive("totalMemory", most);
      return this;
    }

    /** Sets the most elements of one table. */
    public Builder tableElements(int most) {
      this.tableElements = positive("tableElements", most);
      return this;
    }

    /** Sets the approximate most bytes of heap for the values that one call returns. */
    public Builder liftedBytes(long most) {
      this.liftedBytes = positive("liftedBytes", most);
      return this;
    }

    /** Sets the approximate most bytes of heap for elements of streams and futures that are read for one call. */
    public Builder loweredBytes(long most) {
      this.loweredBytes = positive("loweredBytes", most);
      return this;
    }

    /** Sets the most handles of one component instance. */
    public Builder handles(int most) {
      this.handles = positive("handles", most);
      return this;
    }

    /** Sets the most threads for tasks that wait. */
    public Builder tasks(int most) {
      this.tasks = positive("tasks", most);
      return this;
    }

    private static int positive(String option, int most) {
      return (int) positive(option, (long) most);
    }

    private static long positive(String option, long most) {
      if (most < 1) {
        throw new IllegalArgumentException(option + ": expected a number from 1 up, got " + most);
      }
      return most;
    }

    /** Makes missing imports trap when they are called. By default an instance with a missing import is not made. */
    public Builder missingImportsTrap() {
      this.missing = InstanceOptions.Missing.TRAP;
      return this;
    }

    /**
     * Supplies a function of an interface.
     *
     * @param id the interface, {@code "acme:log/log@0.1.0"}; without a version, for every version
     * @param name its name in WIT, {@code "line"} or {@code "[method]till.add"}. {@code "[resource-drop]till"} is called when a
     *     guest drops the last handle of a resource; by default an {@link AutoCloseable} object is closed
     */
    public Builder function(String id, String name, HostFunction body) {
      interfaces.computeIfAbsent(id, i -> new LinkedHashMap<>()).put(name, given(body));
      return this;
    }

    /** Supplies a function that the world imports directly. */
    public Builder function(String name, HostFunction body) {
      functions.put(name, given(body));
      return this;
    }

    /** Supplies functions of an interface, by their names. */
    public Builder functions(String id, Map<String, HostFunction> bodies) {
      bodies.forEach((name, body) -> function(id, name, body));
      return this;
    }

    private static HostImports.Given given(HostFunction body) {
      return new HostImports.Given(body::call, JavaValues.INSTANCE);
    }

    /** Grants capabilities of WASI. By default none. */
    public Builder wasi(Wasi grants) {
      this.wasi = grants;
      return this;
    }

    public Options build() {
      return new Options(this);
    }
  }
}
