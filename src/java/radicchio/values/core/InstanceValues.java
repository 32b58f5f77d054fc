package radicchio.values.core;

import clojure.lang.Keyword;
import java.util.List;
import radicchio.core.ModuleInstance;
import radicchio.engine.CoreStore;
import radicchio.engine.Func;
import radicchio.values.clojure.Expected;

/**
 * Makes the functions of an instance for Clojure, and the converters of its values: {@code :i32 :i64 :f32 :f64 :bool :externref
 * :funcref}. References belong to the instance's store.
 */
public final class InstanceValues {
  private final ModuleInstance instance;

  public InstanceValues(ModuleInstance instance) {
    this.instance = instance;
  }

  /**
   * Returns a function with the module's own types.
   *
   * @param name its name in messages
   * @throws radicchio.error.RadicchioException {@code UNLINKABLE} if the host cannot express a type
   */
  public CoreFunction function(Func func, String name) {
    return function(
        func,
        name,
        CoreSignature.keywords(name, func.type().params()),
        CoreSignature.keywords(name, func.type().results()));
  }

  /**
   * Returns a function with types that a caller requested.
   *
   * @param name its name in messages
   * @param params a type's keyword for each parameter, checked by {@link CoreSignature#fits}
   * @param results a type's keyword for each result, checked likewise
   */
  public CoreFunction function(
      Func func, String name, List<Keyword> params, List<Keyword> results) {
    return new CoreFunction(instance, func, name, values(params), values(results));
  }

  CoreValue[] values(List<Keyword> names) {
    return names.stream().map(this::value).toArray(CoreValue[]::new);
  }

  /**
   * Returns the converter of a type.
   *
   * @param name a type's keyword; {@code :bool} for an i32 that is a boolean
   */
  CoreValue value(Keyword name) {
    return switch (name.getName()) {
      case "i32" -> CoreValue.I32;
      case "i64" -> CoreValue.I64;
      case "f32" -> CoreValue.F32;
      case "f64" -> CoreValue.F64;
      case "bool" -> CoreValue.BOOL;
      case "externref" -> new ExternRef();
      case "funcref" -> new FuncRef();
      default -> throw new IllegalArgumentException(name + " is not the type of a core value");
    };
  }

  /** Any object of the host; nil is null. */
  private final class ExternRef extends CoreValue {
    @Override
    boolean isReference() {
      return true;
    }

    @Override
    long read(Object value) {
      instance.enter();
      try {
        return instance.store().externref(value);
      } finally {
        instance.leave();
      }
    }

    @Override
    Object make(long slot) {
      return instance.store().object(slot);
    }
  }

  /** A {@link CoreFunction} of the same store; nil is null. */
  private final class FuncRef extends CoreValue {
    @Override
    boolean isReference() {
      return true;
    }

    @Override
    long read(Object value) {
      if (value == null) {
        return CoreStore.NULL_REF;
      }
      if (!(value instanceof CoreFunction f && f.isOf(instance.store()))) {
        throw Expected.but("a funcref (a function of this instance, or nil)", value);
      }
      instance.enter();
      try {
        return instance.store().reference(f.func());
      } finally {
        instance.leave();
      }
    }

    @Override
    Object make(long slot) {
      return instance.store().function(slot).map(func -> function(func, "funcref")).orElse(null);
    }
  }
}
