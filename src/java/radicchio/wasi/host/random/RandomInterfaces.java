package radicchio.wasi.host.random;

import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.random.GrantedRandom;

/** {@code wasi:random}: three interfaces on one source. */
public final class RandomInterfaces {
  private final Optional<GrantedRandom> granted;
  private final int most;

  /** Null before the first use. Guarded by this. */
  private long[] seed;

  /** @param most the most bytes of one request */
  public RandomInterfaces(Optional<GrantedRandom> granted, int most) {
    this.granted = granted;
    this.most = most;
  }

  /** {@code wasi:random/random}. */
  public HostInterface random() {
    return filled("wasi:random/random", "get-random-bytes", "get-random-u64");
  }

  /** {@code wasi:random/insecure}, which also uses the secure source. */
  public HostInterface insecure() {
    return filled("wasi:random/insecure", "get-insecure-random-bytes", "get-insecure-random-u64");
  }

  /**
   * {@code wasi:random/insecure-seed}, which programs call at their start. Returns the same at each call; without a grant, a
   * constant.
   *
   * @param function its name, which differs between generations
   */
  public HostInterface insecureSeed(String function) {
    return HostInterface.of("wasi:random/insecure-seed")
        .with(
            function,
            a -> {
              long[] halves = seed();
              return Staged.record(halves[0], halves[1]);
            });
  }

  private synchronized long[] seed() {
    if (seed == null) {
      seed =
          granted
              .map(random -> new long[] {random.nextLong(), random.nextLong()})
              .orElseGet(() -> new long[2]);
    }
    return seed;
  }

  private HostInterface filled(String name, String bytes, String u64) {
    HostInterface host = HostInterface.of(name);
    if (granted.isEmpty()) {
      return host.deny(bytes, HostInterface.Grant.RANDOM).deny(u64, HostInterface.Grant.RANDOM);
    }
    return host.with(bytes, a -> bytes(granted.get(), a)).with(u64, a -> granted.get().nextLong());
  }

  private byte[] bytes(GrantedRandom random, Arguments arguments) throws InterruptedException {
    long length = arguments.number(0);
    if (Long.compareUnsigned(length, most) > 0) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the guest asked for "
                  + Long.toUnsignedString(length)
                  + " random bytes at once, more than "
                  + most
                  + "; raise :random-bytes to allow it")
          .withKeyword("limit", "random-bytes");
    }
    byte[] bytes = new byte[(int) length];
    random.fill(bytes);
    return bytes;
  }
}
