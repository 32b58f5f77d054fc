package radicchio.abi;

import java.util.Optional;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.abi.layout.Despecialize;
import radicchio.abi.layout.Layout;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.engine.Deadline;

/**
 * The plan of the elements of a stream or the value of a future: it checks and copies batches of them between a guest's memory
 * and the host, or another component. It is made once for a type, is immutable, and any thread may use it.
 *
 * <p>A batch of <em>scalars</em> is bytes, as in memory. A batch of other elements is an array of objects: host values when they
 * are lifted, staged values when they are lowered. Without an element type a batch is only a number of elements, and an array of
 * nulls.
 */
public final class ElementPlan {
  /** The work of an element, in bytes. */
  private static final int ELEMENT = 16;

  private final Optional<Layout> layout;
  private final Scalar scalar;
  private final Loader loader;
  private final Storer storer;
  private final ValueReader reader;
  private final Maker.OfScalar scalarMaker;
  private final Restage.Remaker remaker;

  private ElementPlan(Optional<ValType> type, Values values) {
    this.layout = type.map(t -> new Despecialize().of(t));
    this.scalar =
        layout
            .filter(Layout.OfScalar.class::isInstance)
            .map(l -> ((Layout.OfScalar) l).scalar())
            .orElse(null);
    this.loader = layout.map(l -> new Load(values).of(l)).orElse(null);
    this.storer = layout.map(l -> new Store().of(l)).orElse(null);
    this.reader = type.map(values::reader).orElse((value, reading) -> null);
    this.remaker = layout.map(l -> new Restage(values).of(l)).orElse(staged -> null);
    this.scalarMaker = scalar == null ? null : (Maker.OfScalar) values.maker(type.get());
  }

  /**
   * Makes the plan of an element type.
   *
   * @param type empty for a stream or future without one
   * @param values the conversion of the elements
   * @throws radicchio.error.RadicchioException {@code INVALID} for an invalid type
   */
  public static ElementPlan of(Optional<ValType> type, Values values) {
    return new ElementPlan(type, values);
  }

  /** Tests whether batches are bytes. */
  public boolean isScalar() {
    return scalar != null;
  }

  /** Returns the size of an element in memory; 0 without an element type. */
  public int size() {
    return layout.map(Layout::size).orElse(0);
  }

  /** Returns the alignment of an element in memory; 1 without an element type. */
  public int alignment() {
    return layout.map(Layout::alignment).orElse(1);
  }

  /**
   * Checks a guest's buffer of at least one element: aligned and in bounds.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} otherwise
   */
  public void checkBuffer(Context context, long pointer, int length) {
    context.checkPlace("buffer", pointer, (long) length * size(), alignment());
  }

  /** Loads scalars into bytes of the host. */
  public void loadBytes(Context context, long pointer, byte[] target, int offset, int length) {
    for (int at = 0; at < length; at += Context.PIECE) {
      int piece = Math.min(Context.PIECE, length - at);
      context.memory().read(pointer + at, target, offset + at, piece);
      scalar.liftAll(target, offset + at, offset + at + piece);
      context.worked(piece);
    }
  }

  /** Stores scalars from bytes of the host, each of them valid. */
  public void storeBytes(Context context, byte[] source, int offset, int length, long pointer) {
    context.write(pointer, source, offset, length);
  }

  /** Loads elements that are not scalars. */
  public void load(Context context, long pointer, Object[] target, int offset, int count) {
    if (layout.isEmpty()) {
      return;
    }
    try {
      for (int i = 0; i < count; i++) {
        target[offset + i] = loader.load(context, pointer + (long) i * layout.get().size());
        context.worked(ELEMENT);
      }
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /** Stores staged elements that are not scalars. */
  public void store(Context context, Object[] staged, int offset, int count, long pointer) {
    if (layout.isEmpty()) {
      return;
    }
    try {
      for (int i = 0; i < count; i++) {
        storer.store(context, staged[offset + i], pointer + (long) i * layout.get().size());
        context.worked(ELEMENT);
      }
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /** Makes host values of staged elements, which no guest has had. */
  public void restage(Object[] staged, int from, Object[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = remaker.make(staged[from + i]);
    }
  }

  /**
   * Reads a host value to its staged form, outside a call.
   *
   * @param what its name in messages, such as {@code "element"}
   * @param loweredBytes the approximate most heap in bytes for elements of sequences without a count
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} or {@code LIMIT} as for the arguments of a function
   */
  public Object read(String what, Object value, long loweredBytes) {
    Reading reading = new Reading(loweredBytes, Deadline.NONE);
    try {
      Object staged = reader.readWhole(value, reading);
      reading.confirm();
      return staged;
    } catch (Refusal refusal) {
      throw refusal.exception(what);
    }
  }

  /** Reads a host value of a scalar type into bytes, where {@link #read} would return its slot. */
  public void readScalar(String what, Object value, byte[] target, int offset) {
    try {
      scalar.put(target, offset, ((ValueReader.OfScalar) reader).readSlot(value));
    } catch (Refusal refusal) {
      throw refusal.exception(what);
    }
  }

  /** Makes the host value of a scalar in bytes. */
  public Object makeScalar(byte[] source, int offset) {
    return scalarMaker.make(scalar.get(source, offset));
  }
}
