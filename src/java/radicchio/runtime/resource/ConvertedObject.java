package radicchio.runtime.resource;

import radicchio.abi.ResourceHandle;
import radicchio.component.ResourceType;

/**
 * A user's object on its way to a guest, as the host written in Java that implements its resource type knows it.
 *
 * @param object of the class of the type
 */
public record ConvertedObject(Object object) implements ResourceHandle {

  @Override
  public void checkOwn(ResourceType type) {
    // it was made for this argument, and can be given away
  }

  @Override
  public void checkBorrow(ResourceType type) {
    // likewise
  }
}
