package radicchio.wasi.p3.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p3.streams.GivenBytes;
import radicchio.wasi.streams.ByteSource;

/** The contents and trailers of a message. They are sent or read once. */
sealed interface MessageBody {

  /** Ends it: it will not be sent or read. */
  void abandon();

  /**
   * Passes it to a guest ({@code consume-body}).
   *
   * @param handled the {@code result<_, error-code>} with which the guest ends its use of it
   * @return its stream and its future
   */
  Object[] consume(FutureReader handled);

  /**
   * The body of a message that a guest made.
   *
   * @param headers the headers of its message
   * @param sent the {@code result<_, error-code>} of its transmission, for which the guest may wait
   */
  record OfGuest(
      List<HttpField> headers,
      Optional<StreamReader> contents,
      FutureReader trailers,
      CompletableFuture<Object> sent)
      implements MessageBody {

    /** Records that it was sent completely. */
    void succeed() {
      sent.complete(Staged.ok());
    }

    /** Records that it was not sent completely. */
    void fail(HttpFailure failure) {
      sent.complete(Staged.err(StagedHttp.error(failure)));
    }

    @Override
    public void abandon() {
      contents.ifPresent(StreamReader::close);
      trailers.close();
      fail(HttpFailure.of(HttpErrorKind.INTERNAL_ERROR, "the message was dropped"));
    }

    @Override
    public Object[] consume(FutureReader handled) {
      handled
          .value()
          .whenComplete(
              (result, thrown) -> {
                if (thrown == null) {
                  sent.complete(result);
                } else {
                  sent.completeExceptionally(thrown);
                }
              });
      Object stream = contents.isPresent() ? contents.get() : new GivenBytes(ByteSource.EMPTY);
      return Staged.record(stream, trailers);
    }
  }

  /** The body of a message from a peer. */
  record OfHost(BodySource source) implements MessageBody {

    @Override
    public void abandon() {
      closeQuietly(source);
    }

    @Override
    public Object[] consume(FutureReader handled) {
      handled.close();
      ReceivedContents contents = new ReceivedContents(source);
      return Staged.record(contents, contents.trailers());
    }
  }

  static void closeQuietly(BodySource source) {
    try {
      source.close();
    } catch (IOException e) {
      // its reader stopped; the part that was read was valid
    }
  }
}
