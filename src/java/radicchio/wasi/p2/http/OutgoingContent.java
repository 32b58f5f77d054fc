package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpField;

/** The body of a message that a guest sends, which it may ask for once. */
final class OutgoingContent {
  private final List<HttpField> headers;
  private final HttpErrorKind wrongSize;
  private Optional<BodyPipe> pipe = Optional.empty();

  /** @param wrongSize the failure if the body has another length than the headers say */
  OutgoingContent(List<HttpField> headers, HttpErrorKind wrongSize) {
    this.headers = headers;
    this.wrongSize = wrongSize;
  }

  /** Empty if it was asked for before, or the headers say two lengths. */
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

  /** What is sent: nothing, if the guest did not ask for a body. */
  BodySource source() {
    return pipe.isPresent() ? pipe.get() : BodySource.EMPTY;
  }

  /** The message is not sent: nothing reads what is written. */
  void abandon() {
    pipe.ifPresent(BodyPipe::close);
  }
}
