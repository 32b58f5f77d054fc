package radicchio.runtime.resource;

import radicchio.abi.value.ResourceHandle;
import radicchio.component.ResourceType;

/**
 * A user's object that is passed to a guest, in the form of the Java host that implements its resource type.
 *
 * @param object an object of the type's class
 */
public record ConvertedObject(Object object) implements ResourceHandle {

  @Override
  public void checkOwn(ResourceType type) {
    // Made for this argument, so it can be given away
  }

  @Override
  public void checkBorrow(ResourceType type) {
    // Made for this argument, so it can be lent
  }
}
