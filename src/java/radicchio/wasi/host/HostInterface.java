package radicchio.wasi.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.error.Unchanged;
import radicchio.runtime.call.HostCallable;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.streams.HostThrew;

/**
 * An interface of WASI, implemented by the host: its functions by their canonical names, the options that grant
 * missing functions, and its resources. The class of the interface fills it, for one instance.
 */
public final class HostInterface {
  private final String name;
  private final Map<String, HostBody> functions = new HashMap<>();
  private final Map<String, Grant> denied = new HashMap<>();
  private final Map<String, JavaResource<?>> resources = new HashMap<>();

  /**
   * The option that grants a function.
   *
   * @param option the option: {@code ":clock"}
   * @param value the value that grants it: {@code "true"}
   */
  public record Grant(String option, String value) {
    /** Grants the time of day, the monotonic clock and waiting. */
    public static final Grant CLOCK = new Grant(":clock", "true");

    /** Grants random numbers. */
    public static final Grant RANDOM = new Grant(":random", "true");
  }

  private HostInterface(String name) {
    this.name = name;
  }

  /** @param name without a version: {@code "wasi:io/poll"} */
  public static HostInterface of(String name) {
    return new HostInterface(name);
  }

  public String name() {
    return name;
  }

  /** @param function its canonical name: {@code "[method]pollable.block"} */
  public HostInterface with(String function, HostBody body) {
    if (functions.put(function, body) != null) {
      throw new IllegalArgumentException(name + "#" + function + " is registered twice");
    }
    return this;
  }

  /** Adds a function that was not granted, and whose type has no error for the refusal. */
  public HostInterface deny(String function, Grant grant) {
    denied.put(function, grant);
    return this;
  }

  /**
   * Adds a resource type.
   *
   * @param resource its name: {@code "pollable"}
   * @param drop called when a guest drops the last handle; may trap
   * @param end called when the instance has ended, for objects that were not dropped
   */
  public <T> HostInterface withResource(
      String resource, Class<T> objects, Consumer<T> drop, Consumer<T> end) {
    return withResource(
        new JavaResource<>(name + "." + resource, objects, drop, end, Optional.empty()));
  }

  /** Does the same, for a type whose objects users see in another form. */
  public <T> HostInterface withResource(
      String resource,
      Class<T> objects,
      Consumer<T> drop,
      Consumer<T> end,
      JavaResource.Conversion<T> conversion) {
    return withResource(
        new JavaResource<>(name + "." + resource, objects, drop, end, Optional.of(conversion)));
  }

  private HostInterface withResource(JavaResource<?> resource) {
    resources.put(resource.id().substring(name.length() + 1), resource);
    return this;
  }

  public Optional<JavaResource<?>> resource(String resource) {
    return Optional.ofNullable(resources.get(resource));
  }

  /** Returns the option that grants a denied function. */
  public Optional<Grant> denied(String function) {
    return Optional.ofNullable(denied.get(function));
  }

  /** Returns a function in the form that the runtime calls. */
  public Optional<HostCallable> function(String function) {
    return Optional.ofNullable(functions.get(function))
        .map(body -> arguments -> call(function, body, new Arguments(arguments)));
  }

  private Object call(String function, HostBody body, Arguments arguments) {
    try {
      return body.call(arguments);
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (IOException e) {
      if (isInterruption(e)) {
        throw interrupted();
      }
      throw failed(function, e);
    } catch (HostThrew e) {
      throw Unchanged.<RuntimeException>thrown(e.getCause());
    } catch (RadicchioException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw failed(function, e);
    } catch (OutOfMemoryError e) {
      throw RadicchioException.of(
              ErrorKind.LIMIT, "the JVM had no heap left for " + name + "#" + function, e)
          .withKeyword("limit", "heap");
    }
  }

  private RadicchioException failed(String function, Throwable e) {
    return RadicchioException.of(
            ErrorKind.TRAP,
            "wasm trap: " + name + "#" + function + " failed: " + ForeignText.thrown(e),
            e)
        .withKeyword("trap", "host-exception");
  }

  /** Tests whether an exception means that the thread was interrupted. */
  public static boolean isInterruption(IOException e) {
    return e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
  }

  /** Sets the flag of the thread. The store, whose deadline also interrupts, knows whether it was the deadline. */
  public static RadicchioException interrupted() {
    Thread.currentThread().interrupt();
    return RadicchioException.of(ErrorKind.LIMIT, "the thread was interrupted")
        .withKeyword("limit", "interrupted");
  }
}
