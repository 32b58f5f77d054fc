package radicchio.abi.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.value.Heap;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.Case;
import radicchio.component.ValType.EnumType;
import radicchio.component.ValType.Field;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FlagsType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.MapType;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.OwnType;
import radicchio.component.ValType.Prim;
import radicchio.component.ValType.RecordType;
import radicchio.component.ValType.ResultType;
import radicchio.component.ValType.StreamType;
import radicchio.component.ValType.TupleType;
import radicchio.component.ValType.VariantType;
import radicchio.engine.CoreType;
import radicchio.error.RadicchioException;

/**
 * Converts types to layouts ("Despecialization"). A type object that occurs twice is laid out once, so that the work is
 * proportional to the size of the component's text. One thread uses it, to make one plan.
 */
public final class Despecialize implements ValType.Cases<Layout> {
  private final Map<ValType, Layout> made = new IdentityHashMap<>();
  private int depth;

  /**
   * Returns the layout of a type.
   *
   * @throws RadicchioException {@code INVALID} if it has none
   */
  public Layout of(ValType type) {
    Layout known = made.get(type);
    if (known != null) {
      return known;
    }
    if (++depth > ElementSize.MAX_DEPTH) {
      throw InvalidType.because(
          "expected at most " + ElementSize.MAX_DEPTH + " levels of nested types, got more");
    }
    Layout layout = type.match(this);
    depth--;
    made.put(type, layout);
    return layout;
  }

  @Override
  public Layout on(Prim type) {
    return switch (type) {
      case STRING -> new Layout.OfString(type);
      case ERROR_CONTEXT -> new Layout.OfEnd(type);
      case BOOL, S8, U8, S16, U16, S32, U32, S64, U64, F32, F64, CHAR -> scalar(type);
    };
  }

  @Override
  public Layout on(EnumType type) {
    return scalar(type);
  }

  @Override
  public Layout on(FlagsType type) {
    return scalar(type);
  }

  @Override
  public Layout on(ListType type) {
    return new Layout.OfList(type, of(type.element()));
  }

  @Override
  public Layout on(MapType type) {
    return map(type);
  }

  @Override
  public Layout on(FixedListType type) {
    return fixedList(type);
  }

  @Override
  public Layout on(RecordType type) {
    return record(type, type.fields().stream().map(Field::type).toList());
  }

  @Override
  public Layout on(TupleType type) {
    return record(type, type.elements());
  }

  @Override
  public Layout on(VariantType type) {
    return variant(type, type.cases().stream().map(Case::type).toList());
  }

  @Override
  public Layout on(OptionType type) {
    return variant(type, List.of(Optional.empty(), Optional.of(type.element())));
  }

  @Override
  public Layout on(ResultType type) {
    return variant(type, Arrays.asList(type.ok(), type.err()));
  }

  @Override
  public Layout on(OwnType type) {
    return new Layout.OfHandle(type, type.resource(), true);
  }

  @Override
  public Layout on(BorrowType type) {
    return new Layout.OfHandle(type, type.resource(), false);
  }

  @Override
  public Layout on(StreamType type) {
    return new Layout.OfEnd(type);
  }

  @Override
  public Layout on(FutureType type) {
    return new Layout.OfEnd(type);
  }

  private static Layout scalar(ValType type) {
    Scalar scalar = Scalar.of(type);
    return new Layout.OfScalar(type, scalar, List.of(scalar.core()));
  }

  private Layout map(MapType map) {
    boolean isKey =
        map.key() == Prim.STRING
            || Scalar.is(map.key())
                && !(map.key() instanceof EnumType || map.key() instanceof FlagsType)
                && map.key() != Prim.F32
                && map.key() != Prim.F64;
    if (!isKey) {
      throw InvalidType.because(
          "expected a bool, an integer, a char or a string as the key of a map, got " + map.key());
    }
    return new Layout.OfList(map, of(new TupleType(List.of(map.key(), map.value()))));
  }

  private Layout fixedList(FixedListType list) {
    if (list.length() <= 0) {
      throw InvalidType.because("expected a fixed length of at least 1, got " + list.length());
    }
    Layout element = of(list.element());
    int size = checkedSize(element.elementSize().times(list.length()));
    List<CoreType> flat = new ArrayList<>();
    for (int i = 0; i < list.length() && flat.size() <= FlatTypes.MAX_PARAMS; i++) {
      flat.addAll(element.flat());
    }
    return new Layout.OfFixedList(list, element, list.length(), size, cut(flat));
  }

  /** Returns the layout of a record, a tuple, or the parameters of a function that pass through memory. */
  public Layout.OfRecord record(ValType type, List<ValType> fieldTypes) {
    if (fieldTypes.isEmpty()) {
      throw InvalidType.because("expected at least one field in a record or tuple");
    }
    List<Layout> fields = fieldTypes.stream().map(this::of).toList();
    List<Integer> offsets = new ArrayList<>();
    List<CoreType> flat = new ArrayList<>();
    ElementSize size = ElementSize.EMPTY;
    long heap = Heap.references(fieldTypes.size());
    for (Layout field : fields) {
      offsets.add(checkedSize(size.offsetOf(field.elementSize())));
      size = size.then(field.elementSize());
      heap += field.heap();
      if (flat.size() <= FlatTypes.MAX_PARAMS) {
        flat.addAll(field.flat());
      }
    }
    int whole = checkedSize(size.padded());
    return new Layout.OfRecord(
        type, fields, List.copyOf(offsets), size.alignment(), whole, cut(flat), heap);
  }

  private Layout variant(ValType type, List<Optional<ValType>> caseTypes) {
    List<Optional<Layout>> cases = caseTypes.stream().map(c -> c.map(this::of)).toList();
    List<Layout> payloads = cases.stream().flatMap(Optional::stream).toList();
    ElementSize discriminant = ElementSize.discriminant(cases.size());
    ElementSize payload = ElementSize.anyOf(payloads.stream().map(Layout::elementSize).toList());
    ElementSize whole = discriminant.then(payload).padded();
    long payloadHeap = payloads.stream().mapToLong(Layout::heap).max().orElse(0);
    return new Layout.OfVariant(
        type,
        cases,
        (int) discriminant.bytes(),
        (int) discriminant.offsetOf(payload),
        whole.alignment(),
        checkedSize(whole),
        cut(FlatTypes.choice(payloads.stream().map(Layout::flat).toList())),
        Heap.object(1, 4) + payloadHeap);
  }

  private static List<CoreType> cut(List<CoreType> flat) {
    return List.copyOf(flat.subList(0, Math.min(flat.size(), FlatTypes.MAX_PARAMS + 1)));
  }

  private static int checkedSize(ElementSize size) {
    return checkedSize(size.bytes());
  }

  private static int checkedSize(long size) {
    if (size > ElementSize.MAX_BYTES) {
      throw InvalidType.because(
          "expected values of at most " + ElementSize.MAX_BYTES + " bytes, got a type of " + size);
    }
    return (int) size;
  }
}
