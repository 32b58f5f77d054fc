package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.Component;
import radicchio.component.Definition;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.validate.TypedComponent;

/**
 * Finds the unsupported features of the Component Model that a component needs, by name, before it runs.
 */
public final class Unsupported implements Definition.Cases<Stream<String>> {
  private final TypedComponent component;

  /** The position of the next definition in the component. */
  private int place;

  private Unsupported(TypedComponent component) {
    this.component = component;
  }

  /**
   * Refuses a component that needs unsupported features: values and start functions.
   *
   * @throws RadicchioException {@code INVALID} with each feature once, in order
   */
  public static void check(TypedComponent component) {
    List<String> found = new Unsupported(component).all().stream().distinct().toList();
    if (!found.isEmpty()) {
      throw refuse(String.join(", ", found));
    }
  }

  private List<String> all() {
    List<String> found = new ArrayList<>();
    for (Definition definition : component.component().definitions()) {
      definition.match(this).forEach(found::add);
      place++;
    }
    return found;
  }

  @Override
  public Stream<String> on(Component.ComponentDef d) {
    return new Unsupported(component.nested(d.component())).all().stream();
  }

  @Override
  public Stream<String> on(Definition.Start d) {
    return Stream.of("start");
  }

  @Override
  public Stream<String> on(Definition.ValueDef d) {
    return Stream.of("value");
  }

  @Override
  public Stream<String> on(Canon d) {
    return d.match(new Canonical());
  }

  @Override
  public Stream<String> on(Definition.TypeDef d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.CoreModuleDef d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.CoreInstantiate d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.CoreInlineInstance d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.CoreTypeDef d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.Instantiate d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.InlineInstance d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Alias d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.Import d) {
    return Stream.empty();
  }

  @Override
  public Stream<String> on(Definition.Export d) {
    return Stream.empty();
  }

  private static final class Canonical implements Canon.Cases<Stream<String>> {
    @Override
    public Stream<String> on(Canon.Lift c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.Lower c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.ResourceNew c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.ResourceDrop c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.ResourceRep c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.TaskReturn c) {
      return Stream.empty();
    }

    @Override
    public Stream<String> on(Canon.Concurrent c) {
      return Stream.empty();
    }
  }

  /** Returns the refusal of one canonical built-in. */
  static RadicchioException builtin(String name) {
    return refuse("canon " + name);
  }

  private static RadicchioException refuse(String what) {
    return RadicchioException.of(
        ErrorKind.INVALID, "the component needs features that are not supported yet: " + what);
  }
}
