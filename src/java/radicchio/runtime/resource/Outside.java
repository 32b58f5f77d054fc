package radicchio.runtime.resource;

import radicchio.component.ResourceType;

/**
 * The other side of a call's lifting and lowering, which determines the form of a handle there: the user's form, the object of a
 * host written in Java, or a bare representation between components.
 */
public enum Outside {
  HOST {
    @Override
    public Object own(ResourceType type, Object rep) {
      if (type instanceof GuestResource resource) {
        GuestHandle handle = GuestHandle.own(resource, (Integer) rep);
        handle.owner().remember(handle);
        return handle;
      }
      HostResource resource = (HostResource) type;
      return resource.seenByUser(rep).orElseGet(() -> HostHandle.owned(resource, rep));
    }

    @Override
    public Object borrow(ResourceType type, Object rep, Loans.Scope scope) {
      if (type instanceof GuestResource resource) {
        GuestHandle handle = GuestHandle.borrow(resource, (Integer) rep);
        scope.lend(handle);
        return handle;
      }
      HostResource resource = (HostResource) type;
      return resource.seenByUser(rep).orElseGet(() -> HostHandle.borrowed(resource, rep, scope));
    }

    @Override
    public Object giveAway(ResourceType type, Object handle) {
      if (handle instanceof ConvertedObject converted) {
        return converted.object();
      }
      return handle instanceof HostHandle host
          ? host.giveAway(type)
          : ((GuestHandle) handle).giveAway();
    }

    @Override
    public Object lend(ResourceType type, Object handle, Loans.Scope scope) {
      if (handle instanceof ConvertedObject converted) {
        return converted.object();
      }
      return handle instanceof HostHandle host
          ? host.lend(type, scope)
          : ((GuestHandle) handle).lend(scope);
    }
  },

  /** A host written in Java: a handle is the object that implements the resource, or a handle of a guest. */
  JAVA {
    @Override
    public Object own(ResourceType type, Object rep) {
      return type instanceof GuestResource ? HOST.own(type, rep) : rep;
    }

    @Override
    public Object borrow(ResourceType type, Object rep, Loans.Scope scope) {
      return type instanceof GuestResource ? HOST.borrow(type, rep, scope) : rep;
    }

    @Override
    public Object giveAway(ResourceType type, Object handle) {
      return handle instanceof Handle ? HOST.giveAway(type, handle) : handle;
    }

    @Override
    public Object lend(ResourceType type, Object handle, Loans.Scope scope) {
      return handle instanceof Handle ? HOST.lend(type, handle, scope) : handle;
    }
  },

  COMPONENT {
    @Override
    public Object own(ResourceType type, Object rep) {
      return rep;
    }

    @Override
    public Object borrow(ResourceType type, Object rep, Loans.Scope scope) {
      return rep;
    }

    @Override
    public Object giveAway(ResourceType type, Object handle) {
      return handle;
    }

    @Override
    public Object lend(ResourceType type, Object handle, Loans.Scope scope) {
      return handle;
    }
  };

  /** Returns the outside's handle of a resource that was passed to it. The host's own resource is passed as its object. */
  public abstract Object own(ResourceType type, Object rep);

  /** Returns the outside's handle of a resource that is lent to it until the scope ends. */
  public abstract Object borrow(ResourceType type, Object rep, Loans.Scope scope);

  /** Takes the representation out of a handle that the outside gives away. */
  public abstract Object giveAway(ResourceType type, Object handle);

  /** Returns the representation of a handle that the outside lends until the scope ends. */
  public abstract Object lend(ResourceType type, Object handle, Loans.Scope scope);
}
