package radicchio.component;

import java.util.List;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;

/** The right side of a core type definition ({@code core:deftype}). */
public sealed interface CoreDefType {

  /**
   * A function with a case for each kind of core type definition.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(CoreFuncDef type);

    R on(CoreAggregateDef type);

    R on(ModuleDef type);

    R on(Unsupported type);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** A type that can be a supertype of others, or have one. */
  sealed interface SubType extends CoreDefType {
    /** {@code "func"}, {@code "struct"} or {@code "array"}. */
    String form();

    /** Whether others may have it as their supertype. */
    boolean open();

    /** The index of its supertype; it has at most one. */
    List<Integer> supertypes();
  }

  /** A core function type. */
  record CoreFuncDef(boolean open, List<Integer> supertypes, ExternType.FuncType type)
      implements SubType {
    public CoreFuncDef {
      supertypes = List.copyOf(supertypes);
    }

    @Override
    public String form() {
      return "func";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * The type of a struct, or of an array with its only field.
   *
   * @param form {@code "struct"} or {@code "array"}
   */
  record CoreAggregateDef(
      String form, boolean open, List<Integer> supertypes, List<FieldType> fields)
      implements SubType {
    public CoreAggregateDef {
      supertypes = List.copyOf(supertypes);
      fields = List.copyOf(fields);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A field of a struct or an array.
   *
   * @param packed 8 or 16 if it is that number of bits of an i32, else 0
   */
  record FieldType(CoreType type, int packed, boolean mutable) {}

  /** A core module's type: its imports and exports. */
  record ModuleDef(List<ModuleDeclarator> declarators) implements CoreDefType {
    public ModuleDef {
      declarators = List.copyOf(declarators);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A type of the garbage collection proposal, which is decoded and then refused by name.
   *
   * @param form {@code "rec"}
   */
  record Unsupported(String form) implements CoreDefType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A function with a case for each kind of declarator of a module's type.
   *
   * @param <R> the result
   */
  interface ModuleCases<R> {
    R on(ModuleImport declarator);

    R on(ModuleTypeDecl declarator);

    R on(ModuleOuterAlias declarator);

    R on(ModuleExport declarator);
  }

  /** A declarator of a module's type. The module type's index space of types begins empty. */
  sealed interface ModuleDeclarator {
    /** Calls the case of this kind. */
    <R> R match(ModuleCases<R> cases);

    /** Returns the offset of its first byte in the input. */
    int offset();
  }

  record ModuleImport(int offset, String module, String name, CoreExternDesc type)
      implements ModuleDeclarator {
    @Override
    public <R> R match(ModuleCases<R> cases) {
      return cases.on(this);
    }
  }

  record ModuleTypeDecl(int offset, CoreDefType type) implements ModuleDeclarator {
    @Override
    public <R> R match(ModuleCases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A core type of an enclosing scope.
   *
   * @param count the number of enclosing scopes to go out: 0 is the module type itself
   */
  record ModuleOuterAlias(int offset, int count, int index) implements ModuleDeclarator {
    @Override
    public <R> R match(ModuleCases<R> cases) {
      return cases.on(this);
    }
  }

  record ModuleExport(int offset, String name, CoreExternDesc type) implements ModuleDeclarator {
    @Override
    public <R> R match(ModuleCases<R> cases) {
      return cases.on(this);
    }
  }

  /** The type of an import or export of a core module. Functions and tags have an index. */
  sealed interface CoreExternDesc {

    /**
     * A function with a case for each kind.
     *
     * @param <R> the result
     */
    interface Cases<R> {
      R on(CoreFuncIndex desc);

      R on(CoreTagIndex desc);

      R on(CoreExtern desc);
    }

    /** Calls the case of this kind. */
    <R> R match(Cases<R> cases);
  }

  /** A function; its type is the core type with that index. */
  record CoreFuncIndex(int type) implements CoreExternDesc {
    @Override
    public <R> R match(CoreExternDesc.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An exception tag; its type is the core type with that index. */
  record CoreTagIndex(int type) implements CoreExternDesc {
    @Override
    public <R> R match(CoreExternDesc.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A memory, table or global. */
  record CoreExtern(ExternType type) implements CoreExternDesc {
    @Override
    public <R> R match(CoreExternDesc.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
