package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpField;

/** The body of a message that a guest sends. The guest may request it once. */
final class OutgoingContent {
  private final List<HttpField> headers;
  private final HttpErrorKind wrongSize;
  private Optional<BodyPipe> pipe = Optional.empty();

  /** @param wrongSize the failure if the length of the body differs from the headers */
  OutgoingContent(List<HttpField> headers, HttpErrorKind wrongSize) {
    this.headers = headers;
    this.wrongSize = wrongSize;
  }

  /** Returns the body; empty if it was requested before, or the headers have two lengths. */
  Optional<OutgoingBody> open() {
    if (pipe.isPresent() || FieldList.hasTwoLengths(headers)) {
      return Optional.empty();
    }
    BodyPipe made = new BodyPipe(FieldList.contentLength(headers), wrongSize);
    pipe = Optional.of(made);
    return Optional.of(new OutgoingBody(made));
  }

  Optional<BodyPipe> pipe() {
    return pipe;
  }

  /** Returns the body to send; an empty one if the guest did not request a body. */
  BodySource source() {
    return pipe.isPresent() ? pipe.get() : BodySource.EMPTY;
  }

  /** Abandons the body, because the message is not sent. */
  void abandon() {
    pipe.ifPresent(BodyPipe::close);
  }
}
