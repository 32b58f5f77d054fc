package radicchio.wasi.host;

import java.io.IOException;

/** A function of WASI 0.2. */
@FunctionalInterface
public interface HostBody {
  /**
   * @return the staged result; ignored if the function has none
   * @throws IOException if something failed for which the function's type has no error: it traps
   * @throws InterruptedException if the thread was interrupted, by the deadline of the call among others
   */
  Object call(Arguments arguments) throws IOException, InterruptedException;
}
