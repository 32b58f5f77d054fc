package radicchio.validate.type;

import java.util.List;
import radicchio.abi.layout.ElementSize;
import radicchio.component.ValType.Prim;
import radicchio.validate.core.Extent;

/** Computes the facts of a type from those of its parts, without visiting these again. */
public final class ShapeFacts implements Shape.Cases<Facts> {
  private static final int POINTER = 8;
  private static final ShapeFacts FACTS = new ShapeFacts();

  private ShapeFacts() {}

  /** Makes a node for a new type. */
  public static TypeNode node(Shape shape) {
    return TypeNode.of(shape, shape.match(FACTS));
  }

  @Override
  public Facts on(ValueShape.PrimShape s) {
    return new Facts(
        1, 1, false, false, s.type() == Prim.STRING, ElementSize.prim(s.type(), POINTER));
  }

  @Override
  public Facts on(ValueShape.FlagsShape s) {
    return Facts.LEAF.sized(ElementSize.flags(s.labels().size()));
  }

  @Override
  public Facts on(ValueShape.FixedListShape s) {
    return parts(Parts.of(s))
        .sized(s.element().facts().size().times(Integer.toUnsignedLong(s.length())));
  }

  @Override
  public Facts on(ValueShape.RecordShape s) {
    return sequence(Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.TupleShape s) {
    return sequence(s.elements());
  }

  @Override
  public Facts on(ValueShape.VariantShape s) {
    return choice(s.cases().size(), Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.OptionShape s) {
    return choice(2, Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.ResultShape s) {
    return choice(2, Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.EnumShape s) {
    return choice(s.cases().size(), List.of());
  }

  @Override
  public Facts on(ValueShape.ListShape s) {
    return elsewhere(Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.MapShape s) {
    return elsewhere(Parts.of(s));
  }

  @Override
  public Facts on(ValueShape.OwnShape s) {
    return new Facts(1, 1, false, true, false, ElementSize.HANDLE);
  }

  @Override
  public Facts on(ValueShape.BorrowShape s) {
    return new Facts(1, 1, true, true, false, ElementSize.HANDLE);
  }

  @Override
  public Facts on(ValueShape.StreamShape s) {
    return parts(Parts.of(s)).ofEnd();
  }

  @Override
  public Facts on(ValueShape.FutureShape s) {
    return parts(Parts.of(s)).ofEnd();
  }

  @Override
  public Facts on(FuncShape s) {
    return parts(Parts.of(s));
  }

  @Override
  public Facts on(Shape.ResourceShape s) {
    return Facts.opaque(Extent.LEAF, true);
  }

  @Override
  public Facts on(InstanceTemplate.InstanceShape s) {
    return s.template().facts();
  }

  @Override
  public Facts on(ComponentTemplate.ComponentShape s) {
    return s.template().facts();
  }

  /** Returns the facts that do not depend on the layout of the parts. */
  private static Facts parts(List<TypeNode> parts) {
    long nodes = 1;
    int depth = 0;
    boolean borrow = false;
    boolean resource = false;
    boolean pointer = false;
    for (TypeNode part : parts) {
      Facts f = part.facts();
      nodes += f.nodes();
      depth = Math.max(depth, f.depth());
      borrow |= f.borrow();
      resource |= f.resource();
      pointer |= f.pointer();
    }
    return new Facts(nodes, depth + 1, borrow, resource, pointer, ElementSize.EMPTY);
  }

  private static Facts sequence(List<TypeNode> parts) {
    return parts(parts).sized(ElementSize.sequence(sizes(parts)));
  }

  private static Facts choice(int cases, List<TypeNode> payloads) {
    return parts(payloads).sized(ElementSize.choice(cases, sizes(payloads)));
  }

  private static List<ElementSize> sizes(List<TypeNode> parts) {
    return parts.stream().map(part -> part.facts().size()).toList();
  }

  private static Facts elsewhere(List<TypeNode> parts) {
    Facts f = parts(parts);
    return new Facts(
        f.nodes(), f.depth(), f.borrow(), f.resource(), true, ElementSize.elsewhere(POINTER));
  }
}
