package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.component.Sort;
import radicchio.engine.CoreInstance;
import radicchio.engine.Extern;
import radicchio.engine.Func;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.ComponentFunction;

/**
 * The index spaces of a component during instantiation, and the outer scope (Explainer.md, "Index Spaces"). Types have none here,
 * because validation has resolved them.
 */
final class LinkScope {
  private final LinkScope outer;
  private final List<Extern> coreFuncs = new ArrayList<>();
  private final List<Extern> coreTables = new ArrayList<>();
  private final List<Extern> coreMemories = new ArrayList<>();
  private final List<Extern> coreGlobals = new ArrayList<>();
  private final List<Extern> coreTags = new ArrayList<>();
  private final List<CoreExports> coreInstances = new ArrayList<>();
  private final List<LinkedEntity> modules = new ArrayList<>();
  private final List<LinkedEntity> funcs = new ArrayList<>();
  private final List<LinkedEntity> components = new ArrayList<>();
  private final List<LinkedEntity> instances = new ArrayList<>();

  /** @param outer the outer scope; null for a root component */
  LinkScope(LinkScope outer) {
    this.outer = outer;
  }

  /** A component, with the scope that defines it, to which its outer aliases refer. */
  record ComponentEntity(ComponentCode code, LinkScope definedIn) implements LinkedEntity {}

  /** The exports of a core instance, for imports. */
  @FunctionalInterface
  interface CoreExports {
    Optional<Extern> export(String name);

    static CoreExports of(CoreInstance instance) {
      return instance::export;
    }

    static CoreExports of(Map<String, Extern> exports) {
      return name -> Optional.ofNullable(exports.get(name));
    }
  }

  Extern core(Sort sort, int index) {
    return at(cores(sort), sort, index);
  }

  Func coreFunc(int index) {
    return (Func) core(Sort.CORE_FUNC, index);
  }

  Optional<Func> coreFunc(OptionalInt index) {
    return index.isPresent() ? Optional.of(coreFunc(index.getAsInt())) : Optional.empty();
  }

  CoreExports coreInstance(int index) {
    return at(coreInstances, Sort.CORE_INSTANCE, index);
  }

  LinkedEntity.InstanceEntity instance(int index) {
    return (LinkedEntity.InstanceEntity) at(instances, Sort.INSTANCE, index);
  }

  ComponentEntity component(int index) {
    return (ComponentEntity) at(components, Sort.COMPONENT, index);
  }

  LinkedEntity.ModuleEntity module(int index) {
    return (LinkedEntity.ModuleEntity) at(modules, Sort.CORE_MODULE, index);
  }

  ComponentFunction func(int index) {
    return ((LinkedEntity.FunctionEntity) at(funcs, Sort.FUNC, index)).function();
  }

  /** Returns the entity with an index, of a component-level sort or of core modules. */
  LinkedEntity entity(Sort sort, int index) {
    return at(entities(sort), sort, index);
  }

  /** Appends to the index space of a component-level sort, or of core modules. Returns the index. */
  int add(Sort sort, LinkedEntity entity) {
    return append(entities(sort), entity);
  }

  /** Appends to the index space of a core sort. Returns the index. */
  int add(Sort sort, Extern extern) {
    return append(cores(sort), extern);
  }

  /** Appends a core instance. Returns its index. */
  int add(CoreExports instance) {
    return append(coreInstances, instance);
  }

  /** Appends the target of an outer alias. Returns its index. */
  int addOuter(Sort sort, int count, int index) {
    LinkScope from = this;
    for (int i = 0; i < count; i++) {
      from = from.outer;
      if (from == null) {
        throw invalid("expected at most " + i + " scopes in an outer alias, got " + count);
      }
    }
    return add(sort, from.entity(sort, index));
  }

  private static <T> int append(List<T> space, T element) {
    space.add(element);
    return space.size() - 1;
  }

  private List<LinkedEntity> entities(Sort sort) {
    return switch (sort) {
      case CORE_MODULE -> modules;
      case FUNC -> funcs;
      case COMPONENT -> components;
      case INSTANCE -> instances;
      default -> throw invalid("expected a component-level definition, got a " + sort);
    };
  }

  private List<Extern> cores(Sort sort) {
    return switch (sort) {
      case CORE_FUNC -> coreFuncs;
      case CORE_TABLE -> coreTables;
      case CORE_MEMORY -> coreMemories;
      case CORE_GLOBAL -> coreGlobals;
      case CORE_TAG -> coreTags;
      default -> throw invalid("expected a core definition, got a " + sort);
    };
  }

  private static <T> T at(List<T> space, Sort sort, int index) {
    if (Integer.compareUnsigned(index, space.size()) >= 0) {
      throw invalid(
          "unknown "
              + sort
              + " "
              + Integer.toUnsignedString(index)
              + ": there are "
              + space.size());
    }
    return space.get(index);
  }

  private static RadicchioException invalid(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }
}
