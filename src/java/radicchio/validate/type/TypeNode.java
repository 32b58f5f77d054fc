package radicchio.validate.type;

import java.util.Optional;

/**
 * A type, compared by identity: each definition, import and export of a type makes a node. Two nodes of the same shape are equal
 * types. The node shows which name of a type is used.
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

  /** Makes a node for a new type. */
  public static TypeNode of(Shape shape, Facts facts) {
    return new TypeNode(shape, Optional.empty(), facts);
  }

  /** Makes a node for another name of a type. */
  public static TypeNode alias(TypeNode original) {
    return new TypeNode(original.shape, Optional.of(original), original.facts);
  }

  /** Makes a node for the type {@code declared} that takes the place of {@code actual}. */
  public static TypeNode alias(TypeNode declared, TypeNode actual) {
    return new TypeNode(declared.shape, Optional.of(actual), declared.facts);
  }

  /** Makes a name for a resource that hides its identity. */
  public static TypeNode abstracted(TypeNode resource) {
    Shape hidden = new Shape.ResourceShape(new Resource(new Object()));
    return new TypeNode(hidden, Optional.of(resource), resource.facts);
  }

  /** Returns the structure of the type. */
  public Shape shape() {
    return shape;
  }

  /** Returns the node that this one is another name of; empty for a definition. */
  public Optional<TypeNode> aliasOf() {
    return aliasOf;
  }

  /** Returns the defining node, after all names; itself if it is not a name. */
  public TypeNode origin() {
    return origin;
  }

  /** Tests whether it mentions a resource, so that it belongs to one instantiation. */
  public boolean mentionsResource() {
    return facts.resource();
  }

  public Facts facts() {
    return facts;
  }
}
