package radicchio.component;

/** The type of an import or export, with the indices of its types ({@code externtype}). */
public sealed interface ExternDesc {

  /**
   * A function with a case for each kind of import or export.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(CoreModuleDesc desc);

    R on(FuncDesc desc);

    R on(ValueEqDesc desc);

    R on(ValueDesc desc);

    R on(TypeEqDesc desc);

    R on(SubResourceDesc desc);

    R on(ComponentDesc desc);

    R on(InstanceDesc desc);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Returns its sort, which is that of the index space that it is appended to. */
  Sort sort();

  /**
   * A core module.
   *
   * @param type a core type's index
   */
  record CoreModuleDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.CORE_MODULE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A function of the type with that index. */
  record FuncDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.FUNC;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A value equal to the one with that index; part of the proposal for values. */
  record ValueEqDesc(int value) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.VALUE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A value of a type; part of the proposal for values. */
  record ValueDesc(TypeRef type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.VALUE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A type equal to the one with that index. */
  record TypeEqDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A new resource type: {@code (type (sub resource))}. */
  record SubResourceDesc() implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A component of the type with that index. */
  record ComponentDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.COMPONENT;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An instance of the type with that index. */
  record InstanceDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.INSTANCE;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
