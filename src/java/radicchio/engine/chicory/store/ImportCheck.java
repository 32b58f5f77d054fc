package radicchio.engine.chicory.store;

import java.util.List;
import java.util.OptionalLong;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreType;
import radicchio.engine.Extern;
import radicchio.engine.ExternType;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.ExternType.TagType;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.chicory.module.TypeTexts;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** Checks that the arguments of a module's imports match (Core specification, "Import matching"). */
final class ImportCheck {
  private ImportCheck() {}

  static void require(GuestStore store, CompiledModule module, List<? extends Extern> given) {
    List<CoreModule.Import> wanted = module.imports();
    if (given.size() != wanted.size()) {
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE, "expected " + wanted.size() + " imports, got " + given.size());
    }
    int functions = 0;
    int tags = 0;
    for (int i = 0; i < wanted.size(); i++) {
      CoreModule.Import want = wanted.get(i);
      Extern give = given.get(i);
      requireSameStore(store, want, give);
      boolean matches =
          want.type() instanceof FuncType
              ? matches(module.types().function(functions++), give)
              : want.type() instanceof TagType
                  ? give instanceof StoreTag tag
                      && module.types().tag(tags++).text().equals(tag.signature.text())
                  : matches(want.type(), give);
      if (!matches) {
        throw RadicchioException.of(
            ErrorKind.UNLINKABLE,
            "incompatible import type for "
                + name(want)
                + ": expected "
                + describe(want.type())
                + ", got "
                + describe(give.type()));
      }
    }
  }

  private static String name(CoreModule.Import wanted) {
    return ForeignText.quoted(wanted.module()) + " " + ForeignText.quoted(wanted.name());
  }

  private static void requireSameStore(GuestStore store, CoreModule.Import wanted, Extern given) {
    boolean same =
        given instanceof StoreFunc f
            ? f.store == store
            : given instanceof StoreTable t
                ? t.store == store
                : given instanceof StoreMemory m
                    ? m.store == store
                    : given instanceof StoreTag t
                        ? t.store == store
                        : given instanceof StoreGlobal g && g.store() == store;
    if (!same) {
      throw RadicchioException.of(
          ErrorKind.UNLINKABLE, "the argument for " + name(wanted) + " belongs to another store");
    }
  }

  private static boolean matches(Signature wanted, Extern given) {
    return given instanceof StoreFunc function
        && GuestStore.typeAndSupertypes(function).contains(wanted.text());
  }

  private static boolean matches(ExternType wanted, Extern given) {
    ExternType type = given.type();
    if (wanted instanceof MemoryType want && type instanceof MemoryType have) {
      return have.shared() == want.shared()
          && within(have.min(), have.max(), want.min(), want.max());
    }
    if (wanted instanceof TableType want && type instanceof TableType have) {
      return have.element().equals(want.element())
          && within(have.min(), have.max(), want.min(), want.max());
    }
    if (wanted instanceof GlobalType want && type instanceof GlobalType have) {
      return have.mutable() == want.mutable()
          && (want.mutable()
              ? have.value().equals(want.value())
              : isSubtype((StoreGlobal) given, want.value()));
    }
    return false;
  }

  private static boolean within(long size, OptionalLong most, long min, OptionalLong max) {
    return size >= min
        && (max.isEmpty() || most.isPresent() && most.getAsLong() <= max.getAsLong());
  }

  /** Checks subtyping of types that may cross between modules: numbers, functions and external references. */
  private static boolean isSubtype(StoreGlobal given, CoreType want) {
    CoreType have = given.type().value();
    if (have.equals(want)) {
      return true;
    }
    if (!(have instanceof CoreType.Ref a)
        || !(want instanceof CoreType.Ref b)
        || a.nullable() && !b.nullable()) {
      return false;
    }
    return a.heap().equals(b.heap())
        || b.heap().equals("func") && Signature.isFuncref(a)
        || b.heap().startsWith("(")
            && (a.heap().equals("nofunc") || given.declaresSubtype(a.heap(), b.heap()))
        || b.heap().equals("extern") && a.heap().equals("noextern");
  }

  private static String describe(ExternType type) {
    if (type instanceof FuncType function) {
      return "a function " + TypeTexts.text(function);
    }
    if (type instanceof MemoryType memory) {
      return "a "
          + (memory.shared() ? "shared " : "")
          + "memory of "
          + range(memory.min(), memory.max())
          + " pages";
    }
    if (type instanceof TableType table) {
      return "a table of "
          + range(table.min(), table.max())
          + " "
          + TypeTexts.text(table.element());
    }
    if (type instanceof GlobalType global) {
      return "a global "
          + (global.mutable()
              ? "(mut " + TypeTexts.text(global.value()) + ")"
              : TypeTexts.text(global.value()));
    }
    return "a tag " + TypeTexts.text(((TagType) type).type());
  }

  private static String range(long min, OptionalLong max) {
    return min + (max.isPresent() ? ".." + max.getAsLong() : " or more");
  }
}
