package radicchio.values.java;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.GuestString;
import radicchio.abi.value.Maker;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.Case;
import radicchio.component.ValType.EnumType;
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
import radicchio.values.streams.EndValues;

/**
 * Converts values from and to Java. Lifted values are immutable, except for arrays and streams; no value is null, except for the
 * payload of an arm or a case without one. Readers never wrap, truncate or guess.
 */
public final class JavaValues implements Values {
  public static final JavaValues INSTANCE = new JavaValues();

  static {
    JavaClasses.ensure();
  }

  private JavaValues() {}

  @Override
  public ValueReader reader(ValType type) {
    return new Readers().of(type);
  }

  /** The readers of one type and its parts. A type object that occurs twice has one reader. */
  private static final class Readers implements ValType.Cases<ValueReader> {
    private final Map<ValType, ValueReader> made = new IdentityHashMap<>();

    ValueReader of(ValType type) {
      ValueReader reader = made.get(type);
      if (reader == null) {
        reader = type.match(this);
        made.put(type, reader);
      }
      return reader;
    }

    @Override
    public ValueReader on(Prim type) {
      if (type == Prim.ERROR_CONTEXT) {
        return EndValues.errorContextReader();
      }
      return type == Prim.STRING ? JavaTexts.STRING : JavaScalars.reader(type);
    }

    @Override
    public ValueReader on(EnumType type) {
      return new JavaLabels(type.cases()).enumReader();
    }

    @Override
    public ValueReader on(FlagsType type) {
      return new JavaLabels(type.labels()).flagsReader();
    }

    @Override
    public ValueReader on(ListType type) {
      return JavaLists.reader(type.element(), of(type.element()));
    }

    @Override
    public ValueReader on(FixedListType type) {
      return JavaLists.reader(type.element(), of(type.element()), type.length());
    }

    @Override
    public ValueReader on(TupleType type) {
      return JavaParts.tuple(all(type.elements()));
    }

    @Override
    public ValueReader on(RecordType type) {
      return JavaParts.record(type, all(type.fields().stream().map(f -> f.type()).toList()));
    }

    @Override
    public ValueReader on(MapType type) {
      return JavaParts.map(of(type.key()), of(type.value()));
    }

    @Override
    public ValueReader on(OptionType type) {
      return JavaCases.option(of(type.element()));
    }

    @Override
    public ValueReader on(ResultType type) {
      return JavaCases.result(type.ok().map(this::of), type.err().map(this::of));
    }

    @Override
    public ValueReader on(VariantType type) {
      List<Optional<ValueReader>> payloads =
          type.cases().stream().map(c -> c.type().map(this::of)).toList();
      return JavaCases.variant(
          new JavaLabels(type.cases().stream().map(Case::name).toList()), payloads);
    }

    @Override
    public ValueReader on(OwnType type) {
      return new JavaHandles(type.resource(), true);
    }

    @Override
    public ValueReader on(BorrowType type) {
      return new JavaHandles(type.resource(), false);
    }

    @Override
    public ValueReader on(StreamType type) {
      return EndValues.streamReader(
          type.element(), INSTANCE, type.element().map(t -> of(new ListType(t))));
    }

    @Override
    public ValueReader on(FutureType type) {
      return EndValues.futureReader(type.element(), INSTANCE);
    }

    private ValueReader[] all(List<ValType> types) {
      return types.stream().map(this::of).toArray(ValueReader[]::new);
    }
  }

  @Override
  public Maker maker(ValType type) {
    return type.match(Makers.ALL);
  }

  private static final class Makers implements ValType.Cases<Maker> {
    static final Makers ALL = new Makers();

    @Override
    public Maker on(Prim type) {
      return switch (type) {
        case STRING -> (Maker.OfString) GuestString::decode;
        case ERROR_CONTEXT -> EndValues.errorContextMaker();
        default -> JavaScalars.maker(type);
      };
    }

    @Override
    public Maker on(EnumType type) {
      return new JavaLabels(type.cases()).enumMaker();
    }

    @Override
    public Maker on(FlagsType type) {
      return new JavaLabels(type.labels()).flagsMaker();
    }

    @Override
    public Maker on(ListType type) {
      return list(type, type.element());
    }

    @Override
    public Maker on(FixedListType type) {
      return list(type, type.element());
    }

    private Maker list(ValType list, ValType element) {
      return Scalar.isImage(list)
          ? JavaLists.imageMaker(element, (Maker.OfScalar) element.match(this))
          : JavaLists.MAKER;
    }

    @Override
    public Maker on(TupleType type) {
      return JavaLists.MAKER;
    }

    @Override
    public Maker on(RecordType type) {
      return JavaParts.recordMaker(type);
    }

    @Override
    public Maker on(MapType type) {
      return JavaParts.MAP_MAKER;
    }

    @Override
    public Maker on(OptionType type) {
      return JavaCases.OPTION_MAKER;
    }

    @Override
    public Maker on(ResultType type) {
      return JavaCases.RESULT_MAKER;
    }

    @Override
    public Maker on(VariantType type) {
      return JavaCases.variantMaker(type);
    }

    @Override
    public Maker on(OwnType type) {
      return Maker.OfHandle.INSTANCE;
    }

    @Override
    public Maker on(BorrowType type) {
      return Maker.OfHandle.INSTANCE;
    }

    @Override
    public Maker on(StreamType type) {
      return EndValues.streamMaker(type.element(), INSTANCE);
    }

    @Override
    public Maker on(FutureType type) {
      return EndValues.futureMaker(type.element(), INSTANCE);
    }
  }
}
