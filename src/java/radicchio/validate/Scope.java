package radicchio.validate;

import java.util.Optional;
import radicchio.component.Component;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.validate.core.Extent;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Facts;
import radicchio.validate.type.Session;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.Visibility;

/** The scope of a component, or of the type of a component or instance, while it is evaluated. */
final class Scope {
  /** The kind of definition that has the scope. */
  enum Kind {
    COMPONENT,
    COMPONENT_TYPE,
    INSTANCE_TYPE
  }

  /** Evaluates definitions with a nested scope. */
  interface Insides {
    /** Returns the type of an instance. Evaluates it, to report its errors even if it is unused. */
    TypeNode type(InstanceTypeDef type, Scope outside);

    /** Returns the type of a component, after evaluating it. */
    TypeNode type(ComponentTypeDef type, Scope outside);

    /** Returns an inline component, after evaluating it once alone. */
    ComponentTemplate component(Component component, Scope outside);

    /** Returns an inline component with its types, evaluated alone. */
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
   * Makes a nested scope.
   *
   * @param evaluation charged for its evaluation
   */
  Scope inner(Kind innerKind, Session evaluation) {
    return new Scope(innerKind, Optional.of(this), evaluation, insides);
  }

  Kind kind() {
    return kind;
  }

  /** Represents this scope in the resources that it defines, without keeping it on the heap. */
  Object definer() {
    return definer;
  }

  Insides insides() {
    return insides;
  }

  Session session() {
    return session;
  }

  /** Counts an import or export of this scope. */
  void extend(Entity entity) {
    extent = extent.with(entity.extent());
  }

  /** Returns the facts of the type with this scope, after its evaluation. */
  Facts facts() {
    return Facts.opaque(extent, mentionsResource);
  }

  /** Returns the scope this many steps out. */
  Scope outer(int count) {
    Scope scope = this;
    for (int i = 0; i != count; i++) {
      if (scope.parent.isEmpty()) {
        throw new Invalid(
            "unexpected alias of a scope "
                + Integer.toUnsignedString(count)
                + " out: the number of outer scopes is "
                + i);
      }
      scope = scope.parent.get();
    }
    return scope;
  }

  /** Returns the type of an outer scope. A nested component may use it only if it mentions no resource. */
  TypeNode outerType(int count, int index) {
    Scope target = outer(count);
    TypeNode type = target.spaces.types.get(index);
    if (type.facts().resource()) {
      for (Scope s = this; s != target; s = s.parent.orElseThrow()) {
        if (s.kind == Kind.COMPONENT) {
          throw new Invalid(
              "type "
                  + index
                  + " of an outer component mentions a resource, which is not allowed for an alias");
        }
        s.mentionsResource = true;
      }
    }
    return type;
  }
}
