package radicchio.runtime.task;

import radicchio.component.ResourceType;
import radicchio.engine.HostFunc;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.HandleEntry;
import radicchio.runtime.resource.HostResource;

/** Makes the built-ins of resources, as core functions of one component instance. */
public final class CoreBuiltins {
  private static final long[] NONE = {};

  private final ComponentInstance instance;

  public CoreBuiltins(ComponentInstance instance) {
    this.instance = instance;
  }

  /** {@code canon resource.new}. */
  public HostFunc resourceNew(ResourceType type) {
    return args -> {
      instance.checkMayLeave();
      return new long[] {instance.handles().add(HandleEntry.own(type, (int) args[0]))};
    };
  }

  /** {@code canon resource.rep}. */
  public HostFunc resourceRep(ResourceType type) {
    return args ->
        new long[] {(Integer) HandleEntry.get(instance.handles(), (int) args[0], type).rep()};
  }

  /** {@code canon resource.drop}. */
  public HostFunc resourceDrop(ResourceType type) {
    return args -> {
      instance.checkMayLeave();
      HandleEntry entry = HandleEntry.remove(instance.handles(), (int) args[0], type);
      if (entry.owns()) {
        destroy(entry);
      } else {
        entry.returned();
      }
      return NONE;
    };
  }

  private void destroy(HandleEntry entry) {
    if (entry.type() instanceof GuestResource resource) {
      InnerCalls.destroy(resource, (Integer) entry.rep(), instance);
    } else if (entry.type() instanceof HostResource resource) {
      try {
        resource.destroy(entry.rep());
      } catch (Throwable t) {
        throw instance.entrance().hostThrew(t);
      }
    }
  }
}
