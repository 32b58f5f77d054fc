package radicchio.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.abi.layout.Despecialize;
import radicchio.abi.layout.ElementSize;
import radicchio.abi.layout.FlatTypes;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.component.ValType.Field;
import radicchio.engine.CoreType;
import radicchio.engine.Deadline;
import radicchio.engine.ExternType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * The plan of one function type: it reads, lowers and lifts the function's values. It is made when a function is linked,
 * is immutable, and any thread may use it.
 *
 * <p>To call a guest's function ({@code canon lift}): {@link #readArguments}, {@link #lowerArguments}, the core call,
 * {@link #liftResult}, then {@code post-return} with the same core results. For a guest's call of a host function
 * ({@code canon lower}): {@link #liftArguments}, the host's function, {@link #readResult}, {@link #lowerResult}. From
 * component to component, with two contexts and the plan of {@link PlainValues}: {@link #liftArguments} in the caller's
 * context, {@link #lowerArguments} in the callee's, the core call, {@link #liftResult} in the callee's, {@link
 * #lowerResult} in the caller's.
 *
 * <p>If {@link #isScalar} is true, {@link #readScalar}, the core call and {@link #makeResult} do the same without a
 * context, and without boxing arguments.
 */
public final class CanonicalFunction {

  private static final long[] NO_RESULTS = {};
  private static final Object[] NO_ARGUMENTS = {};
  private static final PrimitiveForm[] NO_FORMS = {};

  private final FuncType type;
  private final Passing params;
  private final Passing result;
  private final boolean scalar;

  /** The forms of its parameters and then of its result; empty if one of them has none, or if it has no result. */
  private final PrimitiveForm[] primitives;

  private final String[] names;
  private final ValueReader[] readers;
  private final ValueReader.OfScalar[] scalarReaders;
  private final Optional<ValueReader> resultReader;
  private final Values paramValues;
  private final Values resultValues;

  /** Made on first use. */
  private volatile AsyncFunction async;

  private CanonicalFunction(FuncType type, Values paramValues, Values resultValues) {
    Despecialize layouts = new Despecialize();
    List<ValType> paramTypes = type.params().stream().map(Field::type).toList();
    List<ValType> resultTypes = type.result().map(List::of).orElse(List.of());
    this.type = type;
    this.params = Passing.of(layouts, paramTypes, FlatTypes.MAX_PARAMS, paramValues);
    this.result = Passing.of(layouts, resultTypes, FlatTypes.MAX_RESULTS, resultValues);
    this.scalar = params.isScalar() && result.isScalar();
    this.primitives = primitives(paramTypes, resultTypes);
    this.names = type.params().stream().map(Field::name).toArray(String[]::new);
    this.readers = paramTypes.stream().map(paramValues::reader).toArray(ValueReader[]::new);
    this.scalarReaders = new ValueReader.OfScalar[readers.length];
    for (int i = 0; i < readers.length; i++) {
      scalarReaders[i] = readers[i] instanceof ValueReader.OfScalar s ? s : null;
    }
    this.resultReader = type.result().map(resultValues::reader);
    this.paramValues = paramValues;
    this.resultValues = resultValues;
  }

  private static PrimitiveForm[] primitives(List<ValType> params, List<ValType> results) {
    PrimitiveForm[] forms =
        Stream.concat(params.stream(), results.stream())
            .map(PrimitiveForm::of)
            .toArray(PrimitiveForm[]::new);
    boolean all = !results.isEmpty() && !List.of(forms).contains(PrimitiveForm.NONE);
    return all ? forms : NO_FORMS;
  }

  /**
   * Makes the plan of a function type.
   *
   * @param values the conversion of its values
   * @throws radicchio.error.RadicchioException {@code INVALID} for an invalid type (an empty record, 33 flags)
   */
  public static CanonicalFunction of(FuncType type, Values values) {
    return new CanonicalFunction(type, values, values);
  }

  /** Does the same as {@link #of(FuncType, Values)}, with different conversions for parameters and the result. */
  public static CanonicalFunction of(FuncType type, Values paramValues, Values resultValues) {
    return new CanonicalFunction(type, paramValues, resultValues);
  }

  /** Returns the most elements of a list of a type: their size in memory is at most 2²⁸−1 bytes. */
  public static int maxListLength(ValType element) {
    return ElementSize.MAX_BYTES / new Despecialize().of(element).size();
  }

  /** Returns the approximate heap in bytes of an element of a type in a list, for {@link Reading#charge}. */
  public static long heapOfElement(ValType element) {
    return new Despecialize().of(element).heap() + Heap.REFERENCE;
  }

  public FuncType type() {
    return type;
  }

  /** Returns the plan of the same values for the async ABI. */
  public AsyncFunction async() {
    AsyncFunction known = async;
    if (known == null) {
      known = AsyncFunction.of(type, paramValues, resultValues);
      async = known;
    }
    return known;
  }

  /** {@code flatten_functype(…, 'lift')}: the core type of a function that can be lifted to this type. */
  public ExternType.FuncType liftedType() {
    return new ExternType.FuncType(params.passed(), result.passed());
  }

  /** {@code flatten_functype(…, 'lower')}: the core type that this type is lowered to. */
  public ExternType.FuncType loweredType() {
    if (!result.inMemory()) {
      return liftedType();
    }
    List<CoreType> withPointer = new ArrayList<>(params.passed());
    withPointer.add(CoreType.I32);
    return new ExternType.FuncType(withPointer, List.of());
  }

  /** Tests whether it has only scalars, and at most 16 parameters, so that no value passes through memory. */
  public boolean isScalar() {
    return scalar;
  }

  /**
   * Converts one argument of a scalar function to its core value.
   *
   * @throws radicchio.error.RadicchioException as {@link #readArguments}
   */
  public long readScalar(int parameter, Object value) {
    try {
      return scalarReaders[parameter].readSlot(value);
    } catch (Refusal refusal) {
      throw refusal.exception(names[parameter]);
    }
  }

  /** Returns the host value of a scalar function's core result, or null if the type has no result. */
  public Object makeResult(long slot) {
    return result.isEmpty() ? null : result.makeScalar(slot);
  }

  /** Tests whether {@link #isScalar} is true, and all parameters and the result have a primitive type of the JVM. */
  public boolean isPrimitive() {
    return scalar && primitives.length > 0;
  }

  /**
   * Converts one argument of such a function.
   *
   * @param value a long, or for an {@code f32} or {@code f64} the bits of a double
   * @throws radicchio.error.RadicchioException as {@link #readArguments}
   */
  public long readPrimitive(int parameter, long value) {
    try {
      return primitives[parameter].isDouble()
          ? scalarReaders[parameter].readSlot(Double.longBitsToDouble(value))
          : scalarReaders[parameter].readSlot(value);
    } catch (Refusal refusal) {
      throw refusal.exception(names[parameter]);
    }
  }

  /** Returns a long, or the bits of a double, for the core result of such a function. */
  public long makePrimitive(long slot) {
    return primitives[primitives.length - 1].ofSlot(result.liftScalar(slot));
  }

  /** Tests whether values of a type are doubles for {@link #readPrimitive} and {@link #makePrimitive}. */
  public static boolean isDouble(ValType type) {
    return PrimitiveForm.of(type).isDouble();
  }

  /**
   * Reads all arguments before anything is lowered.
   *
   * @param arguments one for each parameter
   * @param loweredBytes the approximate most heap in bytes for elements of sequences without a count; more is {@code LIMIT}
   * @param deadline checked at least once every few thousand elements
   * @return staged arguments
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} or {@code CLOSED} for the first value that does not fit its
   *     type or cannot be read, {@code LIMIT} for an infinite sequence or for more than the heap holds; with the path in
   *     the message and under {@code :path}
   */
  public Object[] readArguments(Object[] arguments, long loweredBytes, Deadline deadline) {
    if (arguments.length != readers.length) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          "expected "
              + readers.length
              + " arguments ("
              + ForeignText.listed(List.of(names), ForeignText::escaped)
              + "), got "
              + arguments.length);
    }
    Reading reading = new Reading(loweredBytes, deadline);
    Object[] staged = new Object[arguments.length];
    try {
      for (int i = 0; i < staged.length; i++) {
        staged[i] = readers[i].readWhole(arguments[i], reading);
        reading.next();
      }
      reading.confirm();
    } catch (Refusal refusal) {
      throw refusal.exception(names[reading.argument()]);
    }
    return staged;
  }

  /**
   * Reads a host function's result. If the type has no result, the value is ignored.
   *
   * @return the staged result, or null
   * @throws radicchio.error.RadicchioException as {@link #readArguments}; the path starts with "result"
   */
  public Object readResult(Object value, long loweredBytes, Deadline deadline) {
    if (resultReader.isEmpty()) {
      return null;
    }
    try {
      Reading reading = new Reading(loweredBytes, deadline);
      Object staged = resultReader.get().readWhole(value, reading);
      reading.confirm();
      return staged;
    } catch (Refusal refusal) {
      throw refusal.exception("result");
    }
  }

  /**
   * Lowers staged arguments for a lifted callee ({@code lower_flat_values}).
   *
   * @return the core arguments
   */
  public long[] lowerArguments(Context context, Object[] staged) {
    try {
      return params.lower(context, staged);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /** Lifts the core results of a lifted callee. Returns null if the type has no result. */
  public Object liftResult(Context context, long[] results) {
    try {
      return result.isEmpty() ? null : result.liftOne(context, results);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /** Lifts the core arguments of a guest's call of a lowered function. */
  public Object[] liftArguments(Context context, long[] arguments) {
    try {
      return params.isEmpty() ? NO_ARGUMENTS : params.lift(context, arguments);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /**
   * Lowers the staged result for the guest that called.
   *
   * @param arguments the core arguments of that call; the last one may be the address for the result
   * @return the core results
   */
  public long[] lowerResult(Context context, Object staged, long[] arguments) {
    try {
      if (result.isEmpty()) {
        return NO_RESULTS;
      }
      if (!result.inMemory()) {
        return result.lower(context, new Object[] {staged});
      }
      long pointer = arguments[arguments.length - 1] & 0xFFFF_FFFFL;
      result.storeAt(context, new Object[] {staged}, pointer);
      return NO_RESULTS;
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }
}
