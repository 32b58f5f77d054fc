package radicchio.values.core;

import clojure.lang.Keyword;
import java.math.BigInteger;
import radicchio.abi.Refusal;
import radicchio.abi.ValueReader;
import radicchio.core.ModuleInstance;
import radicchio.engine.CoreStore;
import radicchio.engine.CoreType;
import radicchio.values.clojure.Expected;
import radicchio.values.clojure.Floats;
import radicchio.values.clojure.Integers;

/**
 * Converts between the host's values and the slots of core WebAssembly, for one type of a signature: {@code :i32 :i64
 * :f32 :f64 :bool :externref :funcref}.
 */
abstract class CoreValue {
  private static final long U32_MAX = 0xFFFF_FFFFL;
  private static final BigInteger I32_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger I32_MAX = BigInteger.valueOf(U32_MAX);
  private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger I64_MAX = Integers.U64_MAX;

  // These also initialise their classes before a guest runs, which determines the depth of the
  // stack
  private static final ValueReader.OfScalar FLOAT = Floats.F32;
  private static final ValueReader.OfScalar DOUBLE = Floats.F64;

  /** Returns the slot of a value. Throws a {@link Refusal} for a value that does not fit the type. */
  abstract long read(Object value);

  /** Returns the value of a slot. */
  abstract Object make(long slot);

  /** Tests whether slots are references, which are valid only inside an entrance. */
  boolean isReference() {
    return false;
  }

  /**
   * @param name a type's keyword; {@code :bool} for an i32 that is a boolean
   * @param instance the instance whose store has the references
   */
  static CoreValue of(Keyword name, ModuleInstance instance) {
    return switch (name.getName()) {
      case "i32" -> I32;
      case "i64" -> I64;
      case "f32" -> F32;
      case "f64" -> F64;
      case "bool" -> BOOL;
      case "externref" -> new ExternRef(instance);
      case "funcref" -> new FuncRef(instance);
      default -> throw new IllegalArgumentException(name + " is not the type of a core value");
    };
  }

  private static final CoreValue I32 =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Long l && l >= Integer.MIN_VALUE && l <= U32_MAX) {
            return l.intValue();
          }
          if (value instanceof Boolean b) {
            return b ? 1 : 0;
          }
          if (Integers.isBetween(I32_MIN, I32_MAX, value)) {
            return ((Number) value).intValue();
          }
          throw Expected.but(
              "an i32 (an integer from " + Integer.MIN_VALUE + " to " + U32_MAX + ", or a boolean)",
              value);
        }

        @Override
        Object make(long slot) {
          return (long) (int) slot;
        }
      };

  private static final CoreValue I64 =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Long l) {
            return l;
          }
          if (Integers.isBetween(I64_MIN, I64_MAX, value)) {
            return ((Number) value).longValue();
          }
          throw Expected.but("an i64 (an integer from " + I64_MIN + " to " + I64_MAX + ")", value);
        }

        @Override
        Object make(long slot) {
          return slot;
        }
      };

  private static final CoreValue F32 =
      new CoreValue() {
        @Override
        long read(Object value) {
          return FLOAT.readSlot(value);
        }

        @Override
        Object make(long slot) {
          return (double) Float.intBitsToFloat((int) slot);
        }
      };

  private static final CoreValue F64 =
      new CoreValue() {
        @Override
        long read(Object value) {
          return DOUBLE.readSlot(value);
        }

        @Override
        Object make(long slot) {
          return Double.longBitsToDouble(slot);
        }
      };

  private static final CoreValue BOOL =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Boolean b) {
            return b ? 1 : 0;
          }
          throw Expected.but("a bool (true or false)", value);
        }

        @Override
        Object make(long slot) {
          return (int) slot != 0;
        }
      };

  /** Any object of the host; nil is null. */
  private static final class ExternRef extends CoreValue {
    private final ModuleInstance instance;

    ExternRef(ModuleInstance instance) {
      this.instance = instance;
    }

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
  private static final class FuncRef extends CoreValue {
    private final ModuleInstance instance;

    FuncRef(ModuleInstance instance) {
      this.instance = instance;
    }

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
      return instance
          .store()
          .function(slot)
          .map(func -> CoreFunction.of(instance, func, "funcref"))
          .orElse(null);
    }
  }

  /** Tests whether a signature may use this name for a parameter or result of a core type. */
  static boolean fits(Keyword name, CoreType type) {
    String natural = nameOf(type);
    return name.getNamespace() == null
        && (name.getName().equals(natural)
            || name.getName().equals("bool") && natural.equals("i32"));
  }

  /** Returns the name of a core type's keyword, or its text if it has none. */
  static String nameOf(CoreType type) {
    if (type instanceof CoreType.Num num) {
      return num.name().toLowerCase(java.util.Locale.ROOT);
    }
    CoreType.Ref ref = (CoreType.Ref) type;
    return ref.equals(CoreType.FUNCREF)
        ? "funcref"
        : ref.equals(CoreType.EXTERNREF)
            ? "externref"
            : "(ref " + (ref.nullable() ? "null " : "") + ref.heap() + ")";
  }
}
