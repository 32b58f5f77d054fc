package radicchio.wasi.p2.io;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import radicchio.abi.context.Trap;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.streams.Pollable;
import radicchio.wasi.streams.Waiting;

/** {@code wasi:io/poll}. */
public final class PollInterface {
  private PollInterface() {}

  public static HostInterface host() {
    return HostInterface.of("wasi:io/poll")
        .withResource(
            "pollable",
            GuestPollable.class,
            GuestPollable::drop,
            GuestPollable::end,
            new PollableConversion())
        .with(
            "[method]pollable.ready",
            a -> Staged.bool(pollable(a.self(GuestPollable.class)).isReady()))
        .with(
            "[method]pollable.block",
            a -> {
              Waiting.until(pollable(a.self(GuestPollable.class)));
              return null;
            })
        .with("poll", PollInterface::poll);
  }

  private static Pollable pollable(Object handle) {
    return ((GuestPollable) handle).pollable();
  }

  /** Waits until at least one is ready. Returns the positions of all that are ready then. */
  private static byte[] poll(Arguments arguments) throws InterruptedException {
    List<Pollable> all = Arrays.stream(arguments.parts(0)).map(PollInterface::pollable).toList();
    if (all.isEmpty()) {
      throw Trap.of("poll of an empty list would wait without end");
    }
    Waiting.requireRunning();
    int[] ready = ready(all);
    while (ready.length == 0) {
      Waiting.forAny(all);
      ready = ready(all);
    }
    return Staged.listOfU32(ready);
  }

  private static int[] ready(List<Pollable> all) {
    return IntStream.range(0, all.size()).filter(i -> all.get(i).isReady()).toArray();
  }
}
