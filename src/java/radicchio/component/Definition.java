package radicchio.component;

import java.util.List;
import java.util.Optional;

/**
 * A definition of a component. Each appends one element to the index space that its {@link #defines} names;
 * indices are unsigned and, after validation, in bounds.
 */
public sealed interface Definition
    permits Definition.CoreModuleDef,
        Definition.CoreInstanceDef,
        Definition.CoreTypeDef,
        Definition.ComponentDef,
        Definition.InstanceDef,
        Definition.TypeDef,
        Definition.Start,
        Definition.ValueDef,
        Definition.Import,
        Definition.Export,
        Alias,
        Canon {

  /** Where it begins in the input. */
  int offset();

  /** The sort whose index space it appends to; empty for a start, which appends its results. */
  Optional<Sort> defines();

  /** An index into the index space of a sort. */
  record SortIndex(Sort sort, int index) {
    @Override
    public String toString() {
      return sort + " " + Integer.toUnsignedString(index);
    }
  }

  /**
   * A core module in place.
   *
   * @param bytes the module, preamble included
   */
  record CoreModuleDef(int offset, Bytes bytes) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.CORE_MODULE);
    }
  }

  /** A core instance: of a module, or a bundle of what was defined before. */
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
  }

  /**
   * What a core module's imports from the module {@code name} are taken from.
   *
   * @param instance a core instance
   */
  record CoreArg(String name, int instance) {}

  /** {@code (core instance (export name (func i))…)}. */
  record CoreInlineInstance(int offset, List<CoreInlineExport> exports) implements CoreInstanceDef {
    public CoreInlineInstance {
      exports = List.copyOf(exports);
    }
  }

  record CoreInlineExport(String name, SortIndex what) {}

  /** A core type: of a function or of a module. */
  record CoreTypeDef(int offset, CoreDefType type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.CORE_TYPE);
    }
  }

  /** A component in place. */
  record ComponentDef(int offset, Component component) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.COMPONENT);
    }
  }

  /** An instance: of a component, or a bundle of what was defined before. */
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
  }

  /** What the import {@code name} of an instantiated component is given. */
  record Arg(String name, SortIndex what) {}

  /** {@code (instance (export name (func i))…)}. */
  record InlineInstance(int offset, List<InlineExport> exports) implements InstanceDef {
    public InlineInstance {
      exports = List.copyOf(exports);
    }
  }

  record InlineExport(ExternName name, SortIndex what) {}

  /** A type. */
  record TypeDef(int offset, DefType type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.TYPE);
    }
  }

  /**
   * A call at instantiation; gated by the proposal for values.
   *
   * @param args values
   * @param results how many values it appends
   */
  record Start(int offset, int func, List<Integer> args, int results) implements Definition {
    public Start {
      args = List.copyOf(args);
    }

    @Override
    public Optional<Sort> defines() {
      return Optional.empty();
    }
  }

  /**
   * A value in place; gated by the proposal for values.
   *
   * @param encoded the value in the binary format of its type
   */
  record ValueDef(int offset, TypeRef type, Bytes encoded) implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.VALUE);
    }
  }

  /** An import. */
  record Import(int offset, ExternName name, ExternDesc type) implements Definition, Declarator {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(type.sort());
    }
  }

  /**
   * An export. It appends to the index space of the sort that it exports.
   *
   * @param type the type that it has outside; that of {@code what} where empty
   */
  record Export(int offset, ExternName name, SortIndex what, Optional<ExternDesc> type)
      implements Definition {
    @Override
    public Optional<Sort> defines() {
      return Optional.of(what.sort());
    }
  }
}
