package radicchio.binary;

import radicchio.component.Definition.ValueDef;

/** Decodes inline values ({@code value}). */
final class ValueSection {
  private ValueSection() {}

  static ValueDef value(Reader r) {
    return new ValueDef(r.offset(), TypeRefs.decode(r), r.bytes("the value"));
  }
}
