package radicchio.runtime.instance;

import java.util.function.BooleanSupplier;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.thread.Driver;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.Operation;

/** The way between the component instances of one tree and the threads of the host. */
final class InstanceDoor implements HostDoor {
  private final Entrance entrance;
  private final Group group;
  private final Driver driver;

  private InstanceDoor(Entrance entrance) {
    this.entrance = entrance;
    this.group = entrance.group();
    this.driver = entrance.store().driver();
  }

  /** Makes the door of an instance. Must be called inside the store. */
  static InstanceDoor of(Entrance entrance) {
    return new InstanceDoor(entrance);
  }

  @Override
  public Operation begin() {
    return driver.begin(group);
  }

  @Override
  public void arrive(Runnable change) {
    driver.arrive(
        () -> {
          if (entrance.isLive()) {
            change.run();
          }
        });
  }

  @Override
  public void onEnd(Group.End end) {
    group.onEnd(end);
  }

  @Override
  public void forget(Group.End end) {
    group.forget(end);
  }

  @Override
  public void fail(Throwable thrown) {
    entrance.failed(thrown);
  }

  @Override
  public RuntimeException hostThrew(Throwable thrown) {
    throw entrance.hostThrew(thrown);
  }

  @Override
  public void run(Runnable begin, BooleanSupplier done) {
    entrance.enter();
    try {
      driver.call(
          () -> {
            begin.run();
            driver.await(group, done);
          });
    } finally {
      entrance.leave();
    }
  }

  @Override
  public Thread runBlocking(Runnable body) {
    return driver.blocking(group, body);
  }

  @Override
  public long timeoutNanos() {
    return entrance.store().core().limits().timeout().map(t -> t.toNanos()).orElse(Long.MAX_VALUE);
  }
}
