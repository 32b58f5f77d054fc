package radicchio.values.clojure;

import clojure.lang.ITransientCollection;
import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentVector;
import java.util.List;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.component.ValType;
import radicchio.component.ValType.Case;
import radicchio.component.ValType.Prim;
import radicchio.engine.Deadline;

/** Makes vectors for lists, tuples, variants and results; {@link NumberVector}s for numbers; and byte arrays for bytes. */
final class Vectors {
  /** The elements in one array of a vector, which are added between two checks of the deadline. */
  private static final int NODE = 32;

  private static final int LOOK = 4096;

  private static final long PAIR = heap(2);

  static final Maker.OfParts OF_PARTS =
      new Maker.OfParts() {
        @Override
        public Object make(Object[] parts, Deadline deadline) {
          if (parts.length <= LOOK) {
            return LazilyPersistentVector.createOwning(parts);
          }
          ITransientCollection vector = PersistentVector.EMPTY.asTransient();
          for (int i = 0; i < parts.length; i++) {
            if (i % LOOK == 0) {
              deadline.check();
            }
            vector = vector.conj(parts[i]);
          }
          return vector.persistent();
        }

        @Override
        public long heap(int parts) {
          return Vectors.heap(parts);
        }
      };

  private Vectors() {}

  /** Returns the heap of a vector, with its arrays. */
  private static long heap(int count) {
    long nodes = count / NODE + count / (NODE * NODE) + 1L;
    return Heap.object(3, 16)
        + nodes * (Heap.object(2, 0) + Heap.references(Math.min(count, NODE)));
  }

  static Maker.OfImage ofImage(ValType element, Maker elementMaker) {
    if (Numbers.are(element)) {
      return new NumbersMaker((Prim) element);
    }
    Scalar scalar = Scalar.of(element);
    return scalar.isByte()
        ? (image, deadline) -> image
        : new ImageMaker(scalar, (Maker.OfScalar) elementMaker);
  }

  private record NumbersMaker(Prim element) implements Maker.OfImage {
    private static final long OBJECTS = Heap.object(3, 16) + Heap.object(1, 1);

    @Override
    public Object make(byte[] image, Deadline deadline) {
      return NumberVector.of(Numbers.of(element, image));
    }

    @Override
    public long heap(byte[] image, Deadline deadline) {
      return OBJECTS + Heap.bytes(image.length);
    }
  }

  private record ImageMaker(Scalar scalar, Maker.OfScalar maker) implements Maker.OfImage {
    @Override
    public Object make(byte[] image, Deadline deadline) {
      int count = image.length / scalar.size();
      if (count <= NODE) {
        Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
          elements[i] = maker.make(scalar.get(image, i * scalar.size()));
        }
        return LazilyPersistentVector.createOwning(elements);
      }
      ITransientCollection vector = PersistentVector.EMPTY.asTransient();
      for (int i = 0; i < count; i++) {
        if (i % LOOK == 0) {
          deadline.check();
        }
        vector = vector.conj(maker.make(scalar.get(image, i * scalar.size())));
      }
      return vector.persistent();
    }

    @Override
    public long heap(byte[] image, Deadline deadline) {
      int count = image.length / scalar.size();
      long heap = Vectors.heap(count);
      for (int i = 0; i < count; i++) {
        if (i % LOOK == LOOK - 1) {
          deadline.check();
        }
        heap += maker.heap(scalar.get(image, i * scalar.size()));
      }
      return heap;
    }
  }

  static Maker.OfCase ofCases(List<Case> cases) {
    int count = cases.size();
    Keyword[] labels = new Keyword[count];
    PersistentVector[] bare = new PersistentVector[count];
    for (int i = 0; i < count; i++) {
      labels[i] = Keyword.intern(null, cases.get(i).name());
      if (cases.get(i).type().isEmpty()) {
        bare[i] = PersistentVector.adopt(new Object[] {labels[i]});
      }
    }
    return new CaseMaker(labels, bare);
  }

  /** Makes a vector of a label and a payload. For a case without a payload, the vector exists already. */
  private record CaseMaker(Keyword[] labels, PersistentVector[] bare) implements Maker.OfCase {
    @Override
    public Object make(int index, Object payload) {
      return bare[index] != null ? bare[index] : pair(labels[index], payload);
    }

    @Override
    public long heap(int index) {
      return bare[index] != null ? 0 : PAIR;
    }
  }

  static Object pair(Keyword label, Object payload) {
    return PersistentVector.adopt(new Object[] {label, payload});
  }

  static long pairHeap() {
    return PAIR;
  }
}
