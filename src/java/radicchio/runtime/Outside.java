package radicchio.runtime;

import radicchio.component.ResourceType;

/**
 * What stands on the other side of a call's lifting and lowering, and so what a handle looks like there: an
 * object for the host, a bare representation between components.
 */
enum Outside {
  HOST {
    @Override
    Object own(ResourceType type, Object rep) {
      if (type instanceof GuestResource resource) {
        return resource.implementer().root().remember(GuestHandle.own(resource, (Integer) rep));
      }
      return rep;
    }

    @Override
    Object borrow(ResourceType type, Object rep, CallScope scope) {
      if (type instanceof GuestResource resource) {
        GuestHandle handle = GuestHandle.borrow(resource, (Integer) rep);
        scope.until(handle);
        return handle;
      }
      return rep;
    }

    @Override
    Object giveAway(ResourceType type, Object handle) {
      return handle instanceof HostHandle host
          ? host.giveAway(type)
          : ((GuestHandle) handle).giveAway();
    }

    @Override
    Object lend(ResourceType type, Object handle, CallScope scope) {
      return handle instanceof HostHandle host
          ? host.lend(type, scope)
          : ((GuestHandle) handle).lend(scope);
    }
  },

  COMPONENT {
    @Override
    Object own(ResourceType type, Object rep) {
      return rep;
    }

    @Override
    Object borrow(ResourceType type, Object rep, CallScope scope) {
      return rep;
    }

    @Override
    Object giveAway(ResourceType type, Object handle) {
      return handle;
    }

    @Override
    Object lend(ResourceType type, Object handle, CallScope scope) {
      return handle;
    }
  };

  /** The outside's handle of a resource that came to it. A host's own resource comes as its object. */
  abstract Object own(ResourceType type, Object rep);

  /** The outside's handle of a resource that is lent to it until the scope ends. */
  abstract Object borrow(ResourceType type, Object rep, CallScope scope);

  /** Takes the representation out of a handle that the outside gives away. */
  abstract Object giveAway(ResourceType type, Object handle);

  /** The representation of a handle that the outside lends until the scope ends. */
  abstract Object lend(ResourceType type, Object handle, CallScope scope);
}
