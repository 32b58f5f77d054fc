package radicchio.binary;

import radicchio.component.Definition.Arg;
import radicchio.component.Definition.InlineExport;
import radicchio.component.Definition.InlineInstance;
import radicchio.component.Definition.InstanceDef;
import radicchio.component.Definition.Instantiate;
import radicchio.component.Sort;

/** Decodes instances ({@code instance}). */
final class InstanceSection {
  private InstanceSection() {}

  static InstanceDef instance(Reader r) {
    int start = r.offset();
    int b = r.u8("an instance");
    return switch (b) {
      case 0x00 ->
          new Instantiate(
              start, Sorts.index(r, Sort.COMPONENT), r.vec("argument", InstanceSection::arg));
      case 0x01 -> new InlineInstance(start, r.vec("export", InstanceSection::export));
      default -> throw r.errorBefore("expected 0x00 or 0x01 for an instance, got " + Reader.hex(b));
    };
  }

  private static Arg arg(Reader r) {
    return new Arg(r.name("the argument's name"), Sorts.sortIndex(r));
  }

  private static InlineExport export(Reader r) {
    return new InlineExport(ExternSections.name(r), Sorts.sortIndex(r));
  }
}
