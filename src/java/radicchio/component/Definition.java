package radicchio.component;

import java.util.List;
import java.util.Optional;

/**
 * A definition of a component. Each is appended to the index space that {@link #defines} names. Indices are unsigned and,
 * after validation, in bounds.
 */
public sealed interface Definition
    permits Definition.CoreModuleDef,
        Definition.CoreInstanceDef,
        Definition.CoreTypeDef,
        Component.ComponentDef,
        Definition.InstanceDef,
        Definition.TypeDef,
        Definition.Start,
        Definition.ValueDef,
        Definition.Import,
        Definition.Export,
        Alias,
        Canon {

  /**
   * A function with a case for each kind of definition. A new kind does not compile until every such function has a case
   * for it.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(CoreModuleDef definition);

    R on(CoreInstantiate definition);

    R on(CoreInlineInstance definition);

    R on(CoreTypeDef definition);

    R on(Component.ComponentDef definition);

    R on(Instantiate definition);

    R on(InlineInstance definition);

    R on(Alias definition);

    R on(TypeDef definition);

    R on(Canon definition);

    R on(Start definition);

    R on(ValueDef definition);

    R on(Import definition);

    R on(Export definition);
  }

  /** Calls the case of this kind. */
  <R> R match(Definition.Cases<R> cases);

  /** Returns the offset of its first byte in the input. */
  int offset();

  /** Returns the sort of the index space that it is appended to; empty for a start, which appends its results. */
  Optional<Sort> defines();

  /** An index into the index space of a sort. */
  record SortIndex(Sort sort, int index) {
    @Override
    public String toString() {
      return sort + " " + Integer.toUnsignedString(index);
    }
  }

  /**
   * An inline core module.
   *
   * @param bytes the module, preamble included
   */
  record CoreModuleDef(int offset, Bytes bytes) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.CORE_MODULE);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A core instance: of a module, or a bundle of earlier definitions. */
  sealed interface CoreInstanceDef extends Definition {
    @Override
    default Optional<Sort> defines() {
      return Optional.of(Sort.CORE_INSTANCE);
    }
  }

  /** {@code (core instance (instantiate module (with name (instance i))…))}. */
  record CoreInstantiate(int offset, int module, List<CoreArg> args) implements CoreInstanceDef {
    public CoreInstantiate {
      args = List.copyOf(args);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * The argument for a core module's imports from the module {@code name}.
   *
   * @param instance a core instance
   */
  record CoreArg(String name, int instance) {}

  /** {@code (core instance (export name (func i))…)}. */
  record CoreInlineInstance(int offset, List<CoreInlineExport> exports) implements CoreInstanceDef {
    public CoreInlineInstance {
      exports = List.copyOf(exports);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record CoreInlineExport(String name, SortIndex what) {}

  /** A core type: of a function or of a module. */
  record CoreTypeDef(int offset, CoreDefType type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.CORE_TYPE);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }

    @Override
    public <R> R match(Declarator.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An instance: of a component, or a bundle of earlier definitions. */
  sealed interface InstanceDef extends Definition {
    @Override
    default Optional<Sort> defines() {
      return Optional.of(Sort.INSTANCE);
    }
  }

  /** {@code (instance (instantiate component (with name (func i))…))}. */
  record Instantiate(int offset, int component, List<Arg> args) implements InstanceDef {
    public Instantiate {
      args = List.copyOf(args);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** The argument for the import {@code name} of an instantiated component. */
  record Arg(String name, SortIndex what) {}

  /** {@code (instance (export name (func i))…)}. */
  record InlineInstance(int offset, List<InlineExport> exports) implements InstanceDef {
    public InlineInstance {
      exports = List.copyOf(exports);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  record InlineExport(ExternName name, SortIndex what) {}

  /** A type. */
  record TypeDef(int offset, DefType type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.TYPE);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }

    @Override
    public <R> R match(Declarator.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A call at instantiation, part of the proposal for values.
   *
   * @param args values
   * @param results the number of values that it appends
   */
  record Start(int offset, int func, List<Integer> args, int results) implements Definition {
    public Start {
      args = List.copyOf(args);
    }

    @Override
    public Optional<Sort> defines() {
      return Optional.empty();
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * An inline value, part of the proposal for values.
   *
   * @param encoded the value in the binary format of its type
   */
  record ValueDef(int offset, TypeRef type, Bytes encoded) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.VALUE);
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** An import. */
  record Import(int offset, ExternName name, ExternDesc type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(type.sort());
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }

    @Override
    public <R> R match(Declarator.Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * An export. It is appended to the index space of the sort that it exports.
   *
   * @param type its type outside the component; by default that of {@code what}
   */
  record Export(int offset, ExternName name, SortIndex what, Optional<ExternDesc> type)
      implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(what.sort());
    }

    @Override
    public <R> R match(Definition.Cases<R> cases) {
      return cases.on(this);
    }
  }
}
