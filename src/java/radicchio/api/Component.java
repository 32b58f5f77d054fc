package radicchio.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import radicchio.binary.Binary;
import radicchio.engine.Backend;
import radicchio.engine.CompileOptions;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.CompiledComponent;
import radicchio.validate.TypedComponent;
import radicchio.validate.Validate;
import radicchio.validate.type.Entity.Named;
import radicchio.values.java.JavaValues;

/** A compiled component. It does not change. Any thread may instantiate it, any number of times. */
public final class Component {
  private final CompiledComponent compiled;

  private Component(CompiledComponent compiled) {
    this.compiled = compiled;
  }

  /**
   * Decodes, validates and compiles a component. Its compiled code is cached for this user.
   *
   * @throws RadicchioException {@code MALFORMED} for bytes that are not a component, {@code INVALID} for an invalid one, {@code
   *     CONFIG} for a core module
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Component compile(Path file) {
    try {
      return compile(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does the same for the whole of a stream, for example of {@link Class#getResourceAsStream}, which it closes. */
  public static Component compile(InputStream in) {
    try (in) {
      return compile(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does the same for bytes, which must not be changed afterwards. */
  public static Component compile(byte[] bytes) {
    return compile(bytes, CompileOptions.of(Backend.COMPILER));
  }

  /** Does the same with a backend, and with or without the cache. */
  public static Component compile(byte[] bytes, CompileOptions options) {
    if (Binary.sniff(bytes) == Binary.Form.CORE_MODULE) {
      throw RadicchioException.of(
          ErrorKind.CONFIG,
          "expected a component, got a core module; wasm-tools component new makes a component of it");
    }
    return new Component(
        CompiledComponent.of(Validate.check(Binary.decode(bytes)), options, JavaValues.INSTANCE));
  }

  /** Makes an instance without imports and grants. The caller must close it. */
  public Instance instantiate() {
    return instantiate(Options.NONE);
  }

  /**
   * Makes a new instance. The caller must close it.
   *
   * @throws RadicchioException {@code UNLINKABLE} with every missing import and its type; {@code TRAP} or {@code LIMIT} if its
   *     start does not end normally; {@code CONFIG} for a granted directory that does not exist
   */
  public Instance instantiate(Options options) {
    return new Instance(radicchio.runtime.Instance.of(compiled, options.ofInstance()));
  }

  /** Returns the valid component, for a composition. */
  TypedComponent typed() {
    return compiled.typed();
  }

  /** Returns the names of its imports: interfaces, and functions of the world. */
  public List<String> imports() {
    return names(compiled.typed().type().imports());
  }

  /** Returns the names of its exports: interfaces, and functions of the world. */
  public List<String> exports() {
    return names(compiled.typed().type().exports());
  }

  private static List<String> names(List<Named> entities) {
    return entities.stream().map(e -> e.name().text()).toList();
  }

  @Override
  public String toString() {
    return compiled.toString();
  }
}
