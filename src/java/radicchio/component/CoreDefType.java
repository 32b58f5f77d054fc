package radicchio.component;

import java.util.List;
import radicchio.engine.ExternType;

/** The right side of a core type definition ({@code core:deftype}). */
public sealed interface CoreDefType {

  /** A core function type. */
  record CoreFuncDef(ExternType.FuncType type) implements CoreDefType {}

  /** A core module's type: what it imports and exports. */
  record ModuleDef(List<ModuleDeclarator> declarators) implements CoreDefType {
    public ModuleDef {
      declarators = List.copyOf(declarators);
    }
  }

  /**
   * A type of the proposals for garbage collection, which decodes and is refused by name.
   *
   * @param form {@code "struct"}, {@code "array"}, {@code "rec"} or {@code "sub"}
   */
  record Unsupported(String form) implements CoreDefType {}

  /** What a module's type is made of, in order; its index space of types begins empty. */
  sealed interface ModuleDeclarator {
    /** Where it begins in the input. */
    int offset();
  }

  record ModuleImport(int offset, String module, String name, CoreExternDesc type)
      implements ModuleDeclarator {}

  record ModuleTypeDecl(int offset, CoreDefType type) implements ModuleDeclarator {}

  /**
   * A core type of an enclosing scope.
   *
   * @param count how many scopes out: 0 is the module type itself
   */
  record ModuleOuterAlias(int offset, int count, int index) implements ModuleDeclarator {}

  record ModuleExport(int offset, String name, CoreExternDesc type) implements ModuleDeclarator {}

  /** The type of something that a core module imports or exports, functions and tags by index. */
  sealed interface CoreExternDesc {}

  /** A function whose type is the core type of that index. */
  record CoreFuncIndex(int type) implements CoreExternDesc {}

  /** An exception tag whose type is the core type of that index. */
  record CoreTagIndex(int type) implements CoreExternDesc {}

  /** A memory, table or global. */
  record CoreExtern(ExternType type) implements CoreExternDesc {}
}
