package radicchio.validate.type;

import java.util.ArrayList;
import java.util.List;
import radicchio.abi.layout.FlatTypes;
import radicchio.engine.CoreType;

/** Computes the core types of component types (CanonicalABI.md, "Flattening"), as far as signatures need them. */
public final class Flat implements Shape.Cases<Flat> {
  /** More core types than any limit, so that longer lists are truncated. */
  private static final int ENOUGH = 32;

  private final CoreType pointer;
  private final Session session;
  private final List<CoreType> types = new ArrayList<>();

  private Flat(CoreType pointer, Session session) {
    this.pointer = pointer;
    this.session = session;
  }

  /** Returns the core types of several types, truncated above every limit. */
  public static List<CoreType> of(List<TypeNode> nodes, CoreType pointer, Session session) {
    Flat flat = new Flat(pointer, session);
    return flat.all(nodes).types;
  }

  private void add(TypeNode node) {
    if (types.size() >= ENOUGH) {
      return;
    }
    session.work(1);
    node.shape().match(this);
  }

  @Override
  public Flat on(ValueShape.PrimShape s) {
    types.addAll(FlatTypes.prim(s.type(), pointer));
    return this;
  }

  @Override
  public Flat on(ValueShape.FixedListShape s) {
    for (int i = 0; i != s.length() && types.size() < ENOUGH; i++) {
      add(s.element());
    }
    return this;
  }

  @Override
  public Flat on(ValueShape.RecordShape s) {
    return all(Parts.of(s));
  }

  @Override
  public Flat on(ValueShape.TupleShape s) {
    return all(Parts.of(s));
  }

  @Override
  public Flat on(ValueShape.VariantShape s) {
    return choice(Parts.of(s));
  }

  @Override
  public Flat on(ValueShape.OptionShape s) {
    return choice(Parts.of(s));
  }

  @Override
  public Flat on(ValueShape.ResultShape s) {
    return choice(Parts.of(s));
  }

  @Override
  public Flat on(ValueShape.EnumShape s) {
    return choice(List.of());
  }

  @Override
  public Flat on(ValueShape.FlagsShape s) {
    return one(CoreType.I32);
  }

  @Override
  public Flat on(ValueShape.OwnShape s) {
    return one(CoreType.I32);
  }

  @Override
  public Flat on(ValueShape.BorrowShape s) {
    return one(CoreType.I32);
  }

  @Override
  public Flat on(ValueShape.StreamShape s) {
    return one(CoreType.I32);
  }

  @Override
  public Flat on(ValueShape.FutureShape s) {
    return one(CoreType.I32);
  }

  @Override
  public Flat on(ValueShape.ListShape s) {
    return elsewhere();
  }

  @Override
  public Flat on(ValueShape.MapShape s) {
    return elsewhere();
  }

  @Override
  public Flat on(Shape.ResourceShape s) {
    throw notValue(s);
  }

  @Override
  public Flat on(FuncShape s) {
    throw notValue(s);
  }

  @Override
  public Flat on(InstanceTemplate.InstanceShape s) {
    throw notValue(s);
  }

  @Override
  public Flat on(ComponentTemplate.ComponentShape s) {
    throw notValue(s);
  }

  private static IllegalStateException notValue(Shape shape) {
    return new IllegalStateException(shape.noun() + " is not the type of a value");
  }

  private Flat one(CoreType type) {
    types.add(type);
    return this;
  }

  /** Returns the core types of a pointer and a length. */
  private Flat elsewhere() {
    types.addAll(FlatTypes.elsewhere(pointer));
    return this;
  }

  private Flat all(List<TypeNode> nodes) {
    nodes.forEach(this::add);
    return this;
  }

  private Flat choice(List<TypeNode> payloads) {
    types.addAll(
        FlatTypes.choice(
            payloads.stream().map(payload -> of(List.of(payload), pointer, session)).toList()));
    return this;
  }
}
