package radicchio.runtime;

import java.util.Optional;
import radicchio.component.ResourceType;
import radicchio.engine.Func;

/** A resource type that a component instance defines ({@code ResourceType}). */
final class GuestResource extends ResourceType {
  private final ComponentInstance implementer;
  private final Optional<Func> destructor;

  GuestResource(String name, ComponentInstance implementer, Optional<Func> destructor) {
    super(name);
    this.implementer = implementer;
    this.destructor = destructor;
  }

  ComponentInstance implementer() {
    return implementer;
  }

  /**
   * Ends a resource whose last owner gave it up ({@code canon resource.drop}).
   *
   * @param caller the component instance that drops it; null for the host
   */
  void destroy(int rep, ComponentInstance caller) {
    implementer.enterFrom(caller);
    try {
      if (destructor.isPresent()) {
        destructor.get().call(rep);
      }
    } finally {
      implementer.leaveTo(caller);
    }
  }
}
