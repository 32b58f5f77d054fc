package radicchio.abi;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.context.Context;
import radicchio.abi.context.Ends;
import radicchio.abi.layout.ElementSize;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.StagedCase;
import radicchio.component.ResourceType;
import radicchio.component.ValType.MapType;
import radicchio.engine.Memory;

/** Makes storers ("Storing"). Used while one plan is made. */
final class Store {
  /** The work of an element of a list, in bytes. */
  private static final int ELEMENT = 16;

  private final Map<Layout, Storer> made = new IdentityHashMap<>();

  Storer of(Layout layout) {
    Storer storer = made.get(layout);
    if (storer == null) {
      storer = make(layout);
      made.put(layout, storer);
    }
    return storer;
  }

  private Storer make(Layout layout) {
    if (layout instanceof Layout.OfScalar s) {
      return new ScalarStorer(s.scalar());
    }
    if (layout instanceof Layout.OfString) {
      return new PairStorer(string());
    }
    if (layout instanceof Layout.OfList l) {
      return new PairStorer(range(l));
    }
    if (layout instanceof Layout.OfFixedList l) {
      return l.element() instanceof Layout.OfScalar
          ? new FixedImageStorer(l.size())
          : new FixedListStorer(elements(l.element()));
    }
    if (layout instanceof Layout.OfRecord r) {
      return new RecordStorer(all(r.fields()), r.offsetArray());
    }
    if (layout instanceof Layout.OfVariant v) {
      return new VariantStorer(cases(v), v.discriminantSize(), v.payloadOffset());
    }
    if (layout instanceof Layout.OfEnd e) {
      return (context, staged, pointer) ->
          context.memory().writeInt(pointer, lowerEnd(context, e, staged));
    }
    Layout.OfHandle handle = (Layout.OfHandle) layout;
    return handle.own() ? new OwnStorer(handle.resource()) : new BorrowStorer(handle.resource());
  }

  /** {@code lower_stream}, {@code lower_future}, {@code lower_error_context}. */
  static int lowerEnd(Context context, Layout.OfEnd end, Object staged) {
    Ends ends = context.handles().ends();
    return end.isErrorContext()
        ? ends.lowerErrorContext(staged)
        : ends.lowerEnd(end.type(), staged);
  }

  private Storer[] all(List<Layout> fields) {
    return fields.stream().map(this::of).toArray(Storer[]::new);
  }

  private Storer[] cases(Layout.OfVariant variant) {
    Storer[] cases = new Storer[variant.cases().size()];
    for (int i = 0; i < cases.length; i++) {
      Optional<Layout> payload = variant.cases().get(i);
      cases[i] = payload.isPresent() ? of(payload.get()) : null;
    }
    return cases;
  }

  /** {@code store_list_into_range} and {@code store_string_into_range}. */
  @FunctionalInterface
  interface Range {
    /** Returns the address and the length, as a {@link Context#pair}. */
    long store(Context context, Object staged);
  }

  Range string() {
    return Strings::store;
  }

  Range range(Layout.OfList list) {
    if (list.type() instanceof MapType) {
      Layout.OfRecord entry = (Layout.OfRecord) list.element();
      Elements entries = new Elements(all(entry.fields()), entry.offsetArray(), entry.size());
      return new ListRange(entries, entry.alignment());
    }
    return list.element() instanceof Layout.OfScalar s
        ? new ImageRange(s.scalar().size())
        : new ListRange(elements(list.element()), list.element().alignment());
  }

  private Elements elements(Layout element) {
    return new Elements(new Storer[] {of(element)}, new int[] {0}, element.size());
  }

  private record ScalarStorer(Scalar scalar) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      scalar.store(context.memory(), pointer, (Long) staged);
    }
  }

  private record PairStorer(Range range) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      long pair = range.store(context, staged);
      Memory memory = context.memory();
      memory.writeInt(pointer, (int) (pair >>> 32));
      memory.writeInt(pointer + ElementSize.POINTER_SIZE, (int) pair);
    }
  }

  private record ImageRange(int elementSize) implements Range {
    @Override
    public long store(Context context, Object staged) {
      if (staged instanceof ByteBuffer image) {
        long pointer = context.allocate(elementSize, image.remaining());
        context.write(pointer, image);
        return Context.pair(pointer, image.remaining() / elementSize);
      }
      byte[] image = (byte[]) staged;
      long pointer = context.allocate(elementSize, image.length);
      context.write(pointer, image, 0, image.length);
      return Context.pair(pointer, image.length / elementSize);
    }
  }

  private record FixedImageStorer(int byteLength) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      context.write(pointer, (byte[]) staged, 0, byteLength);
    }
  }

  /** Stores consecutive elements of a list (one part each) or entries of a map (two parts each). */
  private record Elements(Storer[] parts, int[] offsets, int size) {
    void store(Context context, Object[] staged, long begin) {
      long pointer = begin;
      for (int at = 0; at < staged.length; pointer += size) {
        for (int j = 0; j < parts.length; j++) {
          parts[j].store(context, staged[at++], pointer + offsets[j]);
        }
        context.worked(ELEMENT);
      }
    }
  }

  private record ListRange(Elements elements, int alignment) implements Range {
    @Override
    public long store(Context context, Object staged) {
      Object[] parts = (Object[]) staged;
      long length = parts.length / elements.parts().length;
      long pointer = context.allocate(alignment, length * elements.size());
      elements.store(context, parts, pointer);
      return Context.pair(pointer, length);
    }
  }

  private record FixedListStorer(Elements elements) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      elements.store(context, (Object[]) staged, pointer);
    }
  }

  private record RecordStorer(Storer[] fields, int[] offsets) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      Object[] parts = (Object[]) staged;
      for (int i = 0; i < fields.length; i++) {
        fields[i].store(context, parts[i], pointer + offsets[i]);
      }
    }
  }

  private record VariantStorer(Storer[] cases, int discriminantSize, int payloadOffset)
      implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      StagedCase c = (StagedCase) staged;
      Memory memory = context.memory();
      switch (discriminantSize) {
        case 1 -> memory.writeByte(pointer, (byte) c.index());
        case 2 -> memory.writeShort(pointer, (short) c.index());
        default -> memory.writeInt(pointer, c.index());
      }
      Storer payload = cases[c.index()];
      if (payload != null) {
        payload.store(context, c.payload(), pointer + payloadOffset);
      }
    }
  }

  private record OwnStorer(ResourceType resource) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      context.memory().writeInt(pointer, context.handles().lowerOwn(resource, staged));
    }
  }

  private record BorrowStorer(ResourceType resource) implements Storer {
    @Override
    public void store(Context context, Object staged, long pointer) {
      context.memory().writeInt(pointer, context.handles().lowerBorrow(resource, staged));
    }
  }
}
