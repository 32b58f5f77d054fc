package radicchio.values;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.abi.GuestString;
import radicchio.abi.Maker;
import radicchio.abi.Reader;
import radicchio.abi.Scalar;
import radicchio.abi.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.Case;
import radicchio.component.ValType.EnumType;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FlagsType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.MapType;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.OwnType;
import radicchio.component.ValType.Prim;
import radicchio.component.ValType.RecordType;
import radicchio.component.ValType.ResultType;
import radicchio.component.ValType.TupleType;
import radicchio.component.ValType.VariantType;

/**
 * Values as a Clojure program knows them: a record is a map with keyword keys, a variant {@code [:case value]},
 * an enum a keyword, flags a set, an option the value or nil, a {@code list<u8>} a byte array, any other list
 * a vector. Readers accept what a Clojure programmer would naturally pass and never wrap, truncate or guess.
 */
public final class ClojureValues implements Values {
  public static final ClojureValues INSTANCE = new ClojureValues();

  static {
    Initialised.ensure();
  }

  private ClojureValues() {}

  @Override
  public Reader reader(ValType type) {
    return new Readers().of(type);
  }

  /** The readers of one type and its parts; a type object that occurs twice has one reader. */
  private static final class Readers {
    private final Map<ValType, Reader> made = new IdentityHashMap<>();

    Reader of(ValType type) {
      Reader reader = made.get(type);
      if (reader == null) {
        reader = make(type);
        made.put(type, reader);
      }
      return reader;
    }

    private Reader make(ValType type) {
      if (type instanceof Prim prim) {
        return prim(prim);
      }
      if (type instanceof EnumType e) {
        return new Labels(e.cases()).enumReader();
      }
      if (type instanceof FlagsType f) {
        return new Labels(f.labels()).flagsReader();
      }
      if (type instanceof ListType list) {
        return Scalar.isImage(type)
            ? ImageReader.of(list.element(), of(list.element()))
            : ListReader.of(list.element(), of(list.element()));
      }
      if (type instanceof FixedListType list) {
        return Scalar.isImage(type)
            ? ImageReader.of(list.element(), of(list.element()), list.length())
            : ListReader.of(list.element(), of(list.element()), list.length());
      }
      if (type instanceof TupleType tuple) {
        return new TupleReader(all(tuple.elements()));
      }
      if (type instanceof RecordType record) {
        return RecordReader.of(record, all(record.fields().stream().map(f -> f.type()).toList()));
      }
      if (type instanceof OptionType option) {
        return Options.reader(option, of(option.element()));
      }
      if (type instanceof MapType map) {
        return MapReader.of(map, of(map.key()), of(map.value()));
      }
      if (type instanceof OwnType own) {
        return new HandleReader(own.resource(), true);
      }
      if (type instanceof BorrowType borrow) {
        return new HandleReader(borrow.resource(), false);
      }
      return cases(type);
    }

    private Reader cases(ValType type) {
      List<Case> cases = casesOf(type);
      Reader[] payloads = new Reader[cases.size()];
      for (int i = 0; i < payloads.length; i++) {
        Optional<ValType> payload = cases.get(i).type();
        payloads[i] = payload.isPresent() ? of(payload.get()) : null;
      }
      return new VariantReader(new Labels(cases.stream().map(Case::name).toList()), payloads);
    }

    private Reader[] all(List<ValType> types) {
      return types.stream().map(this::of).toArray(Reader[]::new);
    }
  }

  private static Reader prim(Prim prim) {
    return switch (prim) {
      case BOOL -> Texts.BOOL;
      case S8, U8, S16, U16, S32, U32, S64, U64 -> Integers.reader(prim);
      case F32 -> Floats.F32;
      case F64 -> Floats.F64;
      case CHAR -> Texts.CHAR;
      case STRING -> Texts.STRING;
      case ERROR_CONTEXT -> throw unsupported(prim);
    };
  }

  @Override
  public Maker maker(ValType type) {
    if (type instanceof Prim prim) {
      return primMaker(prim);
    }
    if (type instanceof EnumType e) {
      return new Labels(e.cases()).enumMaker();
    }
    if (type instanceof FlagsType f) {
      return new Labels(f.labels()).flagsMaker();
    }
    if (type instanceof ListType list && Scalar.isImage(type)) {
      return Vectors.ofImage(list.element(), maker(list.element()));
    }
    if (type instanceof FixedListType list && Scalar.isImage(type)) {
      return Vectors.ofImage(list.element(), maker(list.element()));
    }
    if (type instanceof ListType || type instanceof FixedListType || type instanceof TupleType) {
      return Vectors.OF_PARTS;
    }
    if (type instanceof RecordType record) {
      return Maps.ofRecord(record);
    }
    if (type instanceof MapType) {
      return Maps.OF_ENTRIES;
    }
    if (type instanceof OptionType option) {
      return Options.maker(option);
    }
    if (type instanceof OwnType || type instanceof BorrowType) {
      return Maker.OfHandle.INSTANCE;
    }
    return Vectors.ofCases(casesOf(type));
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
      case ERROR_CONTEXT -> throw unsupported(prim);
    };
  }

  /** The cases of a variant; of a result, {@code ok} and {@code err}. */
  private static List<Case> casesOf(ValType type) {
    if (type instanceof VariantType variant) {
      return variant.cases();
    }
    if (type instanceof ResultType result) {
      return List.of(new Case("ok", result.ok()), new Case("err", result.err()));
    }
    throw unsupported(type);
  }

  private static IllegalArgumentException unsupported(ValType type) {
    return new IllegalArgumentException("no values of " + type + "; a plan refuses it before");
  }
}
