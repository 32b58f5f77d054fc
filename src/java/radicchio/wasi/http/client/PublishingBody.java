package radicchio.wasi.http.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import radicchio.wasi.http.BodyPipe;

/** A body that a guest writes, in the form of the JDK's client: pieces on demand, for one subscriber. */
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

    /**
     * The number of pieces that were requested and not delivered. Guarded by this object, like the next two fields.
     */
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

    /** Delivers pieces while some are requested and available. One thread at a time runs it. */
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
