package radicchio.values.clojure;

import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType.Field;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.RecordType;

/**
 * Reads records: a map with a key for every field. Each field is looked up by its interned keyword. The map's keys are
 * iterated only if the count shows that there are other keys, or that one is missing.
 */
final class RecordReader implements ValueReader {
  private static final Object ABSENT = new Object();
  private static final StagedCase NONE = new StagedCase(0, null);

  private final Labels labels;
  private final ValueReader[] fields;
  private final boolean[] optional;

  private RecordReader(Labels labels, ValueReader[] fields, boolean[] optional) {
    this.labels = labels;
    this.fields = fields;
    this.optional = optional;
  }

  static ValueReader of(RecordType type, ValueReader[] fields) {
    boolean[] optional = new boolean[fields.length];
    for (int i = 0; i < optional.length; i++) {
      optional[i] = type.fields().get(i).type() instanceof OptionType;
    }
    return new RecordReader(
        new Labels(type.fields().stream().map(Field::name).toList()), fields, optional);
  }

  @Override
  public Object read(Object value, Reading reading) {
    if (!(value instanceof IPersistentMap || value instanceof Map)) {
      throw Expected.but("a map with the keys " + labels.list(), value);
    }
    Object[] staged = new Object[fields.length];
    int found = 0;
    for (int i = 0; i < fields.length; i++) {
      Object field = lookUp(value, labels.get(i));
      if (field != ABSENT) {
        found++;
        staged[i] = read(i, field, reading);
      } else if (optional[i]) {
        staged[i] = NONE;
      } else {
        checkKeys(value);
        throw Refusal.of(
            "expected a map with the keys "
                + labels.list()
                + "; "
                + labels.shown(i)
                + " is missing");
      }
    }
    if (count(value) != found) {
      checkKeys(value);
    }
    return staged;
  }

  private Object read(int index, Object field, Reading reading) {
    try {
      return fields[index].read(field, reading);
    } catch (Refusal refusal) {
      throw refusal.within("." + labels.get(index).getName());
    }
  }

  private static Object lookUp(Object map, Keyword key) {
    try {
      if (map instanceof IPersistentMap persistent) {
        return persistent.valAt(key, ABSENT);
      }
      Map<?, ?> mutable = (Map<?, ?>) map;
      Object found = mutable.get(key);
      return found != null || mutable.containsKey(key) ? found : ABSENT;
    } catch (RuntimeException e) {
      throw Expected.unreadable(e);
    }
  }

  private static int count(Object map) {
    return map instanceof IPersistentMap persistent ? persistent.count() : ((Map<?, ?>) map).size();
  }

  /** Throws for a key that is not a field. Keys with a namespace are ignored. */
  private void checkKeys(Object map) {
    for (Object key : keys(map)) {
      boolean elsewhere = key instanceof Keyword k && k.getNamespace() != null;
      if (!elsewhere && labels.indexOf(key) < 0) {
        throw Refusal.of(
            "expected a map with the keys "
                + labels.list()
                + "; got "
                + Expected.show(key)
                + labels.suggestion(key));
      }
    }
  }

  private static List<Object> keys(Object map) {
    try {
      List<Object> keys = new ArrayList<>();
      if (map instanceof Map<?, ?> m) {
        keys.addAll(m.keySet());
      } else {
        for (Object entry : (IPersistentMap) map) {
          keys.add(((Map.Entry<?, ?>) entry).getKey());
        }
      }
      return keys;
    } catch (RuntimeException e) {
      throw Expected.unreadable(e);
    }
  }
}
