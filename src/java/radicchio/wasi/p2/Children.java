package radicchio.wasi.p2;

import radicchio.abi.context.Trap;

/**
 * The number of living children of a resource: streams of a socket, pollables of a stream. A guest must drop them
 * first. Used within an entrance of the store.
 */
public final class Children {
  private int alive;

  public void add() {
    alive++;
  }

  public void remove() {
    alive--;
  }

  public boolean isEmpty() {
    return alive == 0;
  }

  /**
   * Traps if there are children.
   *
   * @param parent the resource's name: {@code "input-stream"}
   */
  public void requireNone(String parent) {
    if (alive > 0) {
      throw Trap.of(
          "cannot drop "
              + parent
              + ": "
              + alive
              + (alive == 1 ? " child" : " children")
              + " of it"
              + " must be dropped first");
    }
  }
}
