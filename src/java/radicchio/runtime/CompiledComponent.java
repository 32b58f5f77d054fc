package radicchio.runtime;

import java.util.Arrays;
import java.util.List;
import radicchio.abi.value.Values;
import radicchio.binary.Binary;
import radicchio.component.Bytes;
import radicchio.component.Component;
import radicchio.component.DeepStack;
import radicchio.engine.Backend;
import radicchio.engine.CompileOptions;
import radicchio.engine.CoreModule;
import radicchio.runtime.link.ComponentCode;
import radicchio.runtime.link.FunctionExports;
import radicchio.runtime.link.Unsupported;
import radicchio.validate.TypedComponent;
import radicchio.validate.Validate;

/**
 * A decoded and compiled component. It is immutable. Any thread may use it and instantiate it any number of times.
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
   * @param values the conversion between its values and the host's
   * @throws radicchio.error.RadicchioException {@code MALFORMED} or {@code INVALID}; {@code INVALID} also for unsupported
   *     features, with their names
   */
  public static CompiledComponent compile(byte[] wasm, CompileOptions options, Values values) {
    return of(Validate.check(Binary.decode(wasm)), options, values);
  }

  /** Does the same as {@link #compile(byte[], CompileOptions, Values)}, with the cache. */
  public static CompiledComponent compile(byte[] wasm, Backend backend, Values values) {
    return compile(wasm, CompileOptions.of(backend), values);
  }

  /** Does the same as {@link #compile} for a validated component. */
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

  /** Returns the definitions. */
  public Component component() {
    return typed.component();
  }

  /** Returns the component with its type from validation. */
  public TypedComponent typed() {
    return typed;
  }

  public Backend backend() {
    return backend;
  }

  /** Tests whether both were made from the same bytes, for any backends. */
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

  /** Returns the number of interpreted functions of its core modules, which are too large for the JVM; see {@link CoreModule}. */
  public int interpretedFunctions() {
    return DeepStack.call(component().depth(), code::interpretedFunctions);
  }

  /** Returns the size of its core modules in bytes. */
  public long coreBytes() {
    return DeepStack.call(component().depth(), code::coreBytes);
  }

  /** Returns the ids of the functions that it exports, in its order; see {@link ExportedFunction#id}. */
  public List<String> exportIds() {
    return functionExports.ids();
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
