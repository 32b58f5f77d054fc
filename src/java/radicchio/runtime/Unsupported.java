package radicchio.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.Values;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.component.Component;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.FuncType;
import radicchio.component.TypeRef;
import radicchio.component.ValType;
import radicchio.engine.ExternType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** What this library does not have of the Component Model, found by name before anything runs. */
final class Unsupported {
  private static final TypeRef ERROR_CONTEXT = new TypeRef.Primitive(ValType.Prim.ERROR_CONTEXT);

  private Unsupported() {}

  /**
   * Refuses a component that needs what is not there: built-ins of concurrency, async lifts and lowers, values
   * and start functions.
   *
   * @throws RadicchioException {@code INVALID} naming each thing once, in order
   */
  static void check(Component component) {
    List<String> found = new ArrayList<>();
    find(component, found);
    if (!found.isEmpty()) {
      throw refuse(found.stream().distinct().collect(Collectors.joining(", ")));
    }
  }

  private static void find(Component component, List<String> found) {
    for (Definition definition : component.definitions()) {
      if (definition instanceof Definition.ComponentDef d) {
        find(d.component(), found);
      } else if (definition instanceof Definition.Start) {
        found.add("start");
      } else if (definition instanceof Definition.ValueDef) {
        found.add("value");
      } else if (definition instanceof Canon c) {
        of(c).ifPresent(found::add);
      } else if (definition instanceof Definition.TypeDef t) {
        of(t.type()).ifPresent(found::add);
      }
    }
  }

  /**
   * A type that the component itself defines. What the types of its imports mention is left alone, as nothing
   * may call for it: a function of such a type is refused when it is linked, unless it refuses every call.
   */
  private static Optional<String> of(DefType type) {
    if (type instanceof DefType.StreamDef) {
      return Optional.of("stream");
    } else if (type instanceof DefType.FutureDef) {
      return Optional.of("future");
    }
    return refs(type).anyMatch(ERROR_CONTEXT::equals)
        ? Optional.of("error-context")
        : Optional.empty();
  }

  /** The types that stand in the definition of another. */
  private static Stream<TypeRef> refs(DefType type) {
    if (type instanceof DefType.PrimDef d) {
      return Stream.of(new TypeRef.Primitive(d.type()));
    } else if (type instanceof DefType.RecordDef d) {
      return d.fields().stream().map(DefType.Labelled::type);
    } else if (type instanceof DefType.VariantDef d) {
      return d.cases().stream().flatMap(c -> c.type().stream());
    } else if (type instanceof DefType.ListDef d) {
      return Stream.of(d.element());
    } else if (type instanceof DefType.FixedListDef d) {
      return Stream.of(d.element());
    } else if (type instanceof DefType.TupleDef d) {
      return d.elements().stream();
    } else if (type instanceof DefType.OptionDef d) {
      return Stream.of(d.element());
    } else if (type instanceof DefType.ResultDef d) {
      return Stream.concat(d.ok().stream(), d.err().stream());
    } else if (type instanceof DefType.MapDef d) {
      return Stream.of(d.key(), d.value());
    } else if (type instanceof DefType.FuncDef d) {
      return Stream.concat(d.params().stream().map(DefType.Labelled::type), d.result().stream());
    }
    return Stream.empty();
  }

  private static Optional<String> of(Canon canon) {
    if (canon instanceof Canon.Lift c) {
      return async(c.name(), c.options());
    } else if (canon instanceof Canon.Lower c) {
      return async(c.name(), c.options());
    } else if (canon instanceof Canon.Concurrent || canon instanceof Canon.TaskReturn) {
      return Optional.of("canon " + canon.name());
    }
    return Optional.empty();
  }

  private static Optional<String> async(String name, CanonOptions options) {
    return options.async() ? Optional.of("canon " + name + " async") : Optional.empty();
  }

  /** The refusal of one canonical built-in. */
  static RadicchioException builtin(String name) {
    return refuse("canon " + name);
  }

  private static RadicchioException refuse(String what) {
    return RadicchioException.of(
        ErrorKind.INVALID, "the component needs what Radicchio does not support yet: " + what);
  }

  /** The core type of a lowered function that is never called: streams and their kin are handles, an i32. */
  static ExternType.FuncType loweredType(FuncType type) {
    List<ValType.Field> params =
        type.params().stream()
            .map(p -> new ValType.Field(p.name(), TypeResolution.withoutConcurrency(p.type())))
            .toList();
    FuncType plain =
        new FuncType(params, type.result().map(TypeResolution::withoutConcurrency), false);
    return CanonicalFunction.of(plain, Values.PLAIN).loweredType();
  }
}
