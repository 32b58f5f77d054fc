package radicchio.wasi.p1;

import java.io.IOException;
import radicchio.wasi.files.FileFailure;

/** A function of WASI. */
@FunctionalInterface
interface Body {
  /**
   * Calls the function.
   *
   * @param args the guest's arguments, one slot each
   * @throws IOException if a stream failed
   * @throws InterruptedException if the thread was interrupted, for example by a deadline
   */
  Errno call(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException;
}
