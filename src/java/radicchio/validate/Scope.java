package radicchio.validate;

import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.component.DefType.InstanceTypeDef;

/** The inside of a component, or of the type of a component or instance, while it is evaluated. */
final class Scope {
  /** What the scope is the inside of. */
  enum Kind {
    COMPONENT,
    COMPONENT_TYPE,
    INSTANCE_TYPE
  }

  /** What has an inside of its own, which is evaluated in a scope within this one. */
  interface Insides {
    /** The type of an instance; evaluates it, so that its errors come up even if nothing uses it. */
    TypeNode type(InstanceTypeDef type, Scope outside);

    /** The type of a component; evaluates it. */
    TypeNode type(ComponentTypeDef type, Scope outside);

    /** A component in place; evaluates it by itself, once. */
    ComponentTemplate component(Component component, Scope outside);

    /** A component in place with its types, as it is by itself. */
    TypedComponent typed(Component component);
  }

  final IndexSpaces spaces = new IndexSpaces();
  final Names imports = new Names("import");
  final Names exports = new Names("export");
  final Visibility visibility;

  private final Kind kind;
  private final Optional<Scope> parent;
  private final Session session;
  private final Insides insides;
  private final Object definer = new Object();
  private boolean mentionsResource;
  private Extent extent = Extent.LEAF;

  private Scope(Kind kind, Optional<Scope> parent, Session session, Insides insides) {
    this.kind = kind;
    this.parent = parent;
    this.session = session;
    this.insides = insides;
    this.visibility = new Visibility(session);
  }

  static Scope root(Insides insides, Session evaluation) {
    return new Scope(Kind.COMPONENT, Optional.empty(), evaluation, insides);
  }

  /**
   * A scope in this one.
   *
   * @param evaluation what its evaluation is charged to
   */
  Scope inner(Kind innerKind, Session evaluation) {
    return new Scope(innerKind, Optional.of(this), evaluation, insides);
  }

  Kind kind() {
    return kind;
  }

  /** Stands for this scope in the resources that are defined in it, and does not keep it on the heap. */
  Object definer() {
    return definer;
  }

  Insides insides() {
    return insides;
  }

  Session session() {
    return session;
  }

  /** Counts an import or export of it. */
  void extend(Entity entity) {
    extent = extent.with(entity.extent());
  }

  /** What is known of the type of what it is the inside of, once that was evaluated. */
  Facts facts() {
    return Facts.opaque(extent, mentionsResource);
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
