package radicchio.abi;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.context.Context;
import radicchio.abi.context.Ends;
import radicchio.abi.context.Trap;
import radicchio.abi.layout.ElementSize;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Values;
import radicchio.component.ResourceType;
import radicchio.component.ValType.MapType;
import radicchio.engine.Memory;

/**
 * Makes loaders ("Loading"). Values are charged to the context's budget before they are made, with the size that their
 * {@link Maker} returns. Used while one plan is made.
 */
final class Load {
  /** The work of an element of a list, in bytes. */
  private static final int ELEMENT = 16;

  private final Values values;
  private final Map<Layout, Loader> made = new IdentityHashMap<>();

  Load(Values values) {
    this.values = values;
  }

  Loader of(Layout layout) {
    Loader loader = made.get(layout);
    if (loader == null) {
      loader = make(layout);
      made.put(layout, loader);
    }
    return loader;
  }

  private Loader make(Layout layout) {
    Maker maker = values.maker(layout.type());
    if (layout instanceof Layout.OfScalar s) {
      return new ScalarLoader(s.scalar(), (Maker.OfScalar) maker);
    }
    if (layout instanceof Layout.OfString) {
      return new PairLoader(new StringRange((Maker.OfString) maker));
    }
    if (layout instanceof Layout.OfList l) {
      return new PairLoader(range(l));
    }
    if (layout instanceof Layout.OfFixedList l) {
      return maker instanceof Maker.OfImage image
          ? new FixedImageLoader(
              new Image(((Layout.OfScalar) l.element()).scalar(), image), l.size())
          : new FixedListLoader(elements(l.element(), (Maker.OfParts) maker), l.length());
    }
    if (layout instanceof Layout.OfRecord r) {
      return new RecordLoader(all(r.fields()), r.offsetArray(), (Maker.OfParts) maker);
    }
    if (layout instanceof Layout.OfVariant v) {
      return new VariantLoader(
          cases(v), v.discriminantSize(), v.payloadOffset(), (Maker.OfCase) maker);
    }
    if (layout instanceof Layout.OfEnd e) {
      return new EndLoader(e, (Maker.OfEnd) maker);
    }
    Layout.OfHandle handle = (Layout.OfHandle) layout;
    return handle.own() ? new OwnLoader(handle.resource()) : new BorrowLoader(handle.resource());
  }

  private Loader[] all(List<Layout> fields) {
    return fields.stream().map(this::of).toArray(Loader[]::new);
  }

  private Loader[] cases(Layout.OfVariant variant) {
    Loader[] cases = new Loader[variant.cases().size()];
    for (int i = 0; i < cases.length; i++) {
      Optional<Layout> payload = variant.cases().get(i);
      cases[i] = payload.isPresent() ? of(payload.get()) : null;
    }
    return cases;
  }

  /** {@code load_list_from_range} and {@code load_string_from_range}. */
  @FunctionalInterface
  interface Range {
    /** @param length in elements; for strings, in tagged code units */
    Object load(Context context, long begin, long length);
  }

  Range range(Layout.OfList list) {
    Maker maker = values.maker(list.type());
    if (maker instanceof Maker.OfImage image) {
      return new ImageRange(new Image(((Layout.OfScalar) list.element()).scalar(), image));
    }
    Maker.OfParts parts = (Maker.OfParts) maker;
    return new ListRange(
        list.type() instanceof MapType
            ? entries((Layout.OfRecord) list.element(), parts)
            : elements(list.element(), parts),
        list.element().alignment());
  }

  Range range(Layout.OfString string) {
    return new StringRange((Maker.OfString) values.maker(string.type()));
  }

  private Elements elements(Layout element, Maker.OfParts maker) {
    return new Elements(new Loader[] {of(element)}, new int[] {0}, element.size(), maker);
  }

  private Elements entries(Layout.OfRecord entry, Maker.OfParts maker) {
    return new Elements(all(entry.fields()), entry.offsetArray(), entry.size(), maker);
  }

  private record ScalarLoader(Scalar scalar, Maker.OfScalar maker) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      long slot = scalar.load(context.memory(), pointer);
      context.charge(maker.heap(slot));
      return maker.make(slot);
    }
  }

  /** Loads a string or list from its pointer and its length. */
  private record PairLoader(Range range) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      Memory memory = context.memory();
      return range.load(
          context,
          Integer.toUnsignedLong(memory.readInt(pointer)),
          Integer.toUnsignedLong(memory.readInt(pointer + ElementSize.POINTER_SIZE)));
    }
  }

  private record StringRange(Maker.OfString maker) implements Range {
    @Override
    public Object load(Context context, long begin, long length) {
      return maker.make(Strings.load(context, begin, length), context.deadline());
    }
  }

  /** Loads consecutive scalars, as one copy of bytes. */
  record Image(Scalar scalar, Maker.OfImage maker) {
    Object load(Context context, long begin, int byteLength) {
      long charged = Heap.bytes(byteLength);
      context.charge(charged);
      byte[] image = context.read(begin, byteLength);
      for (int at = 0; at < byteLength; at += Context.PIECE) {
        scalar.liftAll(image, at, Math.min(byteLength, at + Context.PIECE));
        context.worked(Math.min(byteLength - at, Context.PIECE));
      }
      context.charge(Math.max(0, maker.heap(image, context.deadline()) - charged));
      return maker.make(image, context.deadline());
    }
  }

  private record ImageRange(Image image) implements Range {
    @Override
    public Object load(Context context, long begin, long length) {
      int size = image.scalar().size();
      checkRange(context, begin, length, size, size);
      return image.load(context, begin, (int) length * size);
    }
  }

  private record FixedImageLoader(Image image, int byteLength) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      return image.load(context, pointer, byteLength);
    }
  }

  /** Loads consecutive elements of a list (one part each) or entries of a map (two parts each). */
  private record Elements(Loader[] parts, int[] offsets, int size, Maker.OfParts maker) {
    Object load(Context context, long begin, int length) {
      int count = length * parts.length;
      context.charge(Math.max(Heap.references(count), maker.heap(count)));
      Object[] loaded = new Object[count];
      int at = 0;
      for (int i = 0; i < length; i++) {
        long pointer = begin + (long) i * size;
        for (int j = 0; j < parts.length; j++) {
          loaded[at++] = parts[j].load(context, pointer + offsets[j]);
        }
        context.worked(ELEMENT);
      }
      return maker.make(loaded, context.deadline());
    }
  }

  private record ListRange(Elements elements, int alignment) implements Range {
    @Override
    public Object load(Context context, long begin, long length) {
      checkRange(context, begin, length, elements.size(), alignment);
      return elements.load(context, begin, (int) length);
    }
  }

  private record FixedListLoader(Elements elements, int length) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      return elements.load(context, pointer, length);
    }
  }

  private record RecordLoader(Loader[] fields, int[] offsets, Maker.OfParts maker)
      implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      context.charge(Math.max(Heap.references(fields.length), maker.heap(fields.length)));
      Object[] loaded = new Object[fields.length];
      for (int i = 0; i < fields.length; i++) {
        loaded[i] = fields[i].load(context, pointer + offsets[i]);
      }
      context.worked(ELEMENT);
      return maker.make(loaded, context.deadline());
    }
  }

  private record VariantLoader(
      Loader[] cases, int discriminantSize, int payloadOffset, Maker.OfCase maker)
      implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      Memory memory = context.memory();
      int index =
          checkCase(
              switch (discriminantSize) {
                case 1 -> memory.readByte(pointer) & 0xFF;
                case 2 -> memory.readShort(pointer) & 0xFFFF;
                default -> memory.readInt(pointer);
              },
              cases.length);
      Loader payload = cases[index];
      context.charge(maker.heap(index));
      return maker.make(
          index, payload == null ? null : payload.load(context, pointer + payloadOffset));
    }
  }

  private record OwnLoader(ResourceType resource) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      context.charge(Heap.HANDLE);
      return context.handles().liftOwn(resource, context.memory().readInt(pointer));
    }
  }

  private record BorrowLoader(ResourceType resource) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      context.charge(Heap.HANDLE);
      return context.handles().liftBorrow(resource, context.memory().readInt(pointer));
    }
  }

  private record EndLoader(Layout.OfEnd end, Maker.OfEnd maker) implements Loader {
    @Override
    public Object load(Context context, long pointer) {
      return liftEnd(context, end, maker, context.memory().readInt(pointer));
    }
  }

  /** {@code lift_stream}, {@code lift_future}, {@code lift_error_context}. */
  static Object liftEnd(Context context, Layout.OfEnd end, Maker.OfEnd maker, int index) {
    context.charge(end.heap());
    Ends ends = context.handles().ends();
    return maker.make(
        end.isErrorContext() ? ends.liftErrorContext(index) : ends.liftEnd(end.type(), index));
  }

  /** Checks a discriminant, unsigned, and returns the index of a case. */
  static int checkCase(int discriminant, int cases) {
    if (Integer.compareUnsigned(discriminant, cases) >= 0) {
      throw Trap.of(
          "invalid variant discriminant: "
              + Integer.toUnsignedString(discriminant)
              + " of "
              + cases
              + " cases");
    }
    return discriminant;
  }

  private static void checkRange(
      Context context, long begin, long length, int elementSize, int alignment) {
    long byteLength = length * elementSize;
    if (byteLength > ElementSize.MAX_BYTES) {
      throw Trap.of(
          "list content out-of-bounds: "
              + byteLength
              + " bytes, expected at most "
              + ElementSize.MAX_BYTES);
    }
    context.checkPlace("list content", begin, byteLength, alignment);
  }
}
