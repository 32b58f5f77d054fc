package radicchio.values.core;

import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    String name = nameOf(type);
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
                + nameOf(type)
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
      if (!(names.get(i) instanceof Keyword name && fits(name, types.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Tests whether a signature may use this name for a parameter or result of a core type. */
  private static boolean fits(Keyword name, CoreType type) {
    String natural = nameOf(type);
    return name.getNamespace() == null
        && (name.getName().equals(natural)
            || name.getName().equals("bool") && natural.equals("i32"));
  }

  /** Returns the name of a core type's keyword, or its text if it has none. */
  private static String nameOf(CoreType type) {
    if (type instanceof CoreType.Num num) {
      return num.name().toLowerCase(Locale.ROOT);
    }
    CoreType.Ref ref = (CoreType.Ref) type;
    return ref.equals(CoreType.FUNCREF)
        ? "funcref"
        : ref.equals(CoreType.EXTERNREF)
            ? "externref"
            : "(ref " + (ref.nullable() ? "null " : "") + ref.heap() + ")";
  }
}
