package radicchio.binary;

import radicchio.component.Alias;
import radicchio.component.Sort;

/** Aliases ({@code alias}). */
final class AliasSection {
  private AliasSection() {}

  static Alias alias(Reader r) {
    int start = r.offset();
    Sort sort = Sorts.sort(r);
    int b = r.u8("the target of an alias");
    return switch (b) {
      case 0x00 -> new Alias.OfExport(start, sort, Sorts.index(r, Sort.INSTANCE), r.name("the export's name"));
      case 0x01 ->
          new Alias.OfCoreExport(start, sort, Sorts.index(r, Sort.CORE_INSTANCE), r.name("the export's name"));
      case 0x02 -> new Alias.Outer(start, sort, r.u32("the number of scopes out"), Sorts.index(r, sort));
      default -> throw r.errorBefore("expected 0x00, 0x01 or 0x02 for the target of an alias, got " + Reader.hex(b));
    };
  }
}
