package radicchio.runtime.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import radicchio.abi.value.Values;
import radicchio.component.Component;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.FuncType;
import radicchio.engine.CompileOptions;
import radicchio.engine.CoreModule;
import radicchio.engine.Engine;
import radicchio.runtime.call.Plans;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.Entity.FuncEntity;

/**
 * The parts of one component that do not depend on an instance: its compiled core modules, its nested components, and the plans
 * of its functions. Any thread may use it.
 */
public final class ComponentCode {
  private final TypedComponent typed;
  private final Values values;
  private final CoreModule[] modules;
  private final ComponentCode[] components;
  private final String[] resourceNames;
  private final AtomicReferenceArray<Plans> plans;
  private final boolean concurrent;
  private final boolean mayBlock;
  private final Map<String, String> typeTexts = new ConcurrentHashMap<>();

  private ComponentCode(TypedComponent typed, CompileOptions options, Values values) {
    List<Definition> definitions = typed.component().definitions();
    this.typed = typed;
    this.values = values;
    this.modules = new CoreModule[definitions.size()];
    this.components = new ComponentCode[definitions.size()];
    this.concurrent = Blocking.isConcurrent(typed);
    this.mayBlock = Blocking.mayBlock(typed);
    this.plans = new AtomicReferenceArray<>(definitions.size());
    this.resourceNames = new String[definitions.size()];
    ResourceNames names = new ResourceNames(typed);
    for (int place = 0; place < definitions.size(); place++) {
      Definition definition = definitions.get(place);
      if (definition instanceof Definition.CoreModuleDef d) {
        modules[place] = Engine.compile(d.bytes().copy(), options);
      } else if (definition instanceof Component.ComponentDef d) {
        components[place] = new ComponentCode(typed.nested(d.component()), options, values);
      } else if (definition instanceof Definition.TypeDef t
          && t.type() instanceof DefType.ResourceDef) {
        resourceNames[place] = names.of(typed.defined(place));
      }
    }
  }

  public static ComponentCode of(TypedComponent typed, CompileOptions options, Values values) {
    return new ComponentCode(typed, options, values);
  }

  /** Returns the component with its types. */
  TypedComponent typed() {
    return typed;
  }

  /** Returns the conversion between its values and the host's. */
  Values values() {
    return values;
  }

  /** Tests whether it, or a component nested in it, has anything of concurrency. */
  public boolean isConcurrent() {
    return concurrent;
  }

  /** Tests whether guests of the component itself may block with frames on the stack. */
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Returns the core module of the definition at a place. */
  CoreModule module(int place) {
    return modules[place];
  }

  /** Returns the component of the definition at a place. */
  ComponentCode component(int place) {
    return components[place];
  }

  /** Returns the name, for messages, of the resource type of the definition at a place. */
  String resourceName(int place) {
    return resourceNames[place];
  }

  /**
   * Returns the plans of the function that is lifted or lowered at a place. They are the component's own if its type is the same
   * in each instantiation, else new ones.
   *
   * @param inInstantiation its type in the instantiation that asks
   */
  Plans plans(int place, FuncEntity function, Supplier<FuncType> inInstantiation) {
    if (function.type().mentionsResource()) {
      return new Plans(inInstantiation, values);
    }
    Plans known = plans.get(place);
    if (known == null) {
      known = new Plans(() -> ValueTypes.withoutResources(function.shape()), values);
      plans.set(place, known);
    }
    return known;
  }

  /** Returns the text of an imported function's type, made on first use. */
  String typeText(String id, Supplier<String> text) {
    String known = typeTexts.get(id);
    if (known == null) {
      known = text.get();
      typeTexts.put(id, known);
    }
    return known;
  }

  /** Returns the number of interpreted functions of its core modules, with those of nested components. */
  public int interpretedFunctions() {
    int sum = 0;
    for (int place = 0; place < modules.length; place++) {
      if (modules[place] != null) {
        sum += modules[place].interpretedFunctions();
      } else if (components[place] != null) {
        sum += components[place].interpretedFunctions();
      }
    }
    return sum;
  }

  /** Returns the size of its core modules in bytes, with those of nested components. */
  public long coreBytes() {
    long sum = 0;
    for (int place = 0; place < modules.length; place++) {
      if (typed.component().definitions().get(place) instanceof Definition.CoreModuleDef d) {
        sum += d.bytes().length();
      } else if (components[place] != null) {
        sum += components[place].coreBytes();
      }
    }
    return sum;
  }
}
