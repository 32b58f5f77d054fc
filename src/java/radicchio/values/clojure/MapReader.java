package radicchio.values.clojure;

import clojure.lang.IPersistentMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType;
import radicchio.component.ValType.MapType;
import radicchio.component.ValType.TupleType;

/** Reads maps: any map whose keys still differ after they are lowered. */
record MapReader(ValueReader key, ValueReader value, Length length, long heap)
    implements ValueReader {

  static ValueReader of(MapType type, ValueReader key, ValueReader value) {
    ValType entry = new TupleType(List.of(type.key(), type.value()));
    return new MapReader(
        key,
        value,
        Length.upTo(CanonicalFunction.maxListLength(entry)),
        CanonicalFunction.heapOfElement(entry));
  }

  @Override
  public Object read(Object map, Reading reading) {
    if (!(map instanceof IPersistentMap || map instanceof Map)) {
      throw Expected.but("a map", map);
    }
    List<Object> staged = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    Elements entries = Elements.of(map instanceof Map<?, ?> m ? m.entrySet() : map);
    while (entries.hasNext()) {
      length.checkIndex(entries.index());
      reading.charge(heap);
      Map.Entry<?, ?> entry = entry(entries.next());
      reading.element();
      Object stagedKey = readKey(entry.getKey(), reading);
      if (!keys.add(stagedKey)) {
        throw Refusal.of(
            "expected keys that differ as values of their type, got "
                + Expected.show(entry.getKey())
                + " and another one that lowers to the same value");
      }
      staged.add(stagedKey);
      staged.add(readValue(entry, reading));
    }
    return staged.toArray();
  }

  private static Map.Entry<?, ?> entry(Object entry) {
    if (entry instanceof Map.Entry<?, ?> e) {
      return e;
    }
    throw Expected.but("a map whose entries are each a java.util.Map.Entry", entry);
  }

  private Object readKey(Object k, Reading reading) {
    try {
      return key.read(k, reading);
    } catch (Refusal refusal) {
      throw refusal.within(" key " + Expected.show(k));
    }
  }

  private Object readValue(Map.Entry<?, ?> entry, Reading reading) {
    try {
      return value.read(entry.getValue(), reading);
    } catch (Refusal refusal) {
      throw refusal.within("[" + Expected.shortly(entry.getKey()) + "]");
    }
  }
}
