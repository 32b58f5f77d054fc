package radicchio.values;

import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import radicchio.engine.CoreType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.ModuleInstance;

/** The types of a core function as data: {@code [:i32 :i64 :f32 :f64 :bool :externref :funcref]}. */
public final class CoreSignature {
  private CoreSignature() {}

  /**
   * The types' keywords; one that no value of the host can be has its text instead, such as
   * {@code "(ref null exn)"}, and {@code v128} its keyword.
   */
  public static PersistentVector names(List<CoreType> types) {
    return PersistentVector.create(types.stream().map(CoreSignature::name).toList());
  }

  /** The keyword or text of one type. */
  public static Object name(CoreType type) {
    String name = CoreValue.nameOf(type);
    return name.startsWith("(") ? name : Keyword.intern(name);
  }

  /**
   * The types' keywords, all of them.
   *
   * @param what has these types, for the message
   * @throws RadicchioException {@code UNLINKABLE} where no value of the host is of one of the types
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
                + ", which crosses only between modules; the host can have i32, i64, f32, f64, externref"
                + " and funcref");
      }
      names.add(name);
    }
    return names;
  }

  /** Whether a list of keywords says what a list of types is, {@code :bool} for {@code i32} allowed. */
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
