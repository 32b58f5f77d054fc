package radicchio.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import radicchio.component.CoreDefType;
import radicchio.component.CoreDefType.CoreExternDesc;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.component.CoreTypeTexts;
import radicchio.engine.ExternType;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.CoreNames;
import radicchio.validate.core.CoreSubtyping;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Session;

/** Evaluates core types of functions and modules. */
final class CoreTypes {
  private static final long MAX_PAGES = 1L << 16;
  private static final long MAX_PAGES_64 = 1L << 48;

  private CoreTypes() {}

  static IndexSpaces.CoreEntry entry(CoreDefType type, Scope scope) {
    return entry(type, scope, scope.spaces.coreTypes);
  }

  /** @param types the index space that references use, and to which the type will be added */
  private static IndexSpaces.CoreEntry entry(
      CoreDefType type, Scope scope, Space<IndexSpaces.CoreEntry> types) {
    return type.match(new Entries(scope, types));
  }

  private record Entries(Scope scope, Space<IndexSpaces.CoreEntry> types)
      implements CoreDefType.Cases<IndexSpaces.CoreEntry> {
    @Override
    public IndexSpaces.CoreEntry on(CoreDefType.CoreFuncDef type) {
      int own = types.size();
      String heap = resolution(types).group(List.of(type), own).get(0);
      CoreTypeTexts itself =
          new CoreTypeTexts(i -> i == own ? heap : resolution(types).known().apply(i));
      IndexSpaces.CoreFunc made =
          new IndexSpaces.CoreFunc(itself.function(type, heap, true), heap, type.open());
      type.supertypes().forEach(index -> declare(made, index));
      return made;
    }

    /** Checks a declared supertype (Core specification, "Subtypes"), and records it. */
    private void declare(IndexSpaces.CoreFunc made, int index) {
      IndexSpaces.CoreFunc supertype = CoreTypes.entry(types, index);
      if (!supertype.open()) {
        throw new Invalid("core type " + index + " is final, so it cannot be a supertype");
      }
      CoreSubtyping subtyping = scope.session().coreSubtyping();
      subtyping.declare(made.heap(), supertype.heap());
      if (!subtyping.isStructuralSubtype(made.type(), supertype.type())) {
        throw new Invalid(
            "it does not match its supertype: expected "
                + CoreMatching.text(supertype.type())
                + ", got "
                + CoreMatching.text(made.type()));
      }
    }

    @Override
    public IndexSpaces.CoreEntry on(CoreDefType.CoreAggregateDef type) {
      throw unsupported(type.form());
    }

    @Override
    public IndexSpaces.CoreEntry on(CoreDefType.ModuleDef type) {
      return new IndexSpaces.CoreModule(module(type, scope));
    }

    @Override
    public IndexSpaces.CoreEntry on(CoreDefType.Unsupported type) {
      throw unsupported(type.form());
    }
  }

  private static Invalid unsupported(String form) {
    return new Invalid("core types of garbage collection are not supported: " + form);
  }

  /** Returns the names of function types, which are their texts. */
  private static CoreTypeTexts resolution(Space<IndexSpaces.CoreEntry> types) {
    return new CoreTypeTexts(index -> entry(types, index).heap());
  }

  /** Returns the module type with an index. */
  static CoreModuleType module(int index, Scope scope) {
    if (scope.spaces.coreTypes.get(index) instanceof IndexSpaces.CoreModule m) {
      return m.type();
    }
    throw new Invalid("core type " + index + " is a function type, expected a module type");
  }

  /** Returns the function type with an index. */
  static ExternType.FuncType func(Space<IndexSpaces.CoreEntry> types, int index) {
    return entry(types, index).type();
  }

  private static IndexSpaces.CoreFunc entry(Space<IndexSpaces.CoreEntry> types, int index) {
    if (types.get(index) instanceof IndexSpaces.CoreFunc f) {
      return f;
    }
    throw new Invalid("core type " + index + " is a module type, expected a function type");
  }

  private static CoreModuleType module(CoreDefType.ModuleDef module, Scope scope) {
    ModuleDeclarators declarators = new ModuleDeclarators(scope);
    for (CoreDefType.ModuleDeclarator d : module.declarators()) {
      scope.session().work(Session.DEFINITION);
      d.match(declarators);
    }
    CoreModuleType type = new CoreModuleType(declarators.imports, declarators.exports, Map.of());
    CoreNames.check(type);
    return type;
  }

  /** Evaluates the declarators of a module's type, in order. Each returns the number of its kind. */
  private static final class ModuleDeclarators implements CoreDefType.ModuleCases<Integer> {
    private final Scope scope;
    private final Space<IndexSpaces.CoreEntry> types = new Space<>("core type");
    private final List<CoreImport> imports = new ArrayList<>();
    private final List<CoreExport> exports = new ArrayList<>();

    ModuleDeclarators(Scope scope) {
      this.scope = scope;
    }

    @Override
    public Integer on(CoreDefType.ModuleTypeDecl declarator) {
      types.add(declaredType(declarator, scope, types));
      return types.size();
    }

    @Override
    public Integer on(CoreDefType.ModuleOuterAlias declarator) {
      types.add(outerType(declarator, types, scope));
      return types.size();
    }

    @Override
    public Integer on(CoreDefType.ModuleImport declarator) {
      imports.add(
          new CoreImport(declarator.module(), declarator.name(), extern(declarator.type(), types)));
      return imports.size();
    }

    @Override
    public Integer on(CoreDefType.ModuleExport declarator) {
      exports.add(new CoreExport(declarator.name(), extern(declarator.type(), types)));
      return exports.size();
    }
  }

  private static IndexSpaces.CoreEntry declaredType(
      CoreDefType.ModuleTypeDecl declarator, Scope scope, Space<IndexSpaces.CoreEntry> types) {
    if (declarator.type() instanceof CoreDefType.ModuleDef) {
      throw new Invalid("unexpected module type inside a module type");
    }
    return entry(declarator.type(), scope, types);
  }

  private static IndexSpaces.CoreEntry outerType(
      CoreDefType.ModuleOuterAlias alias, Space<IndexSpaces.CoreEntry> own, Scope scope) {
    if (alias.count() == 0) {
      return own.get(alias.index());
    }
    IndexSpaces.CoreEntry entry =
        scope.outer(alias.count() - 1).spaces.coreTypes.get(alias.index());
    if (entry instanceof IndexSpaces.CoreModule) {
      throw new Invalid("unexpected alias of a module type inside a module type");
    }
    return entry;
  }

  private static ExternType extern(CoreExternDesc desc, Space<IndexSpaces.CoreEntry> types) {
    return desc.match(new ExternTypes(types));
  }

  private record ExternTypes(Space<IndexSpaces.CoreEntry> types)
      implements CoreDefType.CoreExternDesc.Cases<ExternType> {
    @Override
    public ExternType on(CoreDefType.CoreFuncIndex desc) {
      return func(types, desc.type());
    }

    @Override
    public ExternType on(CoreDefType.CoreTagIndex desc) {
      ExternType.FuncType type = func(types, desc.type());
      if (!type.results().isEmpty()) {
        throw new Invalid(
            "core type "
                + desc.type()
                + ", the type of a tag, has unexpected results: "
                + CoreMatching.text(type));
      }
      return new ExternType.TagType(type);
    }

    @Override
    public ExternType on(CoreDefType.CoreExtern desc) {
      if (desc.type() instanceof ExternType.MemoryType m) {
        checkMemory(m);
      } else if (desc.type() instanceof ExternType.TableType t) {
        checkLimits("table", t.min(), t.max());
      }
      return desc.type().match(resolution(types));
    }
  }

  private static void checkLimits(String what, long min, OptionalLong max) {
    if (max.isPresent() && Long.compareUnsigned(min, max.getAsLong()) > 0) {
      throw new Invalid(
          "a "
              + what
              + " of at least "
              + Long.toUnsignedString(min)
              + " and at most "
              + Long.toUnsignedString(max.getAsLong()));
    }
  }

  private static void checkMemory(ExternType.MemoryType m) {
    checkLimits("memory", m.min(), m.max());
    if (m.shared() && m.max().isEmpty()) {
      throw new Invalid("expected a maximum for a shared memory");
    }
    long most = m.memory64() ? MAX_PAGES_64 : MAX_PAGES;
    if (Long.compareUnsigned(m.min(), most) > 0
        || m.max().isPresent() && Long.compareUnsigned(m.max().getAsLong(), most) > 0) {
      throw new Invalid("expected at most " + most + " pages of a memory");
    }
  }
}
