package radicchio.values.clojure;

import java.util.Optional;
import radicchio.abi.value.ObjectResource;
import radicchio.abi.value.Reading;
import radicchio.abi.value.ResourceHandle;
import radicchio.abi.value.ValueReader;
import radicchio.component.ResourceType;

/** Reads handles that are given away or lent. The handle itself checks whether that is possible. */
record HandleReader(ResourceType resource, boolean own) implements ValueReader {

  @Override
  public Object read(Object value, Reading reading) {
    ResourceHandle handle =
        value instanceof ResourceHandle given
            ? given
            : ofObject(value).orElseThrow(() -> Expected.but("a handle of " + resource, value));
    return own ? reading.own(resource, handle) : reading.borrow(resource, handle);
  }

  private Optional<ResourceHandle> ofObject(Object value) {
    return resource instanceof ObjectResource objects ? objects.handleOf(value) : Optional.empty();
  }
}
