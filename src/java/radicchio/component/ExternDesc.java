package radicchio.component;

/** What an import or export is, with the indices of its types ({@code externtype}). */
public sealed interface ExternDesc {

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
  }

  /** A function of the type with that index. */
  record FuncDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.FUNC;
    }
  }

  /** A value equal to that of the index; gated by the proposal for values. */
  record ValueEqDesc(int value) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.VALUE;
    }
  }

  /** A value of a type; gated by the proposal for values. */
  record ValueDesc(TypeRef type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.VALUE;
    }
  }

  /** A type equal to that of the index. */
  record TypeEqDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }
  }

  /** A resource type of its own: {@code (type (sub resource))}. */
  record SubResourceDesc() implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.TYPE;
    }
  }

  /** A component of the type with that index. */
  record ComponentDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.COMPONENT;
    }
  }

  /** An instance of the type with that index. */
  record InstanceDesc(int type) implements ExternDesc {
    @Override
    public Sort sort() {
      return Sort.INSTANCE;
    }
  }
}
