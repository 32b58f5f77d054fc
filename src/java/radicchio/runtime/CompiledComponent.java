package radicchio.runtime;

import java.util.Arrays;
import radicchio.abi.Values;
import radicchio.binary.Binary;
import radicchio.component.Bytes;
import radicchio.component.Component;
import radicchio.component.DeepStack;
import radicchio.engine.Backend;
import radicchio.engine.CompileOptions;
import radicchio.engine.CoreModule;
import radicchio.runtime.link.ComponentCode;
import radicchio.runtime.link.FunctionExports;
import radicchio.runtime.link.InstanceOptions;
import radicchio.runtime.link.Unsupported;
import radicchio.runtime.task.InstanceStore;
import radicchio.validate.TypedComponent;
import radicchio.validate.Validate;

/**
 * A component that was decoded and compiled: immutable, used by any thread, instantiated any number of times.
 */
public final class CompiledComponent {
  private final TypedComponent typed;
  private final Backend backend;
  private final ComponentCode code;
  private final FunctionExports functionExports;

  private CompiledComponent(TypedComponent typed, Backend backend, ComponentCode code) {
    this.typed = typed;
    this.backend = backend;
    this.code = code;
    this.functionExports = new FunctionExports(typed.type());
  }

  /**
   * Decodes and validates a component and compiles its core modules.
   *
   * @param wasm the binary format; it must not be changed afterwards
   * @param values what its values are to the host
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}, the latter also for what
   *     is not supported, by name
   */
  public static CompiledComponent compile(byte[] wasm, CompileOptions options, Values values) {
    return of(Validate.check(Binary.decode(wasm)), options, values);
  }

  /** As {@link #compile(byte[], CompileOptions, Values)}, with the cache. */
  public static CompiledComponent compile(byte[] wasm, Backend backend, Values values) {
    return compile(wasm, CompileOptions.of(backend), values);
  }

  /** As {@link #compile}, of a component that was validated already. */
  public static CompiledComponent of(TypedComponent typed, CompileOptions options, Values values) {
    ComponentCode code =
        DeepStack.call(
            typed.component().depth(),
            () -> {
              Unsupported.check(typed);
              return ComponentCode.of(typed, options, values);
            });
    return new CompiledComponent(typed, options.backend(), code);
  }

  /**
   * A new instance with a state of its own.
   *
   * @throws radicchio.error.RadicchioException {@code UNLINKABLE} naming every import that is missing;
   *     {@code TRAP} or {@code LIMIT} where its start does not end well. What a host function throws leaves as
   *     itself
   */
  public Instance instantiate(InstanceOptions options) {
    return instantiate(InstanceStore.of(options.limits()), options);
  }

  /**
   * As {@link #instantiate(InstanceOptions)}, in a store that may have other instances, with the store's limits of
   * memory and time. Not called from a call in the store.
   *
   * @throws radicchio.error.RadicchioException {@code CLOSED} if the store has ended, and as there
   */
  public Instance instantiate(InstanceStore store, InstanceOptions options) {
    return DeepStack.call(component().depth(), () -> Instance.of(this, store, options));
  }

  /** The definitions. */
  public Component component() {
    return typed.component();
  }

  /** The component with its type, as validation returned it. */
  public TypedComponent typed() {
    return typed;
  }

  public Backend backend() {
    return backend;
  }

  /** Whether both were made of the same bytes, whatever their backends. */
  public boolean isSameAs(CompiledComponent other) {
    Bytes mine = component().bytes();
    Bytes others = other.component().bytes();
    return this == other
        || Arrays.equals(
            mine.source(),
            mine.offset(),
            mine.offset() + mine.length(),
            others.source(),
            others.offset(),
            others.offset() + others.length());
  }

  /** How many functions of its core modules run interpreted, too large for the JVM; see {@link CoreModule}. */
  public int interpretedFunctions() {
    return DeepStack.call(component().depth(), code::interpretedFunctions);
  }

  /** How many bytes its core modules have. */
  public long coreBytes() {
    return DeepStack.call(component().depth(), code::coreBytes);
  }

  /** The functions that it exports. */
  FunctionExports functionExports() {
    return functionExports;
  }

  ComponentCode code() {
    return code;
  }

  @Override
  public String toString() {
    return "component of " + component().bytes().length() + " bytes";
  }
}
