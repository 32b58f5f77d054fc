package radicchio.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import radicchio.engine.CoreType;

/** Core types of component types (CanonicalABI.md, "Flattening"), as far as signatures need them. */
final class Flat {
  /** More than any limit, so that a longer list need not be written out. */
  private static final int ENOUGH = 32;

  private final CoreType pointer;
  private final Session session;
  private final List<CoreType> types = new ArrayList<>();

  private Flat(CoreType pointer, Session session) {
    this.pointer = pointer;
    this.session = session;
  }

  /** The core types of some types, one after the other; cut off where no limit allows more. */
  static List<CoreType> of(List<TypeNode> nodes, CoreType pointer, Session session) {
    Flat flat = new Flat(pointer, session);
    nodes.forEach(flat::add);
    return flat.types;
  }

  private void add(TypeNode node) {
    if (types.size() >= ENOUGH) {
      return;
    }
    session.work(1);
    Shape shape = node.shape();
    if (shape instanceof Shape.PrimShape s) {
      prim(s);
    } else if (shape instanceof Shape.RecordShape || shape instanceof Shape.TupleShape) {
      Parts.of(shape).forEach(this::add);
    } else if (shape instanceof Shape.VariantShape s) {
      choice(s.cases().stream().map(Shape.Case::type).flatMap(Optional::stream).toList());
    } else if (shape instanceof Shape.OptionShape s) {
      choice(List.of(s.element()));
    } else if (shape instanceof Shape.ResultShape s) {
      choice(Stream.of(s.ok(), s.err()).flatMap(Optional::stream).toList());
    } else if (shape instanceof Shape.ListShape || shape instanceof Shape.MapShape) {
      types.add(pointer);
      types.add(pointer);
    } else if (shape instanceof Shape.FixedListShape s) {
      for (int i = 0; i != s.length() && types.size() < ENOUGH; i++) {
        add(s.element());
      }
    } else {
      types.add(CoreType.I32);
    }
  }

  private void prim(Shape.PrimShape s) {
    switch (s.type()) {
      case S64, U64 -> types.add(CoreType.I64);
      case F32 -> types.add(CoreType.F32);
      case F64 -> types.add(CoreType.F64);
      case STRING -> {
        types.add(pointer);
        types.add(pointer);
      }
      default -> types.add(CoreType.I32);
    }
  }

  private void choice(List<TypeNode> payloads) {
    types.add(CoreType.I32);
    List<CoreType> joined = new ArrayList<>();
    for (TypeNode payload : payloads) {
      List<CoreType> flat = of(List.of(payload), pointer, session);
      for (int i = 0; i < flat.size(); i++) {
        if (i < joined.size()) {
          joined.set(i, join(joined.get(i), flat.get(i)));
        } else {
          joined.add(flat.get(i));
        }
      }
    }
    types.addAll(joined);
  }

  private static CoreType join(CoreType a, CoreType b) {
    if (a.equals(b)) {
      return a;
    }
    boolean narrow =
        (a == CoreType.I32 || a == CoreType.F32) && (b == CoreType.I32 || b == CoreType.F32);
    return narrow ? CoreType.I32 : CoreType.I64;
  }
}
