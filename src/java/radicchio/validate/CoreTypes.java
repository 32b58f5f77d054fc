package radicchio.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import radicchio.component.CoreDefType;
import radicchio.component.CoreDefType.CoreExternDesc;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.engine.ExternType;
import radicchio.error.ForeignText;

/** Core types, of functions and modules. */
final class CoreTypes {
  private static final long MAX_PAGES = 1L << 16;
  private static final long MAX_PAGES_64 = 1L << 48;

  private CoreTypes() {}

  static Scope.CoreEntry entry(CoreDefType type, Scope scope) {
    if (type instanceof CoreDefType.CoreFuncDef f) {
      return new Scope.CoreFunc(f.type());
    } else if (type instanceof CoreDefType.ModuleDef m) {
      return new Scope.CoreModule(module(m, scope));
    }
    throw new Invalid(
        "core types of garbage collection are not supported: " + ((CoreDefType.Unsupported) type).form());
  }

  /** The module type of an index. */
  static CoreModuleType module(int index, Scope scope) {
    if (scope.coreTypes.get(index) instanceof Scope.CoreModule m) {
      return m.type();
    }
    throw new Invalid("core type " + index + " is a function type, not a module type");
  }

  /** The function type of an index. */
  static ExternType.FuncType func(Space<Scope.CoreEntry> types, int index) {
    if (types.get(index) instanceof Scope.CoreFunc f) {
      return f.type();
    }
    throw new Invalid("core type " + index + " is a module type, not a function type");
  }

  private static CoreModuleType module(CoreDefType.ModuleDef module, Scope scope) {
    Space<Scope.CoreEntry> types = new Space<>("core type");
    List<CoreImport> imports = new ArrayList<>();
    List<CoreExport> exports = new ArrayList<>();
    for (CoreDefType.ModuleDeclarator d : module.declarators()) {
      scope.session().work(Session.DEFINITION);
      if (d instanceof CoreDefType.ModuleTypeDecl t) {
        types.add(declaredType(t, scope));
      } else if (d instanceof CoreDefType.ModuleOuterAlias a) {
        types.add(outerType(a, types, scope));
      } else if (d instanceof CoreDefType.ModuleImport i) {
        imports.add(new CoreImport(i.module(), i.name(), extern(i.type(), types)));
      } else if (d instanceof CoreDefType.ModuleExport e) {
        exports.add(new CoreExport(e.name(), extern(e.type(), types)));
      }
    }
    CoreModuleType type = new CoreModuleType(imports, exports);
    checkModule(type);
    return type;
  }

  private static Scope.CoreEntry declaredType(CoreDefType.ModuleTypeDecl declarator, Scope scope) {
    if (declarator.type() instanceof CoreDefType.ModuleDef) {
      throw new Invalid("a module type in a module type");
    }
    return entry(declarator.type(), scope);
  }

  private static Scope.CoreEntry outerType(
      CoreDefType.ModuleOuterAlias alias, Space<Scope.CoreEntry> own, Scope scope) {
    if (alias.count() == 0) {
      return own.get(alias.index());
    }
    Scope.CoreEntry entry = scope.outer(alias.count() - 1).coreTypes.get(alias.index());
    if (entry instanceof Scope.CoreModule) {
      throw new Invalid("alias of a module type in a module type");
    }
    return entry;
  }

  private static ExternType extern(CoreExternDesc desc, Space<Scope.CoreEntry> types) {
    if (desc instanceof CoreDefType.CoreFuncIndex f) {
      return func(types, f.type());
    } else if (desc instanceof CoreDefType.CoreTagIndex t) {
      return new ExternType.TagType(func(types, t.type()));
    }
    ExternType type = ((CoreDefType.CoreExtern) desc).type();
    if (type instanceof ExternType.MemoryType m) {
      checkLimits(m);
    }
    return type;
  }

  private static void checkLimits(ExternType.MemoryType m) {
    long most = m.memory64() ? MAX_PAGES_64 : MAX_PAGES;
    if (Long.compareUnsigned(m.min(), most) > 0
        || m.max().isPresent() && Long.compareUnsigned(m.max().getAsLong(), most) > 0) {
      throw new Invalid("a memory has at most " + most + " pages");
    }
  }

  /** Both names of an import as one key. Strings that collide in a hash map are found by their order, lists are not. */
  static String importKey(String module, String name) {
    return module.length() + ":" + module + name;
  }

  /** What a component asks of a module besides its own validity: names that tell imports and exports apart. */
  static void checkModule(CoreModuleType type) {
    Set<String> imports = new HashSet<>();
    for (CoreImport i : type.imports()) {
      if (!imports.add(importKey(i.module(), i.name()))) {
        throw new Invalid("core module: import " + ForeignText.quoted(i.module()) + " "
            + ForeignText.quoted(i.name()) + " stands twice");
      }
    }
    Set<String> exports = new HashSet<>();
    for (CoreExport e : type.exports()) {
      if (!exports.add(e.name())) {
        throw new Invalid("core module: export " + ForeignText.quoted(e.name()) + " stands twice");
      }
    }
  }
}
