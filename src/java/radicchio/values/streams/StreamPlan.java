package radicchio.values.streams;

import java.util.Optional;
import radicchio.abi.ElementPlan;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.Prim;
import radicchio.runtime.stream.host.BlockingProducer.Sink;

/**
 * How the elements of a stream are read one by one and, if they are numbers, in batches.
 *
 * @param element the plan of an element
 * @param batch the plan of a list of elements, if they are numbers
 * @param bytes whether it is a {@code stream<u8>}
 */
record StreamPlan(ElementPlan element, Optional<ElementPlan> batch, boolean bytes) {
  /** The most heap in bytes for a sequence without a count in an element. */
  static final long LOWERED_BYTES = 1L << 28;

  static StreamPlan of(Optional<ValType> type, Values values) {
    return new StreamPlan(
        ElementPlan.of(type, values),
        type.filter(StreamPlan::isNumber)
            .map(number -> ElementPlan.of(Optional.of(new ListType(number)), values)),
        type.filter(t -> t == Prim.U8).isPresent());
  }

  private static boolean isNumber(ValType type) {
    return type instanceof Prim prim
        && switch (prim) {
          case S8, U8, S16, U16, S32, U32, S64, U64, F32, F64 -> true;
          case BOOL, CHAR, STRING, ERROR_CONTEXT -> false;
        };
  }

  /** Tests whether a value is a batch of elements, and cannot be an element. */
  boolean isBatch(Object value) {
    return batch.isPresent() && value != null && !(value instanceof Number);
  }

  /** Returns the elements of a batch, as in memory. */
  byte[] readBatch(Object value) {
    return (byte[]) batch.orElseThrow().read("batch", value, LOWERED_BYTES);
  }

  /**
   * Adds an element.
   *
   * @param scalar as long as an element, if that is a scalar
   */
  boolean write(Sink sink, Object value, byte[] scalar) {
    if (!element.isScalar()) {
      return sink.write(element.read("element", value, LOWERED_BYTES));
    }
    element.readScalar("element", value, scalar, 0);
    return sink.write(scalar, 0, scalar.length);
  }
}
