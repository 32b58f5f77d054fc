package radicchio.wasi.random;

import java.util.Random;
import radicchio.wasi.streams.HostThrew;
import radicchio.wasi.streams.Waiting;

/** The random generator of a guest: one of the user, or a secure one. */
public final class GrantedRandom {
  private static final int PIECE = 65_536;

  private final Random source;

  public GrantedRandom(Random source) {
    this.source = source;
  }

  /**
   * Fills an array, and checks for an interrupt repeatedly.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void fill(byte[] bytes) throws InterruptedException {
    if (bytes.length <= PIECE) {
      Waiting.requireRunning();
      next(bytes);
      return;
    }
    byte[] piece = new byte[PIECE];
    for (int at = 0; at < bytes.length; at += PIECE) {
      Waiting.requireRunning();
      next(piece);
      System.arraycopy(piece, 0, bytes, at, Math.min(PIECE, bytes.length - at));
    }
  }

  private void next(byte[] bytes) {
    HostThrew.ask(
        () -> {
          source.nextBytes(bytes);
          return bytes;
        });
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    return HostThrew.ask(source::nextLong);
  }
}
