package radicchio.validate;

import java.util.Optional;

/** The inside of a component, or of the type of a component or instance, while it is evaluated. */
final class Scope {
  /** What the scope is the inside of. */
  enum Kind {
    COMPONENT,
    COMPONENT_TYPE,
    INSTANCE_TYPE
  }

  final IndexSpaces spaces = new IndexSpaces();
  final Names imports = new Names("import");
  final Names exports = new Names("export");
  final Visibility visibility = new Visibility(this);

  private final Kind kind;
  private final Optional<Scope> parent;
  private final Session session;
  private final Object definer = new Object();
  private boolean mentionsResource;

  private Scope(Kind kind, Optional<Scope> parent, Session session) {
    this.kind = kind;
    this.parent = parent;
    this.session = session;
  }

  static Scope root() {
    return new Scope(Kind.COMPONENT, Optional.empty(), new Session());
  }

  /**
   * A scope in this one.
   *
   * @param evaluation what its evaluation is charged to
   */
  Scope inner(Kind innerKind, Session evaluation) {
    return new Scope(innerKind, Optional.of(this), evaluation);
  }

  Kind kind() {
    return kind;
  }

  /** Stands for this scope in the resources that are defined in it, and does not keep it on the heap. */
  Object definer() {
    return definer;
  }

  Session session() {
    return session;
  }

  /** Whether an alias in here names a resource of outside. */
  boolean mentionsResource() {
    return mentionsResource;
  }

  /** The scope so many steps out. */
  Scope outer(int count) {
    Scope scope = this;
    for (int i = 0; i != count; i++) {
      if (scope.parent.isEmpty()) {
        throw new Invalid(
            "alias of a scope "
                + Integer.toUnsignedString(count)
                + " out, of which there are "
                + i);
      }
      scope = scope.parent.get();
    }
    return scope;
  }

  /** The type of an outer scope, which a component inside may see only where it mentions no resource. */
  TypeNode outerType(int count, int index) {
    Scope target = outer(count);
    TypeNode type = target.spaces.types.get(index);
    if (type.facts().resource()) {
      for (Scope s = this; s != target; s = s.parent.orElseThrow()) {
        if (s.kind == Kind.COMPONENT) {
          throw new Invalid(
              "type "
                  + index
                  + " of a component outside mentions a resource, which an alias must not");
        }
        s.mentionsResource = true;
      }
    }
    return type;
  }
}
