package radicchio.runtime.resource;

import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.value.ObjectResource;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ResourceHandle;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A resource type that a component imports and the host implements. Its representation is any object of the user, or an object
 * of a host written in Java.
 */
public final class HostResource extends ResourceType implements ObjectResource {
  private final Optional<Consumer<Object>> drop;
  private final Optional<JavaResource<?>> java;

  /**
   * @param drop called with the user's form when the last owner is a guest that drops it
   * @param java the implementation of a host written in Java
   */
  public HostResource(
      String name, Optional<Consumer<Object>> drop, Optional<JavaResource<?>> java) {
    super(name);
    this.drop = drop;
    this.java = java;
  }

  /** Returns its identity among those of a host written in Java; others have none. */
  public String id() {
    return java.map(JavaResource::id).orElse("(another) " + name());
  }

  /** Ends a resource that a guest owned: with the given function, else as its host does, else with {@code close}. */
  public void destroy(Object object) {
    if (drop.isPresent()) {
      drop.get().accept(seenByUser(object).orElse(object));
    } else if (java.isPresent()) {
      java.get().drop(object);
    } else {
      close(name(), object);
    }
  }

  /** Ends a resource whose instance has ended. */
  public void end(Object object) {
    if (drop.isEmpty() && java.isPresent()) {
      java.get().end(object);
    } else {
      destroy(object);
    }
  }

  /** Ends a resource that the host owned. */
  void endOfHost(Object object) {
    if (java.isPresent()) {
      java.get().end(object);
    } else {
      close(name(), object);
    }
  }

  /** Tests whether both are one type of a host written in Java, which accepts all its objects. */
  boolean isSharedWith(HostResource other) {
    return java.isPresent() && other.java.isPresent() && id().equals(other.id());
  }

  /** Closes the object of a resource, if it can be closed. */
  static void close(String resource, Object object) {
    if (!(object instanceof AutoCloseable closeable)) {
      return;
    }
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw RadicchioException.of(
          ErrorKind.TRAP,
          "closing the host's "
              + ForeignText.escaped(resource)
              + " failed: "
              + ForeignText.thrown(e),
          e);
    }
  }

  // The user's form

  /** Returns the user's form of an object; empty if that is a handle of it. */
  Optional<Object> seenByUser(Object object) {
    return java.isEmpty() ? Optional.of(object) : converted(java.get(), object);
  }

  private static <T> Optional<Object> converted(JavaResource<T> java, Object object) {
    return java.conversion().flatMap(c -> c.toUser(java.objects().cast(object)));
  }

  @Override
  public Optional<ResourceHandle> handleOf(Object value) {
    return java.flatMap(JavaResource::conversion)
        .map(conversion -> new ConvertedObject(conversion.ofUser(value)));
  }

  /** Throws for an object that cannot implement it. */
  void checkObject(Object object) {
    if (java.isPresent() && !java.get().objects().isInstance(object)) {
      throw Refusal.of(
          "expected a handle of "
              + this
              + " of WASI, got one of another object: "
              + ForeignText.printed(object));
    }
  }
}
