package radicchio.component;

/** What an import or export is, with the indices of its types ({@code externtype}). */
public sealed interface ExternDesc {

  /**
   * An answer for each kind of import or export.
   *
   * @param <R> the answer
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

  /** The answer for the kind that it is. */
  <R> R match(Cases<R> cases);

  /** Its sort, and that of the index space that it appends to. */
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

  /** A value equal to that of the index; gated by the proposal for values. */
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

  /** A value of a type; gated by the proposal for values. */
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

  /** A type equal to that of the index. */
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

  /** A resource type of its own: {@code (type (sub resource))}. */
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
