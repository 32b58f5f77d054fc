package radicchio.runtime;

import java.util.Optional;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** A resource type that a component imports and the host implements: its representation is any object. */
final class HostResource extends ResourceType {
  private final Optional<HostCallable> drop;

  /** @param drop called with the object when its last owner is a guest that gives it up */
  HostResource(String name, Optional<HostCallable> drop) {
    super(name);
    this.drop = drop;
  }

  /** Ends a resource that a guest owned: by the given function, else by {@code close} where it has one. */
  void destroy(Object object) {
    if (drop.isPresent()) {
      drop.get().call(new Object[] {object});
    } else {
      end(name(), object);
    }
  }

  /** Closes the object of a resource, where it can be closed. */
  static void end(String resource, Object object) {
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
}
