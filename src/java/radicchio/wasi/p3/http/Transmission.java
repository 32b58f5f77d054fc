package radicchio.wasi.p3.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.runtime.stream.host.SourceReader;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p3.streams.GivenBytes;
import radicchio.wasi.p3.streams.Pump;

/** Writes the contents of a message into a pipe as they come, then its trailers. */
final class Transmission {
  private Transmission() {}

  /** The trailers, or the failure, after the contents. */
  private record Last(Optional<List<HttpField>> trailers, Optional<HttpFailure> failure) {}

  /** Writes a body that a guest made. The guest gets the outcome. */
  static BodyPipe ofGuest(
      MessageBody.OfGuest body, StreamReader contents, HttpErrorKind wrongSize) {
    BodyPipe pipe = new BodyPipe(FieldList.contentLength(body.headers()), wrongSize);
    pipe.delivered().thenAccept(failure -> failure.ifPresentOrElse(body::fail, body::succeed));
    start(contents, pipe, () -> last(body.trailers()));
    return pipe;
  }

  /** Writes a body that was received from a peer. */
  static BodyPipe ofHost(BodySource source, List<HttpField> headers, HttpErrorKind wrongSize) {
    BodyPipe pipe = new BodyPipe(FieldList.contentLength(headers), wrongSize);
    start(
        SourceReader.of(new GivenBytes(source)),
        pipe,
        () ->
            source
                .trailers()
                .handle(
                    (fields, thrown) ->
                        thrown == null
                            ? new Last(fields, Optional.empty())
                            : new Last(Optional.empty(), Optional.of(HttpFailure.from(thrown)))));
    return pipe;
  }

  /** The trailers, or the failure, after the contents. */
  @FunctionalInterface
  private interface Trailers {
    CompletionStage<Last> last();
  }

  private static void start(StreamReader contents, BodyPipe pipe, Trailers trailers) {
    pipe.nudge(); // the head need not wait for the contents
    Pump.start(contents, pipe.sink(), whole -> {})
        .thenCompose(
            early ->
                early.isPresent()
                    ? CompletableFuture.completedStage(failed(early.get()))
                    : trailers.last())
        .whenComplete((last, thrown) -> end(pipe, thrown == null ? last : storeEnded(thrown)));
  }

  private static Last failed(IOException e) {
    return new Last(Optional.empty(), Optional.of(HttpFailure.from(e)));
  }

  private static Last storeEnded(Throwable thrown) {
    return new Last(
        Optional.empty(),
        Optional.of(HttpFailure.caused(HttpErrorKind.CONNECTION_TERMINATED, thrown)));
  }

  private static void end(BodyPipe pipe, Last last) {
    if (last.failure().isPresent()) {
      pipe.fail(last.failure().get());
      return;
    }
    try {
      pipe.finish(last.trailers());
    } catch (HttpFailure e) {
      // the pipe has failed with it, so both of its sides get it
    }
  }

  private static CompletionStage<Last> last(FutureReader trailers) {
    return trailers.value().thenApply(result -> last((StagedCase) result));
  }

  /** Reads a guest's {@code result<option<trailers>, error-code>}. */
  private static Last last(StagedCase result) {
    if (result.index() != 0) {
      return new Last(
          Optional.empty(), Optional.of(StagedHttp.failure((StagedCase) result.payload())));
    }
    Object fields = ((StagedCase) result.payload()).payload();
    return new Last(
        Optional.ofNullable(fields).map(list -> ((FieldList) list).entries()), Optional.empty());
  }

  /** Completes with the error that a guest gave instead of trailers; empty if it gave none. */
  static CompletionStage<Optional<HttpFailure>> failure(FutureReader trailers) {
    return last(trailers).thenApply(Last::failure);
  }
}
