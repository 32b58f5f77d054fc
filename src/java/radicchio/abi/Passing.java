package radicchio.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import radicchio.abi.context.Context;
import radicchio.abi.layout.Despecialize;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.TupleType;
import radicchio.engine.CoreType;

/**
 * Passes the parameters, or the result, of a function: as core values, or, if there are too many, as a tuple in memory
 * ("Lifting and Lowering Values").
 */
final class Passing {
  private static final List<CoreType> POINTER = List.of(CoreType.I32);

  private final List<Layout> layouts;
  private final List<CoreType> flat;
  private final int[] offsets;
  private final FlatLowerer[] lowerers;
  private final FlatLifter[] lifters;

  /** Those of the first value; null if it is not a scalar. */
  private final Scalar scalar;

  private final Maker.OfScalar maker;

  /** Present if the values pass through memory. */
  private final Optional<Tuple> tuple;

  /** A tuple in memory, with a loader and a storer for each value. */
  private record Tuple(
      int[] offsets, int alignment, int size, Loader[] loaders, Storer[] storers) {}

  private Passing(List<Layout> layouts, List<CoreType> flat, Optional<Tuple> tuple, Values values) {
    this.layouts = layouts;
    this.flat = flat;
    this.tuple = tuple;
    this.offsets = LiftFlat.offsets(layouts);
    LowerFlat lowerFlat = new LowerFlat(new Store());
    LiftFlat liftFlat = new LiftFlat(values, new Load(values));
    List<Layout> flatly = tuple.isPresent() ? List.of() : layouts;
    this.lowerers = flatly.stream().map(lowerFlat::of).toArray(FlatLowerer[]::new);
    this.lifters = flatly.stream().map(liftFlat::of).toArray(FlatLifter[]::new);
    if (!flatly.isEmpty() && flatly.get(0) instanceof Layout.OfScalar first) {
      this.scalar = first.scalar();
      this.maker = (Maker.OfScalar) values.maker(first.type());
    } else {
      this.scalar = null;
      this.maker = null;
    }
  }

  static Passing of(Despecialize despecialize, List<ValType> types, int maxFlat, Values values) {
    List<Layout> layouts = types.stream().map(despecialize::of).toList();
    List<CoreType> flat = new ArrayList<>();
    for (Layout layout : layouts) {
      flat.addAll(layout.flat());
    }
    return new Passing(
        layouts,
        flat,
        flat.size() > maxFlat ? Optional.of(tuple(despecialize, types, values)) : Optional.empty(),
        values);
  }

  private static Tuple tuple(Despecialize despecialize, List<ValType> types, Values values) {
    Layout.OfRecord record = despecialize.record(new TupleType(types), types);
    Load load = new Load(values);
    Store store = new Store();
    return new Tuple(
        record.offsetArray(),
        record.alignment(),
        record.size(),
        record.fields().stream().map(load::of).toArray(Loader[]::new),
        record.fields().stream().map(store::of).toArray(Storer[]::new));
  }

  boolean isEmpty() {
    return layouts.isEmpty();
  }

  boolean inMemory() {
    return tuple.isPresent();
  }

  boolean isScalar() {
    return tuple.isEmpty() && layouts.stream().allMatch(Layout.OfScalar.class::isInstance);
  }

  /** Returns the slot of the first value, a scalar: valid, without unused bits. */
  long liftScalar(long slot) {
    return scalar.lift(slot);
  }

  /** Returns the host's value of the first one, a scalar. */
  Object makeScalar(long slot) {
    return maker.make(scalar.lift(slot));
  }

  /** Returns the core types that are passed. */
  List<CoreType> passed() {
    return inMemory() ? POINTER : flat;
  }

  /** {@code lower_flat_values} without an out-parameter. */
  long[] lower(Context context, Object[] staged) {
    if (tuple.isPresent()) {
      Tuple t = tuple.get();
      long pointer = context.allocate(t.alignment(), t.size());
      store(context, t, staged, pointer);
      return new long[] {pointer};
    }
    long[] lowered = new long[flat.size()];
    for (int i = 0; i < lowerers.length; i++) {
      lowerers[i].lower(context, staged[i], lowered, offsets[i]);
    }
    return lowered;
  }

  /** {@code lower_flat_values} with an out-parameter. */
  void storeAt(Context context, Object[] staged, long pointer) {
    Tuple t = tuple.orElseThrow();
    context.checkPlace("result", pointer, t.size(), t.alignment());
    store(context, t, staged, pointer);
  }

  private static void store(Context context, Tuple tuple, Object[] staged, long pointer) {
    for (int i = 0; i < staged.length; i++) {
      tuple.storers()[i].store(context, staged[i], pointer + tuple.offsets()[i]);
    }
  }

  /** {@code lift_flat_values}, for parameters. */
  Object[] lift(Context context, long[] passed) {
    Object[] lifted = new Object[layouts.size()];
    if (tuple.isPresent()) {
      Tuple t = tuple.get();
      long pointer = place(context, "parameters", t, passed);
      for (int i = 0; i < lifted.length; i++) {
        lifted[i] = t.loaders()[i].load(context, pointer + t.offsets()[i]);
      }
      return lifted;
    }
    for (int i = 0; i < lifted.length; i++) {
      lifted[i] = lifters[i].lift(context, passed, offsets[i]);
    }
    return lifted;
  }

  /** {@code lift_flat_values}, for a result. */
  Object liftOne(Context context, long[] passed) {
    if (tuple.isPresent()) {
      Tuple t = tuple.get();
      return t.loaders()[0].load(context, place(context, "result", t, passed));
    }
    return lifters[0].lift(context, passed, 0);
  }

  private static long place(Context context, String what, Tuple tuple, long[] passed) {
    long pointer = passed[0] & 0xFFFF_FFFFL;
    context.checkPlace(what, pointer, tuple.size(), tuple.alignment());
    return pointer;
  }
}
