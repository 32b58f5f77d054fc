package radicchio.binary;

import radicchio.component.Definition.CoreArg;
import radicchio.component.Definition.CoreInlineExport;
import radicchio.component.Definition.CoreInlineInstance;
import radicchio.component.Definition.CoreInstanceDef;
import radicchio.component.Definition.CoreInstantiate;
import radicchio.component.Sort;

/** Decodes core instances ({@code core:instance}). */
final class CoreInstanceSection {
  private static final int INSTANCE = 0x12;

  private CoreInstanceSection() {}

  static CoreInstanceDef instance(Reader r) {
    int start = r.offset();
    int b = r.u8("a core instance");
    return switch (b) {
      case 0x00 ->
          new CoreInstantiate(
              start, Sorts.index(r, Sort.CORE_MODULE), r.vec("argument", CoreInstanceSection::arg));
      case 0x01 -> new CoreInlineInstance(start, r.vec("export", CoreInstanceSection::export));
      default ->
          throw r.errorBefore("expected 0x00 or 0x01 for a core instance, got " + Reader.hex(b));
    };
  }

  private static CoreArg arg(Reader r) {
    String name = r.name("the argument's name");
    r.expect(INSTANCE, "the sort of a core argument, an instance");
    return new CoreArg(name, Sorts.index(r, Sort.CORE_INSTANCE));
  }

  private static CoreInlineExport export(Reader r) {
    return new CoreInlineExport(r.name("the export's name"), Sorts.coreSortIndex(r));
  }
}
