package radicchio.values;

import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentVector;
import java.util.List;
import radicchio.abi.Maker;
import radicchio.abi.Scalar;
import radicchio.component.ValType;
import radicchio.component.ValType.Case;

/** What lifts to a vector: lists, tuples, variants, results; and bytes, which lift to a byte array. */
final class Vectors {
  static final Maker.OfParts OF_PARTS = LazilyPersistentVector::createOwning;

  private Vectors() {}

  static Maker.OfImage ofImage(ValType element, Maker elementMaker) {
    Scalar scalar = Scalar.of(element);
    if (scalar.isByte()) {
      return image -> image;
    }
    Maker.OfScalar maker = (Maker.OfScalar) elementMaker;
    int size = scalar.size();
    return image -> {
      Object[] elements = new Object[image.length / size];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = maker.make(scalar.get(image, i * size));
      }
      return LazilyPersistentVector.createOwning(elements);
    };
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
    return (index, payload) ->
        bare[index] != null
            ? bare[index]
            : PersistentVector.adopt(new Object[] {labels[index], payload});
  }
}
