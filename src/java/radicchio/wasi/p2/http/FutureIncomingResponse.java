package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.client.HttpReply;
import radicchio.wasi.http.client.PendingReply;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;

/** {@code future-incoming-response}: the response to a request. */
final class FutureIncomingResponse {
  private final PendingReply pending;
  private final CompletableFuture<HttpReply> reply;
  private final Children children = new Children();
  private boolean taken;

  FutureIncomingResponse(PendingReply pending) {
    this.pending = pending;
    this.reply = pending.reply().toCompletableFuture();
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, new StagePollable(reply));
  }

  /** {@code get}: empty until the response has arrived; returns it only once. */
  StagedCase get() {
    if (!reply.isDone()) {
      return Staged.none();
    }
    if (taken) {
      return Staged.some(Staged.err());
    }
    taken = true;
    return Staged.some(Staged.ok(outcome()));
  }

  private StagedCase outcome() {
    try {
      return Staged.ok(new IncomingResponse(reply.join()));
    } catch (CompletionException e) {
      return Staged.err(StagedHttp.error(HttpFailure.from(e)));
    }
  }

  void drop() throws IOException {
    children.requireNone("future-incoming-response");
    end();
  }

  /** Cancels a response that the guest did not take. */
  void end() throws IOException {
    if (!taken) {
      pending.abandon();
      if (reply.isDone() && !reply.isCompletedExceptionally()) {
        reply.join().body().close();
      }
    }
  }
}
