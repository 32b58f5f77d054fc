package radicchio.abi.value;

import java.util.Optional;

/** A resource type of which the host's values may be plain objects, in place of handles. */
public interface ObjectResource {

  /**
   * A handle for a value that is not a handle.
   *
   * @return empty if values of the type are handles only
   * @throws Refusal for a value that the type refuses
   */
  Optional<ResourceHandle> handleOf(Object value);
}
