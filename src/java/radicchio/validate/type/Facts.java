package radicchio.validate.type;

import radicchio.abi.layout.ElementSize;
import radicchio.validate.core.Extent;

/**
 * Properties of a whole type, which are computed when its node is made.
 *
 * @param nodes the number of nodes of the expanded type
 * @param depth the deepest nesting of its parts
 * @param borrow whether it contains a borrow
 * @param resource whether it mentions a resource
 * @param pointer whether it contains a list or a string, which are pointers in memory
 * @param size its size in a memory of 64 bits, which is its largest
 */
public record Facts(
    long nodes, int depth, boolean borrow, boolean resource, boolean pointer, ElementSize size) {
  public static final Facts LEAF = new Facts(1, 1, false, false, false, ElementSize.EMPTY);

  /** Returns the facts of a type that is not the type of a value. */
  public static Facts opaque(Extent extent, boolean mentionsResource) {
    return new Facts(
        extent.nodes(), extent.depth(), false, mentionsResource, false, ElementSize.EMPTY);
  }

  public Extent extent() {
    return new Extent(nodes, depth);
  }

  public Facts sized(ElementSize known) {
    return new Facts(nodes, depth, borrow, resource, pointer, known);
  }

  /** Returns the facts of an end of a stream or future, which does not contain the elements. */
  public Facts ofEnd() {
    return new Facts(nodes, depth, borrow, resource, false, ElementSize.HANDLE);
  }
}
