package radicchio.component;

import java.util.Optional;

/** The kinds of names of imports and exports (Explainer.md, "Import and Export Definitions"). */
public sealed interface NameForm {
  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /**
   * A function with a case for each kind of name.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(Label name);

    R on(Constructor name);

    R on(Method name);

    R on(Static name);

    R on(InterfaceName name);

    R on(Invalid name);
  }

  /** {@code resize-image}. */
  record Label(String label) implements NameForm {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code [constructor]canvas}. */
  record Constructor(String resource) implements NameForm {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code [method]canvas.draw}. */
  record Method(String resource, String label) implements NameForm {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code [static]canvas.parse}. */
  record Static(String resource, String label) implements NameForm {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * {@code wasi:io/streams@0.2.9}.
   *
   * @param namespace {@code "wasi"}; nested ones keep their colons
   * @param packageName {@code "io"}
   * @param projection {@code "streams"}; nested ones keep their slashes
   * @param version without {@code @}
   */
  record InterfaceName(
      String namespace, String packageName, String projection, Optional<String> version)
      implements NameForm {

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A text that is not a name. */
  record Invalid(String reason) implements NameForm {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
