package radicchio.wasi.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/** A body that a guest writes, as the JDK's client takes it: pieces on demand, to one subscriber. */
final class PublishingBody implements Publisher<ByteBuffer> {
  private static final int PIECE = 1 << 14;

  private final BodyPipe pipe;

  PublishingBody(BodyPipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Sending(subscriber));
  }

  private final class Sending implements Subscription {
    private final Subscriber<? super ByteBuffer> subscriber;

    /** How many pieces were asked for and not given. Guarded by this, as the two below. */
    private long wanted;

    private boolean running;
    private boolean ended;

    Sending(Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      synchronized (this) {
        wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
        if (running) {
          return;
        }
        running = true;
      }
      run();
    }

    /** Gives pieces until none is wanted or there; one thread at a time. */
    private void run() {
      while (isWanted()) {
        byte[] piece = new byte[PIECE];
        int n;
        try {
          n = pipe.read(piece, 0, piece.length);
        } catch (IOException e) {
          end();
          subscriber.onError(e);
          return;
        }
        if (n < 0) {
          end();
          subscriber.onComplete();
          return;
        }
        if (n == 0) {
          pipe.readable().whenReady().thenRun(this::run);
          return;
        }
        synchronized (this) {
          wanted--;
        }
        subscriber.onNext(ByteBuffer.wrap(piece, 0, n));
      }
    }

    private synchronized boolean isWanted() {
      running = wanted > 0 && !ended;
      return running;
    }

    private synchronized void end() {
      ended = true;
    }

    @Override
    public void cancel() {
      end();
      pipe.close();
    }
  }
}
