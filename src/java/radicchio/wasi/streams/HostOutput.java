package radicchio.wasi.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import radicchio.error.RadicchioException;

/**
 * An output stream of the host. If it was asked to be patient, writes are made on a thread aside, and waiting for them
 * ends with an interrupt. Used by one thread at a time.
 */
public final class HostOutput implements AutoCloseable {
  private final OutputStream out;
  private final Aside aside = new Aside();
  private boolean patient;

  /** A write that was not waited for to its end. */
  private Optional<Future<Integer>> writing = Optional.empty();

  /** @param out closed by whoever gave it */
  public HostOutput(OutputStream out) {
    this.out = out;
  }

  /** From now on waiting for a write ends with an interrupt. It costs a change of threads for each. */
  public void bePatient() {
    patient = StandardStreams.mayWait(out);
  }

  /**
   * Writes all of it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; the bytes are written some time
   */
  public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
    try {
      if (!patient) {
        out.write(bytes, offset, length);
        return;
      }
      finish();
      byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
      writing =
          Optional.of(
              aside.start(
                  () -> {
                    out.write(own, 0, own.length);
                    return own.length;
                  }));
      finish();
    } catch (RadicchioException | HostThrew e) {
      throw e;
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    }
  }

  private void finish() throws IOException, InterruptedException {
    if (writing.isPresent()) {
      Future<Integer> call = writing.get();
      try {
        Aside.await(call);
      } finally {
        if (call.isDone()) {
          writing = Optional.empty();
        }
      }
    }
  }

  /** Ends its thread. The stream stays open. */
  @Override
  public void close() {
    aside.close();
  }
}
