package radicchio.runtime.stream.end;

import java.util.Optional;
import radicchio.abi.ElementPlan;
import radicchio.component.ValType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.StreamType;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.stream.host.HostFutureReader;
import radicchio.runtime.stream.host.HostStreamReader;

/**
 * A readable end on its way to the host, which opens it once, with the plan of its elements as values of the host. Must be opened
 * inside the store, by the thread that lifted it.
 */
public final class LiftedEnd {
  private final HostDoor door;
  private final Shared.Readable shared;
  private final Outside outside;

  LiftedEnd(HostDoor door, Shared.Readable shared, Outside outside) {
    this.door = door;
    this.shared = shared;
    this.outside = outside;
  }

  /** Returns the type of the elements of a stream or future. */
  static Optional<ValType> element(ValType type) {
    return type instanceof StreamType stream ? stream.element() : ((FutureType) type).element();
  }

  /** Opens the end of a stream. */
  public HostStreamReader stream(ElementPlan plan) {
    return HostStreamReader.of(door, shared, plan, outside);
  }

  /** Opens the end of a future. */
  public HostFutureReader future(ElementPlan plan) {
    return HostFutureReader.of(door, shared, plan, outside);
  }

  /** Returns the way to its store, for what the host does around its values. */
  public HostDoor door() {
    return door;
  }
}
