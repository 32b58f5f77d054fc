package radicchio.values.clojure;

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
 * Converts values from and to Clojure: a record is a map with keyword keys, a variant {@code [:case value]}, an enum a
 * keyword, flags a set, an option the value or nil, a {@code list<u8>} a byte array, any other list a vector. Readers
 * accept what a Clojure programmer would naturally pass, and never wrap, truncate or guess.
 */
public final class ClojureValues implements Values {
  public static final ClojureValues INSTANCE = new ClojureValues();

  static {
    Initialised.ensure();
  }

  private ClojureValues() {}

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
      return prim(type);
    }

    @Override
    public ValueReader on(EnumType type) {
      return new Labels(type.cases()).enumReader();
    }

    @Override
    public ValueReader on(FlagsType type) {
      return new Labels(type.labels()).flagsReader();
    }

    @Override
    public ValueReader on(ListType type) {
      return Scalar.isImage(type)
          ? ImageReader.of(type.element(), of(type.element()))
          : ListReader.of(type.element(), of(type.element()));
    }

    @Override
    public ValueReader on(FixedListType type) {
      return Scalar.isImage(type)
          ? ImageReader.of(type.element(), of(type.element()), type.length())
          : ListReader.of(type.element(), of(type.element()), type.length());
    }

    @Override
    public ValueReader on(TupleType type) {
      return new TupleReader(all(type.elements()));
    }

    @Override
    public ValueReader on(RecordType type) {
      return RecordReader.of(type, all(type.fields().stream().map(f -> f.type()).toList()));
    }

    @Override
    public ValueReader on(OptionType type) {
      return OptionReader.reader(type, of(type.element()));
    }

    @Override
    public ValueReader on(MapType type) {
      return MapReader.of(type, of(type.key()), of(type.value()));
    }

    @Override
    public ValueReader on(OwnType type) {
      return new HandleReader(type.resource(), true);
    }

    @Override
    public ValueReader on(BorrowType type) {
      return new HandleReader(type.resource(), false);
    }

    @Override
    public ValueReader on(VariantType type) {
      return cases(type.cases());
    }

    @Override
    public ValueReader on(ResultType type) {
      return cases(casesOf(type));
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

    private ValueReader cases(List<Case> cases) {
      ValueReader[] payloads = new ValueReader[cases.size()];
      for (int i = 0; i < payloads.length; i++) {
        Optional<ValType> payload = cases.get(i).type();
        payloads[i] = payload.isPresent() ? of(payload.get()) : null;
      }
      return new VariantReader(new Labels(cases.stream().map(Case::name).toList()), payloads);
    }

    private ValueReader[] all(List<ValType> types) {
      return types.stream().map(this::of).toArray(ValueReader[]::new);
    }
  }

  private static ValueReader prim(Prim prim) {
    return switch (prim) {
      case BOOL -> Texts.BOOL;
      case S8, U8, S16, U16, S32, U32, S64, U64 -> Integers.reader(prim);
      case F32 -> Floats.F32;
      case F64 -> Floats.F64;
      case CHAR -> Texts.CHAR;
      case STRING -> Texts.STRING;
      case ERROR_CONTEXT -> EndValues.errorContextReader();
    };
  }

  @Override
  public Maker maker(ValType type) {
    return type.match(Makers.ALL);
  }

  private static final class Makers implements ValType.Cases<Maker> {
    static final Makers ALL = new Makers();

    @Override
    public Maker on(Prim type) {
      return primMaker(type);
    }

    @Override
    public Maker on(EnumType type) {
      return new Labels(type.cases()).enumMaker();
    }

    @Override
    public Maker on(FlagsType type) {
      return new Labels(type.labels()).flagsMaker();
    }

    @Override
    public Maker on(ListType type) {
      return Scalar.isImage(type) ? image(type.element()) : Vectors.OF_PARTS;
    }

    @Override
    public Maker on(FixedListType type) {
      return Scalar.isImage(type) ? image(type.element()) : Vectors.OF_PARTS;
    }

    @Override
    public Maker on(TupleType type) {
      return Vectors.OF_PARTS;
    }

    @Override
    public Maker on(RecordType type) {
      return Maps.ofRecord(type);
    }

    @Override
    public Maker on(MapType type) {
      return Maps.OF_ENTRIES;
    }

    @Override
    public Maker on(OptionType type) {
      return OptionReader.maker(type);
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
    public Maker on(VariantType type) {
      return Vectors.ofCases(type.cases());
    }

    @Override
    public Maker on(ResultType type) {
      return Vectors.ofCases(casesOf(type));
    }

    @Override
    public Maker on(StreamType type) {
      return EndValues.streamMaker(type.element(), INSTANCE);
    }

    @Override
    public Maker on(FutureType type) {
      return EndValues.futureMaker(type.element(), INSTANCE);
    }

    private Maker image(ValType element) {
      return Vectors.ofImage(element, element.match(this));
    }
  }

  private static Maker primMaker(Prim prim) {
    return switch (prim) {
      case BOOL -> Maker.OfScalar.shared(slot -> slot != 0);
      case S8, U8, S16, U16, S32, U32, S64 -> (Maker.OfScalar) slot -> slot;
      case U64 -> Integers.U64_MAKER;
      case F32 -> (Maker.OfScalar) slot -> (double) Float.intBitsToFloat((int) slot);
      case F64 -> (Maker.OfScalar) Double::longBitsToDouble;
      case CHAR -> Texts.CHAR_MAKER;
      case STRING -> (Maker.OfString) GuestString::decode;
      case ERROR_CONTEXT -> EndValues.errorContextMaker();
    };
  }

  /** Returns the cases of a result as a variant. */
  private static List<Case> casesOf(ResultType type) {
    return List.of(new Case("ok", type.ok()), new Case("err", type.err()));
  }
}
