package radicchio.validate;

import java.util.List;
import radicchio.component.ValType.Prim;

/**
 * What rules ask of a type as a whole, known when its node is made: from the facts of its parts, without walking
 * them again.
 *
 * @param nodes how many nodes it has, written out in full
 * @param depth how deep its parts lie in each other
 * @param borrow whether it holds a borrow
 * @param resource whether it mentions a resource
 * @param pointer whether it holds a list or a string, which lie elsewhere in memory
 * @param bytes its element size in a memory of 64 bits, at most a little over the limit
 * @param alignment its alignment there
 */
record Facts(
    long nodes, int depth, boolean borrow, boolean resource, boolean pointer, long bytes, int alignment) {
  /** Element sizes begin to be refused here (CanonicalABI.md, "Element Size"). */
  static final long MAX_BYTES = 1L << 28;

  private static final int POINTER = 8;
  private static final int HANDLE = 4;
  private static final OfShape OF_SHAPE = new OfShape();
  private static final Facts LEAF = new Facts(1, 1, false, false, false, 0, 1);

  static Facts opaque(boolean mentionsResource) {
    return new Facts(1, 1, false, mentionsResource, false, 0, 1);
  }

  static Facts of(Shape shape) {
    return shape.match(OF_SHAPE);
  }

  private static final class OfShape implements Shape.Cases<Facts> {
    @Override
    public Facts on(Shape.PrimShape s) {
      int size = primSize(s.type());
      return new Facts(1, 1, false, false, s.type() == Prim.STRING, size, Math.min(size, POINTER));
    }

    @Override
    public Facts on(Shape.FlagsShape s) {
      int size = s.labels().size() <= 8 ? 1 : s.labels().size() <= 16 ? 2 : 4;
      return LEAF.sized(size, size);
    }

    @Override
    public Facts on(Shape.FixedListShape s) {
      Facts element = s.element().facts();
      return parts(Parts.of(s))
          .sized(capped(element.bytes * Integer.toUnsignedLong(s.length())), element.alignment);
    }

    @Override
    public Facts on(Shape.RecordShape s) {
      return sequence(Parts.of(s));
    }

    @Override
    public Facts on(Shape.TupleShape s) {
      return sequence(s.elements());
    }

    @Override
    public Facts on(Shape.VariantShape s) {
      return choice(s.cases().size(), Parts.of(s));
    }

    @Override
    public Facts on(Shape.OptionShape s) {
      return choice(2, Parts.of(s));
    }

    @Override
    public Facts on(Shape.ResultShape s) {
      return choice(2, Parts.of(s));
    }

    @Override
    public Facts on(Shape.EnumShape s) {
      return choice(s.cases().size(), List.of());
    }

    @Override
    public Facts on(Shape.ListShape s) {
      return elsewhere(Parts.of(s));
    }

    @Override
    public Facts on(Shape.MapShape s) {
      return elsewhere(Parts.of(s));
    }

    @Override
    public Facts on(Shape.OwnShape s) {
      return new Facts(1, 1, false, true, false, HANDLE, HANDLE);
    }

    @Override
    public Facts on(Shape.BorrowShape s) {
      return new Facts(1, 1, true, true, false, HANDLE, HANDLE);
    }

    @Override
    public Facts on(Shape.StreamShape s) {
      return parts(Parts.of(s)).plain().sized(HANDLE, HANDLE);
    }

    @Override
    public Facts on(Shape.FutureShape s) {
      return parts(Parts.of(s)).plain().sized(HANDLE, HANDLE);
    }

    @Override
    public Facts on(Shape.FuncShape s) {
      return parts(Parts.of(s));
    }

    @Override
    public Facts on(Shape.ResourceShape s) {
      return opaque(true);
    }

    @Override
    public Facts on(Shape.InstanceShape s) {
      return opaque(false);
    }

    @Override
    public Facts on(Shape.ComponentShape s) {
      return opaque(false);
    }
  }

  private static int primSize(Prim prim) {
    return switch (prim) {
      case BOOL, S8, U8 -> 1;
      case S16, U16 -> 2;
      case S32, U32, F32, CHAR, ERROR_CONTEXT -> 4;
      case S64, U64, F64 -> 8;
      case STRING -> 2 * POINTER;
    };
  }

  /** The facts that do not depend on how the parts are laid out. */
  private static Facts parts(List<TypeNode> parts) {
    long nodes = 1;
    int depth = 0;
    boolean borrow = false;
    boolean resource = false;
    boolean pointer = false;
    for (TypeNode part : parts) {
      Facts f = part.facts();
      nodes += f.nodes;
      depth = Math.max(depth, f.depth);
      borrow |= f.borrow;
      resource |= f.resource;
      pointer |= f.pointer;
    }
    return new Facts(nodes, depth + 1, borrow, resource, pointer, 0, 1);
  }

  private static Facts sequence(List<TypeNode> parts) {
    long bytes = 0;
    int alignment = 1;
    for (TypeNode part : parts) {
      Facts f = part.facts();
      bytes = capped(align(bytes, f.alignment) + f.bytes);
      alignment = Math.max(alignment, f.alignment);
    }
    return parts(parts).sized(align(bytes, alignment), alignment);
  }

  private static Facts choice(int cases, List<TypeNode> payloads) {
    int discriminant = cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    long bytes = 0;
    int alignment = 1;
    for (TypeNode payload : payloads) {
      bytes = Math.max(bytes, payload.facts().bytes);
      alignment = Math.max(alignment, payload.facts().alignment);
    }
    long size = align(discriminant, alignment) + bytes;
    int whole = Math.max(alignment, discriminant);
    return parts(payloads).sized(capped(align(size, whole)), whole);
  }

  private static Facts elsewhere(List<TypeNode> parts) {
    Facts f = parts(parts);
    return new Facts(f.nodes, f.depth, f.borrow, f.resource, true, 2 * POINTER, POINTER);
  }

  private Facts sized(long size, int align) {
    return new Facts(nodes, depth, borrow, resource, pointer, size, align);
  }

  /** A stream's or future's elements are not where it is. */
  private Facts plain() {
    return new Facts(nodes, depth, borrow, resource, false, bytes, alignment);
  }

  private static long align(long at, int alignment) {
    return (at + alignment - 1) / alignment * alignment;
  }

  private static long capped(long bytes) {
    return Math.min(bytes, 2 * MAX_BYTES);
  }
}
