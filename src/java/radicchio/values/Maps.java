package radicchio.values;

import clojure.lang.ITransientMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import radicchio.abi.Maker;
import radicchio.component.ValType.Field;
import radicchio.component.ValType.RecordType;

/** What lifts to a map: records and maps. */
final class Maps {
  /** Clojure itself makes bigger ones by hashing. */
  private static final int MAX_ARRAY_MAP = 8;

  static final Maker.OfParts OF_ENTRIES = Maps::ofEntries;

  private Maps() {}

  static Maker.OfParts ofRecord(RecordType type) {
    Keyword[] keys =
        type.fields().stream()
            .map(Field::name)
            .map(name -> Keyword.intern(null, name))
            .toArray(Keyword[]::new);
    return keys.length <= MAX_ARRAY_MAP ? parts -> small(keys, parts) : parts -> big(keys, parts);
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

  private static Object ofEntries(Object[] parts) {
    ITransientMap map = PersistentArrayMap.EMPTY.asTransient();
    for (int i = 0; i < parts.length; i += 2) {
      map = map.assoc(parts[i], parts[i + 1]);
    }
    return map.persistent();
  }
}
