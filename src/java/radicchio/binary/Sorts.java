package radicchio.binary;

import radicchio.component.Definition.SortIndex;
import radicchio.component.Sort;

/** Decodes sorts, and indices with a sort ("Instance Definitions"). */
final class Sorts {
  private Sorts() {}

  static Sort sort(Reader r) {
    int b = r.u8("a sort");
    return switch (b) {
      case 0x00 -> coreSort(r);
      case 0x01 -> Sort.FUNC;
      case 0x02 -> Sort.VALUE;
      case 0x03 -> Sort.TYPE;
      case 0x04 -> Sort.COMPONENT;
      case 0x05 -> Sort.INSTANCE;
      default -> throw r.errorBefore("unknown sort " + Reader.hex(b));
    };
  }

  static Sort coreSort(Reader r) {
    int b = r.u8("a core sort");
    return switch (b) {
      case 0x00 -> Sort.CORE_FUNC;
      case 0x01 -> Sort.CORE_TABLE;
      case 0x02 -> Sort.CORE_MEMORY;
      case 0x03 -> Sort.CORE_GLOBAL;
      case 0x04 -> Sort.CORE_TAG;
      case 0x10 -> Sort.CORE_TYPE;
      case 0x11 -> Sort.CORE_MODULE;
      case 0x12 -> Sort.CORE_INSTANCE;
      default -> throw r.errorBefore("unknown core sort " + Reader.hex(b));
    };
  }

  static SortIndex sortIndex(Reader r) {
    Sort sort = sort(r);
    return new SortIndex(sort, index(r, sort));
  }

  static SortIndex coreSortIndex(Reader r) {
    Sort sort = coreSort(r);
    return new SortIndex(sort, index(r, sort));
  }

  static int index(Reader r, Sort sort) {
    return r.u32("the index of a " + sort);
  }
}
