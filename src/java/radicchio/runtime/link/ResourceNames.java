package radicchio.runtime.link;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Definition;
import radicchio.component.Sort;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.TypeNode;

/**
 * Finds names for the resources that a component defines. A definition has no name. Messages use the name under which the type
 * leaves the component: by an export, or by the export of a nested component that gets it as an argument, because tools make one
 * for each exported interface.
 */
final class ResourceNames {
  private final TypedComponent component;

  /** The first name of each type, by its definition. */
  private final Map<TypeNode, String> names;

  private final Map<TypedComponent, Map<String, String>> reexports = new IdentityHashMap<>();

  ResourceNames(TypedComponent component) {
    this.component = component;
    this.names = names(component.type().exports());
    for (Definition definition : component.component().definitions()) {
      if (definition instanceof Definition.Instantiate i) {
        component.componentAt(i.component()).ifPresent(c -> passOn(i.args(), c));
      }
    }
  }

  /** Returns the name of a resource that the component defines. */
  String of(Entity resource) {
    return names.getOrDefault(((TypeEntity) resource).type(), "resource");
  }

  private static Map<TypeNode, String> names(List<Named> exports) {
    Map<TypeNode, String> names = new IdentityHashMap<>();
    for (Named export : exports) {
      if (export.entity() instanceof TypeEntity t) {
        names.putIfAbsent(t.type().origin(), export.name().text());
      }
    }
    return names;
  }

  /** Names the arguments of another component that it exports. */
  private void passOn(List<Definition.Arg> args, TypedComponent to) {
    for (Definition.Arg arg : args) {
      if (arg.what().sort() == Sort.TYPE) {
        TypeNode type = component.typeAt(arg.what().index()).origin();
        Optional.ofNullable(reexports.computeIfAbsent(to, c -> reexports(c.type())).get(arg.name()))
            .ifPresent(name -> names.putIfAbsent(type, name));
      }
    }
  }

  /** Returns the names under which a component exports the types that it imports. */
  private static Map<String, String> reexports(ComponentType type) {
    Map<TypeNode, String> exported = names(type.exports());
    Map<String, String> byImport = new HashMap<>();
    for (Named wanted : type.imports()) {
      if (wanted.entity() instanceof TypeEntity t) {
        String name = exported.get(t.type().origin());
        if (name != null) {
          byImport.put(wanted.name().text(), name);
        }
      }
    }
    return byImport;
  }
}
