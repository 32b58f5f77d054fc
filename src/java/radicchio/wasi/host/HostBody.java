package radicchio.wasi.host;

import java.io.IOException;

/** A function of WASI for components. */
@FunctionalInterface
public interface HostBody {
  /**
   * Calls the function.
   *
   * @return the staged result; ignored if the function has none
   * @throws IOException if the function failed and its type has no error: the guest traps
   * @throws InterruptedException if the thread was interrupted, for example by the deadline of the call
   */
  Object call(Arguments arguments) throws IOException, InterruptedException;
}
