package radicchio.binary;

import java.util.EnumSet;
import java.util.Set;
import radicchio.component.Alias;
import radicchio.component.Sort;

/** Decodes aliases ({@code alias}). */
final class AliasSection {
  private static final Set<Sort> OUTER =
      EnumSet.of(Sort.CORE_MODULE, Sort.CORE_TYPE, Sort.COMPONENT, Sort.TYPE);

  private AliasSection() {}

  private static Alias outer(Reader r, int start, Sort sort) {
    if (!OUTER.contains(sort)) {
      throw r.errorBefore(
          "expected an outer alias of a core module, core type, component or type, got one of a "
              + sort);
    }
    return new Alias.Outer(start, sort, r.u32("the number of scopes out"), Sorts.index(r, sort));
  }

  static Alias alias(Reader r) {
    int start = r.offset();
    Sort sort = Sorts.sort(r);
    int b = r.u8("the target of an alias");
    return switch (b) {
      case 0x00 ->
          new Alias.OfExport(
              start, sort, Sorts.index(r, Sort.INSTANCE), r.name("the export's name"));
      case 0x01 ->
          new Alias.OfCoreExport(
              start, sort, Sorts.index(r, Sort.CORE_INSTANCE), r.name("the export's name"));
      case 0x02 -> outer(r, start, sort);
      default ->
          throw r.errorBefore(
              "expected 0x00, 0x01 or 0x02 for the target of an alias, got " + Reader.hex(b));
    };
  }
}
