package radicchio.validate;

import radicchio.abi.ElementSize;

/**
 * What rules ask of a type as a whole, known when its node is made.
 *
 * @param nodes how many nodes it has, written out in full
 * @param depth how deep its parts lie in each other
 * @param borrow whether it holds a borrow
 * @param resource whether it mentions a resource
 * @param concurrent whether it mentions a stream, a future or an error-context
 * @param pointer whether it holds a list or a string, which lie elsewhere in memory
 * @param size its size in a memory of 64 bits, in which it is largest
 */
record Facts(
    long nodes,
    int depth,
    boolean borrow,
    boolean resource,
    boolean concurrent,
    boolean pointer,
    ElementSize size) {
  static final Facts LEAF = new Facts(1, 1, false, false, false, false, ElementSize.EMPTY);

  /** Of what is not the type of a value. */
  static Facts opaque(Extent extent, boolean mentionsResource) {
    return new Facts(
        extent.nodes(), extent.depth(), false, mentionsResource, false, false, ElementSize.EMPTY);
  }

  Extent extent() {
    return new Extent(nodes, depth);
  }

  Facts sized(ElementSize known) {
    return new Facts(nodes, depth, borrow, resource, concurrent, pointer, known);
  }

  /** Those of a stream's or future's end: the elements are not where it is. */
  Facts ofEnd() {
    return new Facts(nodes, depth, borrow, resource, true, false, ElementSize.HANDLE);
  }
}
