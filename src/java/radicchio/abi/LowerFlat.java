package radicchio.abi;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import radicchio.abi.context.Context;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.StagedCase;
import radicchio.component.ResourceType;
import radicchio.engine.CoreType;

/**
 * Makes lowerers to core values ("Flat Lowering"). Made for types of at most {@link radicchio.abi.layout.FlatTypes#MAX_PARAMS} core values.
 */
final class LowerFlat {
  private final Store store;
  private final Map<Layout, FlatLowerer> made = new IdentityHashMap<>();

  LowerFlat(Store store) {
    this.store = store;
  }

  FlatLowerer of(Layout layout) {
    FlatLowerer lowerer = made.get(layout);
    if (lowerer == null) {
      lowerer = make(layout);
      made.put(layout, lowerer);
    }
    return lowerer;
  }

  private FlatLowerer make(Layout layout) {
    if (layout instanceof Layout.OfScalar) {
      return (context, staged, flat, at) -> flat[at] = (Long) staged;
    }
    if (layout instanceof Layout.OfString) {
      return new PairLowerer(store.string());
    }
    if (layout instanceof Layout.OfList l) {
      return new PairLowerer(store.range(l));
    }
    if (layout instanceof Layout.OfFixedList l) {
      return l.element() instanceof Layout.OfScalar s
          ? new ImageLowerer(s.scalar(), l.length())
          : parts(Collections.nCopies(l.length(), l.element()));
    }
    if (layout instanceof Layout.OfRecord r) {
      return parts(r.fields());
    }
    if (layout instanceof Layout.OfVariant v) {
      return variant(v);
    }
    if (layout instanceof Layout.OfEnd e) {
      return (context, staged, flat, at) -> flat[at] = Store.lowerEnd(context, e, staged);
    }
    Layout.OfHandle handle = (Layout.OfHandle) layout;
    return handle.own() ? new OwnLowerer(handle.resource()) : new BorrowLowerer(handle.resource());
  }

  private PartsLowerer parts(List<Layout> layouts) {
    return new PartsLowerer(
        layouts.stream().map(this::of).toArray(FlatLowerer[]::new), LiftFlat.offsets(layouts));
  }

  private VariantLowerer variant(Layout.OfVariant variant) {
    int cases = variant.cases().size();
    FlatLowerer[] payloads = new FlatLowerer[cases];
    int[][] widened = new int[cases][];
    for (int i = 0; i < cases; i++) {
      Optional<Layout> payload = variant.cases().get(i);
      payloads[i] = payload.isPresent() ? of(payload.get()) : null;
      widened[i] = payload.isPresent() ? widened(payload.get().flat(), variant.flat()) : new int[0];
    }
    return new VariantLowerer(payloads, widened);
  }

  /** Returns the core values that have 32 bits in this case, and 64 bits in the variant because of another case. */
  private static int[] widened(List<CoreType> have, List<CoreType> want) {
    return IntStream.range(0, have.size())
        .filter(i -> have.get(i) == CoreType.I32 || have.get(i) == CoreType.F32)
        .filter(i -> want.get(i + 1) == CoreType.I64)
        .map(i -> i + 1)
        .toArray();
  }

  private record PairLowerer(Store.Range range) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      long pair = range.store(context, staged);
      flat[at] = pair >>> 32;
      flat[at + 1] = pair & 0xFFFF_FFFFL;
    }
  }

  private record ImageLowerer(Scalar scalar, int length) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      for (int i = 0; i < length; i++) {
        flat[at + i] = scalar.get((byte[]) staged, i * scalar.size());
      }
    }
  }

  private record PartsLowerer(FlatLowerer[] parts, int[] offsets) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      Object[] values = (Object[]) staged;
      for (int i = 0; i < parts.length; i++) {
        parts[i].lower(context, values[i], flat, at + offsets[i]);
      }
    }
  }

  private record VariantLowerer(FlatLowerer[] payloads, int[][] widened) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      StagedCase c = (StagedCase) staged;
      flat[at] = c.index();
      FlatLowerer payload = payloads[c.index()];
      if (payload != null) {
        payload.lower(context, c.payload(), flat, at + 1);
        for (int slot : widened[c.index()]) {
          flat[at + slot] &= 0xFFFF_FFFFL;
        }
      }
    }
  }

  private record OwnLowerer(ResourceType resource) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      flat[at] = context.handles().lowerOwn(resource, staged);
    }
  }

  private record BorrowLowerer(ResourceType resource) implements FlatLowerer {
    @Override
    public void lower(Context context, Object staged, long[] flat, int at) {
      flat[at] = context.handles().lowerBorrow(resource, staged);
    }
  }
}
