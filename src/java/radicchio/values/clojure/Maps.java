package radicchio.values.clojure;

import clojure.lang.ITransientMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.component.ValType.Field;
import radicchio.component.ValType.RecordType;
import radicchio.engine.Deadline;

/** Makes maps for records and maps. */
final class Maps {
  /** The largest map that Clojure itself makes without hashing. */
  private static final int MAX_ARRAY_MAP = 8;

  static final Maker.OfParts OF_ENTRIES =
      new Maker.OfParts() {
        @Override
        public Object make(Object[] parts, Deadline deadline) {
          return ofEntries(parts, deadline);
        }

        @Override
        public long heap(int parts) {
          return Maps.heap(parts / 2);
        }
      };

  private Maps() {}

  static Maker.OfParts ofRecord(RecordType type) {
    return new RecordMaker(
        type.fields().stream()
            .map(Field::name)
            .map(name -> Keyword.intern(null, name))
            .toArray(Keyword[]::new));
  }

  private record RecordMaker(Keyword[] keys) implements Maker.OfParts {
    @Override
    public Object make(Object[] parts, Deadline deadline) {
      return keys.length <= MAX_ARRAY_MAP ? small(keys, parts) : big(keys, parts);
    }

    @Override
    public long heap(int parts) {
      return Maps.heap(parts);
    }
  }

  private static long heap(int entries) {
    return entries <= MAX_ARRAY_MAP
        ? Heap.object(2, 8) + Heap.references(2L * entries)
        : hashedHeap(entries);
  }

  /** Returns the heap of a hash map, assuming that half of the slots of its arrays are in use. */
  static long hashedHeap(int entries) {
    return Heap.object(3, 16) + Heap.references(4L * entries) + entries / 4 * Heap.object(2, 8);
  }

  private static Object small(Keyword[] keys, Object[] parts) {
    Object[] entries = new Object[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      entries[2 * i] = keys[i];
      entries[2 * i + 1] = parts[i];
    }
    return new PersistentArrayMap(entries);
  }

  private static Object big(Keyword[] keys, Object[] parts) {
    ITransientMap map = (ITransientMap) PersistentHashMap.EMPTY.asTransient();
    for (int i = 0; i < keys.length; i++) {
      map = map.assoc(keys[i], parts[i]);
    }
    return map.persistent();
  }

  /** Makes a map of a guest's entries. If keys collide, the deadline is checked more often, because adding is slow. */
  private static Object ofEntries(Object[] parts, Deadline deadline) {
    int look = Collisions.most(parts, deadline) > Collisions.FEW ? 1 : Collisions.LOOK;
    ITransientMap map = PersistentArrayMap.EMPTY.asTransient();
    for (int i = 0; i < parts.length; i += 2) {
      if (i / 2 % look == look - 1) {
        deadline.check();
      }
      map = map.assoc(parts[i], parts[i + 1]);
    }
    return map.persistent();
  }
}
