package radicchio.binary;

import radicchio.component.Definition.Start;
import radicchio.component.Sort;

/** Decodes the start definition ({@code start}). */
final class StartSection {
  private StartSection() {}

  static Start start(Reader r) {
    return new Start(
        r.offset(),
        Sorts.index(r, Sort.FUNC),
        r.vec("argument", arg -> Sorts.index(arg, Sort.VALUE)),
        r.u32("the number of results"));
  }
}
