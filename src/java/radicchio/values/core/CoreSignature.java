package radicchio.values.core;

import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import radicchio.core.ModuleInstance;
import radicchio.engine.CoreType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The types of a core function as data: {@code [:i32 :i64 :f32 :f64 :bool :externref :funcref]}. */
public final class CoreSignature {
  private CoreSignature() {}

  /**
   * Returns the types' keywords. A type that has no values in the host has its text instead, such as {@code "(ref null
   * exn)"}; {@code v128} has its keyword.
   */
  public static PersistentVector names(List<CoreType> types) {
    return PersistentVector.create(types.stream().map(CoreSignature::name).toList());
  }

  /** Returns the keyword or text of one type. */
  public static Object name(CoreType type) {
    String name = CoreValue.nameOf(type);
    return name.startsWith("(") ? name : Keyword.intern(name);
  }

  /**
   * Returns the types' keywords.
   *
   * @param what the owner of these types, for the message
   * @throws RadicchioException {@code UNLINKABLE} if the host has no values of one of the types
   */
  public static List<Keyword> keywords(String what, List<CoreType> types) {
    List<Keyword> names = new ArrayList<>(types.size());
    for (CoreType type : types) {
      if (type == CoreType.V128 || !(name(type) instanceof Keyword name)) {
        throw RadicchioException.of(
            ErrorKind.UNLINKABLE,
            what
                + " has a value of type "
                + CoreValue.nameOf(type)
                + ", which can only be passed between modules; expected i32, i64, f32, f64, externref"
                + " or funcref");
      }
      names.add(name);
    }
    return names;
  }

  /** Tests whether a list of keywords matches a list of types; {@code :bool} matches {@code i32}. */
  public static boolean fits(List<?> names, List<CoreType> types) {
    if (names.size() != types.size()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!(names.get(i) instanceof Keyword name && CoreValue.fits(name, types.get(i)))) {
        return false;
      }
    }
    return true;
  }

  static CoreValue[] values(List<Keyword> names, ModuleInstance instance) {
    return names.stream().map(name -> CoreValue.of(name, instance)).toArray(CoreValue[]::new);
  }
}
