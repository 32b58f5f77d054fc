package radicchio.abi.context;

import radicchio.component.ValType;

/**
 * The streams, futures and error contexts in the handle table of the instance that a call enters or leaves. The implementation
 * determines the form of a lifted one, as {@link Handles} does for handles.
 */
public interface Ends {

  /**
   * {@code lift_stream}, {@code lift_future}: removes the readable end from the table.
   *
   * @param type a {@link ValType.StreamType} or {@link ValType.FutureType}
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not a readable end of this type, or one that is in
   *     use
   */
  Object liftEnd(ValType type, int index);

  /** {@code lower_stream}, {@code lower_future}: adds the readable end to the table and returns its index. */
  int lowerEnd(ValType type, Object end);

  /**
   * {@code lift_error_context}: the error context stays in the table.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not an error context
   */
  Object liftErrorContext(int index);

  /** {@code lower_error_context}: adds the error context to the table and returns its index. */
  int lowerErrorContext(Object context);
}
