package radicchio.runtime;

import radicchio.component.ResourceType;

/**
 * What is on the other side of a call's lifting and lowering, and so what a handle looks like there: what the user
 * sees, the object of a host written in Java, a bare representation between components.
 */
enum Outside {
  HOST {
    @Override
    Object own(ResourceType type, Object rep) {
      if (type instanceof GuestResource resource) {
        return resource.implementer().root().remember(GuestHandle.own(resource, (Integer) rep));
      }
      HostResource resource = (HostResource) type;
      return resource.seenByUser(rep).orElseGet(() -> HostHandle.owned(resource, rep));
    }

    @Override
    Object borrow(ResourceType type, Object rep, CallScope scope) {
      if (type instanceof GuestResource resource) {
        GuestHandle handle = GuestHandle.borrow(resource, (Integer) rep);
        scope.until(handle);
        return handle;
      }
      HostResource resource = (HostResource) type;
      return resource.seenByUser(rep).orElseGet(() -> HostHandle.borrowed(resource, rep, scope));
    }

    @Override
    Object giveAway(ResourceType type, Object handle) {
      if (handle instanceof ConvertedObject converted) {
        return converted.object();
      }
      return handle instanceof HostHandle host
          ? host.giveAway(type)
          : ((GuestHandle) handle).giveAway();
    }

    @Override
    Object lend(ResourceType type, Object handle, CallScope scope) {
      if (handle instanceof ConvertedObject converted) {
        return converted.object();
      }
      return handle instanceof HostHandle host
          ? host.lend(type, scope)
          : ((GuestHandle) handle).lend(scope);
    }
  },

  /** A host written in Java: a handle is the object that implements the resource, or one of a guest. */
  JAVA {
    @Override
    Object own(ResourceType type, Object rep) {
      return type instanceof GuestResource ? HOST.own(type, rep) : rep;
    }

    @Override
    Object borrow(ResourceType type, Object rep, CallScope scope) {
      return type instanceof GuestResource ? HOST.borrow(type, rep, scope) : rep;
    }

    @Override
    Object giveAway(ResourceType type, Object handle) {
      return handle instanceof Handle ? HOST.giveAway(type, handle) : handle;
    }

    @Override
    Object lend(ResourceType type, Object handle, CallScope scope) {
      return handle instanceof Handle ? HOST.lend(type, handle, scope) : handle;
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
