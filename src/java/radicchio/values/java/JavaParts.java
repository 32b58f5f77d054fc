package radicchio.values.java;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.api.values.Tuple;
import radicchio.component.ValType.Field;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.RecordType;
import radicchio.engine.Deadline;
import radicchio.error.ForeignText;

/** Records, maps and tuples. */
final class JavaParts {
  static final Maker.OfParts MAP_MAKER =
      new Maker.OfParts() {
        @Override
        public Object make(Object[] parts, Deadline deadline) {
          Map<Object, Object> map = new LinkedHashMap<>();
          for (int i = 0; i < parts.length; i += 2) {
            deadline.check();
            map.put(parts[i], parts[i + 1]);
          }
          return Collections.unmodifiableMap(map);
        }

        @Override
        public long heap(int parts) {
          return mapHeap(parts / 2);
        }
      };

  private JavaParts() {}

  private static long mapHeap(int entries) {
    return Heap.object(3, 16) + Heap.references(8L * entries);
  }

  // Records

  static Maker.OfParts recordMaker(RecordType type) {
    String[] names = type.fields().stream().map(Field::name).toArray(String[]::new);
    return new Maker.OfParts() {
      @Override
      public Object make(Object[] parts, Deadline deadline) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
          map.put(names[i], parts[i]);
        }
        return Collections.unmodifiableMap(map);
      }

      @Override
      public long heap(int parts) {
        return mapHeap(parts);
      }
    };
  }

  /** Reads records: a map with a key for each field. A key whose type is an option may be missing. */
  static ValueReader record(RecordType type, ValueReader[] fields) {
    JavaLabels labels = new JavaLabels(type.fields().stream().map(Field::name).toList());
    boolean[] optional = new boolean[fields.length];
    for (int i = 0; i < optional.length; i++) {
      optional[i] = type.fields().get(i).type() instanceof OptionType;
    }
    return (value, reading) -> {
      if (!(value instanceof Map<?, ?> map)) {
        throw Unfit.but("a map with the keys " + labels.listed(), value);
      }
      Object[] staged = new Object[fields.length];
      int found = 0;
      for (int i = 0; i < fields.length; i++) {
        String name = labels.name(i);
        Object field = map.get(name);
        if (field != null || map.containsKey(name)) {
          found++;
          staged[i] = within("." + name, fields[i], field, reading);
        } else if (optional[i]) {
          staged[i] = new StagedCase(0, null);
        } else {
          checkKeys(labels, map);
          throw Refusal.of(
              "expected a map with the keys "
                  + labels.listed()
                  + "; "
                  + ForeignText.quoted(name)
                  + " is missing");
        }
      }
      if (map.size() != found) {
        checkKeys(labels, map);
      }
      return staged;
    };
  }

  private static void checkKeys(JavaLabels labels, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (labels.indexOf(key) < 0) {
        throw Refusal.of(
            "expected a map with the keys "
                + labels.listed()
                + "; got "
                + ForeignText.printed(key)
                + labels.meant(key));
      }
    }
  }

  static Object within(String step, ValueReader reader, Object value, Reading reading) {
    try {
      return reader.read(value, reading);
    } catch (Refusal refusal) {
      throw refusal.within(step);
    }
  }

  // Maps and tuples

  static ValueReader map(ValueReader key, ValueReader value) {
    return (given, reading) -> {
      if (!(given instanceof Map<?, ?> map)) {
        throw Unfit.but("a Map", given);
      }
      Object[] staged = new Object[2 * map.size()];
      int at = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        reading.element();
        String step = "[" + ForeignText.printed(entry.getKey(), 40) + "]";
        staged[at++] = within(step, key, entry.getKey(), reading);
        staged[at++] = within(step, value, entry.getValue(), reading);
      }
      return staged;
    };
  }

  static ValueReader tuple(ValueReader[] elements) {
    return (value, reading) -> {
      Object given = value instanceof Tuple tuple ? tuple.toList() : value;
      if (!(given instanceof List<?> list) || list.size() != elements.length) {
        throw Unfit.but("a List of " + elements.length + " elements", value);
      }
      Object[] staged = new Object[elements.length];
      for (int i = 0; i < staged.length; i++) {
        staged[i] = within("[" + i + "]", elements[i], list.get(i), reading);
      }
      return staged;
    };
  }
}
