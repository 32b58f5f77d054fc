package radicchio.runtime.thread;

import radicchio.engine.CoreStore;

/**
 * The threads of Java of one store, which hand its lock to each other: the one that has it runs a guest. Guarded by the store's
 * lock.
 */
final class HandOver implements Workers.Work {
  /** Begins a guest's thread on a worker thread. */
  private record Start(GuestThread thread, Step step, boolean cancelled, long began) {}

  /** Continues a guest's thread whose frames are on a seat. */
  private record Resume(boolean cancelled, long began) {}

  /** Ends a guest's thread whose frames are on a seat. */
  private record Stop(RuntimeException why, long began) {}

  /**
   * Gives the lock back to the seat that resumed a thread.
   *
   * @param next the thread to resume instead; null for none
   * @param failure what the thread threw; null if it blocked or ended
   */
  private record Back(GuestThread next, Throwable failure) {}

  /** Work for a worker thread, whose end nothing waits for. */
  interface Errand {
    /** Does it, on a seat; gives up the lock at the end, after the seat has rested. */
    void run(Seat seat);
  }

  private interface Message {
    Object at(long began);
  }

  private final CoreStore core;
  private final Workers workers;

  /** Gives up the lock on a thread that has no entrance of the store. */
  private final Runnable unlock;

  /** The seat of the thread that has the lock. */
  private Seat here;

  /** @param threads the most worker threads */
  HandOver(CoreStore core, int threads, Runnable unlock) {
    this.core = core;
    this.workers = new Workers(core.lock(), threads, this);
    this.unlock = unlock;
  }

  Workers workers() {
    return workers;
  }

  Seat here() {
    return here;
  }

  /** Records whose thread has the lock. */
  void sit(Seat seat) {
    here = seat;
  }

  // To another seat and back. Each returns the thread to resume next, null for none

  /** Runs a step of a guest's thread on a worker thread, until it blocks or ends. */
  GuestThread start(GuestThread thread, Step step, boolean cancelled) {
    return transfer(null, began -> new Start(thread, step, cancelled, began));
  }

  /** Continues the guest's thread on a seat, until it blocks or ends. */
  GuestThread resume(Seat seat, boolean cancelled) {
    return transfer(seat, began -> new Resume(cancelled, began));
  }

  /** Unwinds the guest's thread on a seat, by an exception. */
  void stop(Seat seat, RuntimeException why) {
    transfer(seat, began -> new Stop(why, began));
  }

  /** @param to null for any worker thread */
  private GuestThread transfer(Seat to, Message message) {
    Seat me = here;
    Seat target = to == null ? workers.take() : to;
    CoreStore.Turn turn = core.suspend();
    Object sent = message.at(turn.began());
    me.prepare();
    target.resumedBy(me);
    here = target;
    while (!target.grant(
        sent, core.lock())) { // it had been idle for too long, and no longer counts
      target = workers.takeAnyway();
      target.resumedBy(me);
      here = target;
    }
    Back back = (Back) me.await(core.lock(), true);
    here = me;
    core.resume(turn, turn.began());
    if (back.failure() != null) {
      throw HandOver.<RuntimeException>same(back.failure());
    }
    return back.next();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T same(Throwable thrown) throws T {
    return (T) thrown;
  }

  // On a seat that was resumed

  /**
   * Gives the lock back to the seat that resumed this one, until it is resumed again.
   *
   * @param next the thread to resume instead; null for none
   * @return whether the task of the guest's thread was cancelled
   */
  boolean park(GuestThread next) {
    Seat seat = here;
    if (seat.resumer() == null) {
      throw new IllegalStateException("BUG: a thread blocked on the stack of its caller");
    }
    CoreStore.Turn turn = core.suspend();
    seat.prepare();
    here = seat.resumer();
    here.grant(new Back(next, null), core.lock());
    Object message = seat.await(core.lock(), false);
    if (message instanceof Stop stop) {
      core.resume(turn, stop.began());
      throw stop.why();
    }
    Resume resumed = (Resume) message;
    Thread.interrupted(); // what was meant for an earlier turn
    core.resume(turn, resumed.began());
    return resumed.cancelled();
  }

  // Jobs of worker threads

  /** Gives the lock to a worker thread, which does an errand. */
  void send(Errand errand) {
    Seat target;
    do {
      target = workers.takeAnyway();
      target.resumedBy(null);
      here = target;
    } while (!target.grant(errand, core.lock()));
  }

  @Override
  public void handle(Seat seat, Object job) {
    Thread.interrupted(); // what was meant for an earlier job
    if (job instanceof Errand errand) {
      errand.run(seat);
      return;
    }
    Throwable failure = run((Start) job);
    Seat resumer = seat.resumer();
    workers.rest(seat);
    here = resumer;
    resumer.grant(new Back(null, failure), core.lock());
  }

  private Throwable run(Start job) {
    try {
      core.start(job.began());
    } catch (Throwable t) {
      return t;
    }
    try {
      job.thread().run(job.step(), job.cancelled());
      return null;
    } catch (Throwable t) {
      return t;
    } finally {
      core.finish();
    }
  }

  @Override
  public void unlock() {
    unlock.run();
  }
}
