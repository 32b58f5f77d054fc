package radicchio.validate;

import java.util.Optional;

/**
 * A type, by identity: each definition, import and export of a type makes a node. Two nodes of the same shape
 * are equal types all the same; which one is meant tells by which name a type is called.
 */
public final class TypeNode {
  private final Shape shape;
  private final Optional<TypeNode> aliasOf;
  private final TypeNode origin;
  private final Facts facts;

  private TypeNode(Shape shape, Optional<TypeNode> aliasOf, Facts facts) {
    this.shape = shape;
    this.aliasOf = aliasOf;
    this.origin = aliasOf.map(TypeNode::origin).orElse(this);
    this.facts = facts;
  }

  /** A type of its own. */
  static TypeNode of(Shape shape, Facts facts) {
    return new TypeNode(shape, Optional.empty(), facts);
  }

  /** Another name of a type. */
  static TypeNode alias(TypeNode original) {
    return new TypeNode(original.shape, Optional.of(original), original.facts);
  }

  /** A name for the type {@code declared} that takes the place of {@code actual}. */
  static TypeNode alias(TypeNode declared, TypeNode actual) {
    return new TypeNode(declared.shape, Optional.of(actual), declared.facts);
  }

  /** A name of a resource that hides which one it is. */
  static TypeNode abstracted(TypeNode resource) {
    Shape hidden = new Shape.ResourceShape(new Resource(new Object()));
    return new TypeNode(hidden, Optional.of(resource), resource.facts);
  }

  /** What the type is. */
  public Shape shape() {
    return shape;
  }

  /** The node that this one is another name of; empty where it was defined. */
  public Optional<TypeNode> aliasOf() {
    return aliasOf;
  }

  /** The node that was defined, however many names lie between; itself if it is not a name. */
  public TypeNode origin() {
    return origin;
  }

  /** Whether it mentions a resource, so that it belongs to one instantiation. */
  public boolean mentionsResource() {
    return facts.resource();
  }

  /** Whether it mentions a stream, a future or an error-context. */
  public boolean mentionsConcurrency() {
    return facts.concurrent();
  }

  Facts facts() {
    return facts;
  }
}
