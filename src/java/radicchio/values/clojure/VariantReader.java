package radicchio.values.clojure;

import clojure.lang.IPersistentVector;
import clojure.lang.Keyword;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;

/** Reads variants and results: {@code [:case value]}; {@code [:case]} or {@code :case} without a payload. */
final class VariantReader implements ValueReader {
  private final Labels labels;
  private final ValueReader[] payloads;
  private final StagedCase[] bare;

  /** @param payloads the reader of each case, null for a case without a payload */
  VariantReader(Labels labels, ValueReader[] payloads) {
    this.labels = labels;
    this.payloads = payloads;
    this.bare = new StagedCase[payloads.length];
    for (int i = 0; i < bare.length; i++) {
      bare[i] = new StagedCase(i, null);
    }
  }

  @Override
  public Object read(Object value, Reading reading) {
    if (value instanceof Keyword) {
      int index = index(value, value);
      if (payloads[index] != null) {
        throw Expected.but(form(index), value);
      }
      return bare[index];
    }
    if (!(value instanceof IPersistentVector vector) || vector.count() == 0) {
      throw Expected.but("one of " + forms(), value);
    }
    int index = index(vector.nth(0), value);
    ValueReader payload = payloads[index];
    if (vector.count() != (payload == null ? 1 : 2)) {
      throw Expected.but(form(index), value);
    }
    return payload == null
        ? bare[index]
        : new StagedCase(index, read(index, vector.nth(1), reading));
  }

  private Object read(int index, Object payload, Reading reading) {
    try {
      return payloads[index].read(payload, reading);
    } catch (Refusal refusal) {
      throw refusal.within("." + labels.get(index).getName());
    }
  }

  private int index(Object label, Object value) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw Refusal.of(
          "expected one of "
              + forms()
              + ", got "
              + Expected.show(value)
              + labels.suggestion(label));
    }
    return index;
  }

  /** Returns {@code "[:circle value]"} or {@code "[:nothing]"}. */
  private String form(int index) {
    return "[" + labels.shown(index) + (payloads[index] == null ? "]" : " value]");
  }

  private String forms() {
    StringBuilder forms = new StringBuilder(form(0));
    for (int i = 1; i < payloads.length && i < 12; i++) {
      forms.append(", ").append(form(i));
    }
    return payloads.length > 12 ? forms + ", …" : forms.toString();
  }
}
