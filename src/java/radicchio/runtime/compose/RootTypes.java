package radicchio.runtime.compose;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import radicchio.component.Alias;
import radicchio.component.Declarator;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.ExternDesc;
import radicchio.component.ExternName;
import radicchio.component.Sort;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;

/**
 * The types that have names in the whole: those of its imports, and those that it exports. Each part has its own nodes for them.
 */
final class RootTypes {
  private final DefinitionList<Definition> root;

  /** The names of types, by part and by the part's node. */
  private final Map<Part, Map<TypeNode, Name>> names = new HashMap<>();

  /** The indices of named types in the whole. */
  private final Map<Name, Integer> indices = new HashMap<>();

  /**
   * The name of a type.
   *
   * @param instance the index of the instance that exports it; -1 for a type of the whole
   * @param text its name there
   */
  private record Name(int instance, String text) {}

  RootTypes(DefinitionList<Definition> root) {
    this.root = root;
  }

  /** Appends an import. Returns its index in the index space of its sort. */
  int add(OpenImport wanted) {
    return wanted.sides().get(0).wanted().entity() instanceof InstanceEntity
        ? instance(wanted)
        : ofWorld(wanted);
  }

  /** Records that the whole exports a type of a part. */
  void exported(Part part, TypeNode type, String text, int index) {
    Name name = new Name(-1, "export " + text);
    indices.put(name, index);
    names(part).put(type, name);
  }

  /** Records that the whole exports an instance of a part. */
  void exported(Part part, InstanceEntity instance, int index) {
    for (Named export : instance.exports().values()) {
      if (export.entity() instanceof TypeEntity t) {
        names(part).put(t.type(), new Name(index, export.name().text()));
      }
    }
  }

  /** Appends the type of a function of a part. Returns its index. */
  int function(Part part, FuncEntity function) {
    return new TypeWriter(new Root(names(part))).index(function.type());
  }

  private Map<TypeNode, Name> names(Part part) {
    return names.computeIfAbsent(part, p -> new IdentityHashMap<>());
  }

  /** Returns the index of a named type in the whole. */
  private int index(Name name) {
    Integer known = indices.get(name);
    if (known == null) {
      known =
          root.add(
              Sort.TYPE, new Alias.OfExport(root.place(), Sort.TYPE, name.instance(), name.text()));
      indices.put(name, known);
    }
    return known;
  }

  /** Returns the whole as a scope, with the names of a part's types. */
  private final class Root implements TypeWriter.Scope {
    private final Map<TypeNode, Name> known;

    Root(Map<TypeNode, Name> known) {
      this.known = known;
    }

    @Override
    public int define(DefType type) {
      return root.add(Sort.TYPE, new Definition.TypeDef(root.place(), type));
    }

    @Override
    public OptionalInt named(TypeNode type) {
      Name name = known.get(type);
      return name == null ? OptionalInt.empty() : OptionalInt.of(index(name));
    }
  }

  // Functions and types of the world

  private int ofWorld(OpenImport wanted) {
    OpenImport.Side first = wanted.sides().get(0);
    ExternDesc desc =
        describe(first.wanted().entity(), new TypeWriter(new Root(names(first.part()))));
    int index = root.add(desc.sort(), new Definition.Import(root.place(), wanted.name(), desc));
    if (desc.sort() == Sort.TYPE) {
      Name name = new Name(-1, wanted.name().text());
      indices.put(name, index);
      for (OpenImport.Side side : wanted.sides()) {
        if (side.wanted().entity() instanceof TypeEntity t) {
          names(side.part()).putIfAbsent(t.type(), name);
        }
      }
    }
    return index;
  }

  /** Returns the description of a function or a type in a scope. */
  private static ExternDesc describe(Entity entity, TypeWriter types) {
    if (entity instanceof FuncEntity function) {
      return new ExternDesc.FuncDesc(types.index(function.type()));
    }
    if (!(entity instanceof TypeEntity type)) {
      throw NotComposable.unsupported("a " + entity.sort());
    }
    return type.type().shape() instanceof Shape.ResourceShape && !types.isNamed(type.type())
        ? new ExternDesc.SubResourceDesc()
        : new ExternDesc.TypeEqDesc(types.index(type.type()));
  }

  // Instances

  private int instance(OpenImport wanted) {
    InstanceType type = new InstanceType();
    for (OpenImport.Side side : wanted.sides()) {
      if (!(side.wanted().entity() instanceof InstanceEntity instance)) {
        throw NotComposable.unsupported(
            "an instance and a " + side.wanted().entity().sort() + " of one name");
      }
      type.add(side.part(), instance);
    }
    int index =
        root.add(
            Sort.TYPE,
            new Definition.TypeDef(
                root.place(), new DefType.InstanceTypeDef(type.declarators.all())));
    int made =
        root.add(
            Sort.INSTANCE,
            new Definition.Import(root.place(), wanted.name(), new ExternDesc.InstanceDesc(index)));
    type.settle(made);
    return made;
  }

  /** The type of an imported instance: everything that a part imports from it. */
  private final class InstanceType {
    private final DefinitionList<Declarator> declarators = new DefinitionList<>();
    private final Set<String> written = new HashSet<>();

    /** The indices in this scope of types that it exports. */
    private final Map<String, Integer> own = new HashMap<>();

    /** The indices in this scope of types of the whole. */
    private final Map<Name, Integer> outer = new HashMap<>();

    /** The exported types of each part. */
    private final Map<Part, Map<TypeNode, String>> exported = new HashMap<>();

    void add(Part part, InstanceEntity instance) {
      Map<TypeNode, String> types = exported.computeIfAbsent(part, p -> new IdentityHashMap<>());
      TypeWriter writer = new TypeWriter(new Inside(names(part), types));
      for (Named export : instance.exports().values()) {
        String text = export.name().text();
        if (written.add(text)) {
          int index = declare(export.name(), describe(export.entity(), writer));
          if (export.entity() instanceof TypeEntity) {
            own.put(text, index);
          }
        }
        if (export.entity() instanceof TypeEntity t) {
          types.putIfAbsent(t.type(), text);
        }
      }
    }

    private int declare(ExternName name, ExternDesc desc) {
      return declarators.add(
          desc.sort(), new Declarator.ExportDecl(declarators.place(), name, desc));
    }

    /** Records the names of its types in the whole, after it was imported. */
    void settle(int instance) {
      exported.forEach(
          (part, types) ->
              types.forEach(
                  (type, text) -> names(part).putIfAbsent(type, new Name(instance, text))));
    }

    private int outer(Name name) {
      Integer known = outer.get(name);
      if (known == null) {
        known =
            declarators.add(
                Sort.TYPE, new Alias.Outer(declarators.place(), Sort.TYPE, 1, index(name)));
        outer.put(name, known);
      }
      return known;
    }

    /** Returns the type as a scope, with the names of a part's types in it and around it. */
    private final class Inside implements TypeWriter.Scope {
      private final Map<TypeNode, Name> around;
      private final Map<TypeNode, String> types;

      Inside(Map<TypeNode, Name> around, Map<TypeNode, String> types) {
        this.around = around;
        this.types = types;
      }

      @Override
      public int define(DefType type) {
        return declarators.add(Sort.TYPE, new Definition.TypeDef(declarators.place(), type));
      }

      @Override
      public OptionalInt named(TypeNode type) {
        return Optional.ofNullable(types.get(type))
            .map(own::get)
            .map(OptionalInt::of)
            .or(
                () ->
                    Optional.ofNullable(around.get(type)).map(name -> OptionalInt.of(outer(name))))
            .orElse(OptionalInt.empty());
      }
    }
  }
}
