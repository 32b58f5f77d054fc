package radicchio.values.java;

import radicchio.abi.value.Reading;
import radicchio.abi.value.ResourceHandle;
import radicchio.abi.value.ValueReader;
import radicchio.component.ResourceType;
import radicchio.runtime.resource.HostHandle;
import radicchio.runtime.resource.HostResource;

/**
 * Reads handles that are given away or lent. For a resource that the host implements, the object itself may be given: it becomes a
 * new resource, or is lent for the call.
 */
record JavaHandles(ResourceType resource, boolean own) implements ValueReader {

  @Override
  public Object read(Object value, Reading reading) {
    ResourceHandle handle = handle(value);
    return own ? reading.own(resource, handle) : reading.borrow(resource, handle);
  }

  private ResourceHandle handle(Object value) {
    if (value instanceof ResourceHandle handle) {
      return handle;
    }
    if (value != null && resource instanceof HostResource host) {
      return host.handleOf(value).orElseGet(() -> HostHandle.of(value));
    }
    throw Unfit.but("a handle of " + resource, value);
  }
}
