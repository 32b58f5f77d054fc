package radicchio.runtime.stream;

import java.util.Optional;
import radicchio.abi.ElementPlan;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Trap;
import radicchio.component.ValType;
import radicchio.component.ValType.Prim;
import radicchio.runtime.resource.Outside;

/**
 * The elements of one copy, and its progress ({@code Buffer}): in the memory of a guest, or in an array of the host. The same
 * buffer is read by a write, and written by a read.
 */
public final class CopyBuffer {
  /** The most elements ({@code Buffer.MAX_LENGTH}). */
  static final int MAX_LENGTH = (1 << 28) - 1;

  /** The most bytes that are copied at a time between two guests. */
  private static final int PIECE = 1 << 16;

  private sealed interface Place {}

  private record InGuest(
      Participant instance, CanonicalOptions options, ElementPlan plan, long pointer)
      implements Place {
    long at(int element) {
      return pointer + (long) element * plan.size();
    }
  }

  private record InBytes(byte[] array, int offset, int size) implements Place {
    int at(int element) {
      return offset + element * size;
    }
  }

  private record InObjects(Object[] array, int offset, ElementPlan plan, Outside outside)
      implements Place {}

  private final Place place;
  private final int length;
  private int progress;

  private CopyBuffer(Place place, int length) {
    this.place = place;
    this.length = length;
  }

  /**
   * Makes a buffer in a guest's memory ({@code BufferGuestImpl}).
   *
   * @param plan the plan of the elements as staged values
   * @param length unsigned
   * @throws radicchio.error.RadicchioException {@code TRAP} if it is too long, unaligned or out of bounds
   */
  public static CopyBuffer ofGuest(
      Participant instance, CanonicalOptions options, ElementPlan plan, long pointer, int length) {
    if (Integer.compareUnsigned(length, MAX_LENGTH) > 0) {
      throw Trap.of(
          "stream buffer of "
              + Integer.toUnsignedString(length)
              + " elements, expected at most "
              + MAX_LENGTH);
    }
    if (plan.size() > 0 && length > 0) {
      plan.checkBuffer(instance.context(options, Outside.COMPONENT), pointer, length);
    }
    return new CopyBuffer(new InGuest(instance, options, plan, pointer), length);
  }

  /**
   * Makes a buffer of scalars of the host.
   *
   * @param size the size of an element in bytes
   * @param length in elements
   */
  public static CopyBuffer ofBytes(byte[] array, int offset, int size, int length) {
    return new CopyBuffer(new InBytes(array, offset, size), length);
  }

  /**
   * Makes a buffer of other elements of the host: staged values to write, or host values to read.
   *
   * @param plan the plan of the elements as values of the host
   * @param outside the form of handles in them
   */
  public static CopyBuffer ofObjects(
      Object[] array, int offset, int length, ElementPlan plan, Outside outside) {
    return new CopyBuffer(new InObjects(array, offset, plan, outside), length);
  }

  int length() {
    return length;
  }

  public int progress() {
    return progress;
  }

  public int remaining() {
    return length - progress;
  }

  boolean isZeroLength() {
    return length == 0;
  }

  /** Copies as many elements as both can. */
  public static void copy(CopyBuffer from, CopyBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    if (from.place instanceof InGuest source) {
      fromGuest(source, from.progress, to, count);
    } else if (from.place instanceof InBytes source) {
      fromBytes(source, from.progress, to, count);
    } else if (from.place instanceof InObjects source) {
      fromObjects(source, from.progress, to, count);
    }
    from.progress += count;
    to.progress += count;
  }

  private static void fromGuest(InGuest source, int at, CopyBuffer to, int count) {
    if (to.place instanceof InGuest target) {
      betweenGuests(source, at, target, to.progress, count);
    } else if (to.place instanceof InBytes target) {
      source.plan.loadBytes(
          source.instance.context(source.options, Outside.JAVA),
          source.at(at),
          target.array,
          target.at(to.progress),
          count * target.size);
    } else if (to.place instanceof InObjects target) {
      target.plan.load(
          source.instance.context(source.options, target.outside),
          source.at(at),
          target.array,
          target.offset + to.progress,
          count);
    }
  }

  private static void betweenGuests(
      InGuest source, int sourceAt, InGuest target, int targetAt, int count) {
    int size = source.plan.size();
    if (size == 0) {
      return;
    }
    var lift = source.instance.context(source.options, Outside.COMPONENT);
    var lower = target.instance.context(target.options, Outside.COMPONENT);
    if (!source.plan.isScalar()) {
      Object[] staged = new Object[count];
      source.plan.load(lift, source.at(sourceAt), staged, 0, count);
      target.plan.store(lower, staged, 0, count, target.at(targetAt));
      return;
    }
    int piece = Math.max(1, Math.min(count, PIECE / size));
    byte[] bytes = new byte[piece * size];
    for (int done = 0; done < count; done += piece) {
      int length = Math.min(piece, count - done) * size;
      source.plan.loadBytes(lift, source.at(sourceAt + done), bytes, 0, length);
      target.plan.storeBytes(lower, bytes, 0, length, target.at(targetAt + done));
    }
  }

  private static void fromBytes(InBytes source, int at, CopyBuffer to, int count) {
    if (to.place instanceof InGuest target) {
      target.plan.storeBytes(
          target.instance.context(target.options, Outside.JAVA),
          source.array,
          source.at(at),
          count * source.size,
          target.at(to.progress));
    } else if (to.place instanceof InBytes target) {
      System.arraycopy(
          source.array, source.at(at), target.array, target.at(to.progress), count * source.size);
    }
  }

  private static void fromObjects(InObjects source, int at, CopyBuffer to, int count) {
    if (to.place instanceof InGuest target) {
      target.plan.store(
          target.instance.context(target.options, source.outside),
          source.array,
          source.offset + at,
          count,
          target.at(to.progress));
    } else if (to.place instanceof InObjects target) {
      target.plan.restage(
          source.array, source.offset + at, target.array, target.offset + to.progress, count);
    }
  }

  /**
   * Traps if both are of the same component instance, unless the elements are numbers. The specification calls this temporary.
   */
  static void checkApart(CopyBuffer a, CopyBuffer b, Optional<ValType> element, String what) {
    if (a.place instanceof InGuest one
        && b.place instanceof InGuest other
        && one.instance == other.instance
        && !isNoneOrNumber(element)) {
      throw Trap.of("cannot read from and write to intra-component " + what);
    }
  }

  /** {@code none_or_number_type}. */
  private static boolean isNoneOrNumber(Optional<ValType> element) {
    return element.isEmpty()
        || element.get() instanceof Prim prim
            && switch (prim) {
              case S8, U8, S16, U16, S32, U32, S64, U64, F32, F64 -> true;
              case BOOL, CHAR, STRING, ERROR_CONTEXT -> false;
            };
  }
}
