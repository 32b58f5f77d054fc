package radicchio.abi;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.context.Context;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Values;
import radicchio.component.ResourceType;

/**
 * Makes lifters from core values ("Flat Lifting"). Core values that a variant's cases share need no coercion here: a case
 * with an i32 or f32 reads the slot's low 32 bits. Made for types of at most {@link radicchio.abi.layout.FlatTypes#MAX_PARAMS} core values.
 */
final class LiftFlat {
  private final Values values;
  private final Load load;
  private final Map<Layout, FlatLifter> made = new IdentityHashMap<>();

  LiftFlat(Values values, Load load) {
    this.values = values;
    this.load = load;
  }

  FlatLifter of(Layout layout) {
    FlatLifter lifter = made.get(layout);
    if (lifter == null) {
      lifter = make(layout);
      made.put(layout, lifter);
    }
    return lifter;
  }

  private FlatLifter make(Layout layout) {
    if (layout instanceof Layout.OfScalar s) {
      return new ScalarLifter(s.scalar(), (Maker.OfScalar) values.maker(s.type()));
    }
    if (layout instanceof Layout.OfString s) {
      return new PairLifter(load.range(s));
    }
    if (layout instanceof Layout.OfList l) {
      return new PairLifter(load.range(l));
    }
    if (layout instanceof Layout.OfFixedList l) {
      Maker maker = values.maker(l.type());
      return maker instanceof Maker.OfImage image
          ? new ImageLifter(((Layout.OfScalar) l.element()).scalar(), l.length(), image)
          : parts(Collections.nCopies(l.length(), l.element()), (Maker.OfParts) maker);
    }
    if (layout instanceof Layout.OfRecord r) {
      return parts(r.fields(), (Maker.OfParts) values.maker(r.type()));
    }
    if (layout instanceof Layout.OfVariant v) {
      return new VariantLifter(cases(v), (Maker.OfCase) values.maker(v.type()));
    }
    if (layout instanceof Layout.OfEnd e) {
      return new EndLifter(e, (Maker.OfEnd) values.maker(e.type()));
    }
    Layout.OfHandle handle = (Layout.OfHandle) layout;
    return handle.own() ? new OwnLifter(handle.resource()) : new BorrowLifter(handle.resource());
  }

  private PartsLifter parts(List<Layout> layouts, Maker.OfParts maker) {
    return new PartsLifter(
        layouts.stream().map(this::of).toArray(FlatLifter[]::new), offsets(layouts), maker);
  }

  /** Returns the index of each part's first core value. */
  static int[] offsets(List<Layout> layouts) {
    int[] offsets = new int[layouts.size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + layouts.get(i - 1).flat().size();
    }
    return offsets;
  }

  private FlatLifter[] cases(Layout.OfVariant variant) {
    FlatLifter[] cases = new FlatLifter[variant.cases().size()];
    for (int i = 0; i < cases.length; i++) {
      Optional<Layout> payload = variant.cases().get(i);
      cases[i] = payload.isPresent() ? of(payload.get()) : null;
    }
    return cases;
  }

  private record ScalarLifter(Scalar scalar, Maker.OfScalar maker) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      return maker.make(scalar.lift(flat[at]));
    }
  }

  private record PairLifter(Load.Range range) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      return range.load(context, flat[at] & 0xFFFF_FFFFL, flat[at + 1] & 0xFFFF_FFFFL);
    }
  }

  private record ImageLifter(Scalar scalar, int length, Maker.OfImage maker) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      byte[] image = new byte[length * scalar.size()];
      for (int i = 0; i < length; i++) {
        scalar.put(image, i * scalar.size(), scalar.lift(flat[at + i]));
      }
      return maker.make(image, context.deadline());
    }
  }

  private record PartsLifter(FlatLifter[] parts, int[] offsets, Maker.OfParts maker)
      implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      Object[] lifted = new Object[parts.length];
      for (int i = 0; i < parts.length; i++) {
        lifted[i] = parts[i].lift(context, flat, at + offsets[i]);
      }
      return maker.make(lifted, context.deadline());
    }
  }

  private record VariantLifter(FlatLifter[] cases, Maker.OfCase maker) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      int index = Load.checkCase((int) flat[at], cases.length);
      FlatLifter payload = cases[index];
      return maker.make(index, payload == null ? null : payload.lift(context, flat, at + 1));
    }
  }

  private record EndLifter(Layout.OfEnd end, Maker.OfEnd maker) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      return Load.liftEnd(context, end, maker, (int) flat[at]);
    }
  }

  private record OwnLifter(ResourceType resource) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      return context.handles().liftOwn(resource, (int) flat[at]);
    }
  }

  private record BorrowLifter(ResourceType resource) implements FlatLifter {
    @Override
    public Object lift(Context context, long[] flat, int at) {
      return context.handles().liftBorrow(resource, (int) flat[at]);
    }
  }
}
