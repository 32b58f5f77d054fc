package radicchio.runtime;

import java.util.concurrent.atomic.AtomicReferenceArray;
import radicchio.abi.Values;

/**
 * Where a function of one instantiation gets its plans. The place in a component's code where the function is
 * defined always has the same type but for the identity of resources, so that plans without handles are kept
 * there, for all instantiations.
 */
final class PlanSource {
  private final AtomicReferenceArray<Plans> kept;
  private final int place;
  private final TypeEntity type;
  private final Values values;
  private Plans plans;

  PlanSource(AtomicReferenceArray<Plans> kept, int place, TypeEntity type, Values values) {
    this.kept = kept;
    this.place = place;
    this.type = type;
    this.values = values;
  }

  Plans get() {
    if (plans == null) {
      plans = find();
    }
    return plans;
  }

  private Plans find() {
    Plans known = kept.get(place);
    if (known != null) {
      return known;
    }
    Plans made = new Plans(type.funcType(), values);
    if (!made.hasHandles()) {
      kept.set(place, made);
    }
    return made;
  }
}
