package radicchio.wasi.p3.http;

import java.util.List;
import java.util.Optional;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.client.HttpReply;

/** {@code response}: made by a guest, or received. */
public final class ResponseMessage {
  private static final int OK = 200;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 599;

  private final List<HttpField> headers;
  private final MessageBody body;
  private int status;

  private ResponseMessage(int status, List<HttpField> headers, MessageBody body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static ResponseMessage made(MessageBody.OfGuest body) {
    return new ResponseMessage(OK, body.headers(), body);
  }

  static ResponseMessage received(HttpReply reply) {
    return new ResponseMessage(
        reply.status(), FieldRules.visible(reply.headers()), new MessageBody.OfHost(reply.body()));
  }

  public int status() {
    return status;
  }

  /** Sets the status. Returns false for an invalid one. */
  boolean setStatus(long given) {
    if (given < LEAST_STATUS || given > MOST_STATUS) {
      return false;
    }
    status = (int) given;
    return true;
  }

  /** Returns the headers that are sent. */
  public List<HttpField> fields() {
    return headers;
  }

  FieldList headers() {
    return FieldList.immutable(headers);
  }

  Object[] consume(FutureReader handled) {
    return body.consume(handled);
  }

  /** Ends a response that is dropped. */
  public void abandon() {
    body.abandon();
  }

  /**
   * Starts to send the response that a guest returned. Called once.
   *
   * @return its contents, as the guest writes them. They must be closed by the caller
   */
  public BodySource send() {
    if (body instanceof MessageBody.OfHost came) {
      return came.source();
    }
    MessageBody.OfGuest own = (MessageBody.OfGuest) body;
    Optional<StreamReader> contents = own.contents();
    if (contents.isPresent()) {
      return Transmission.ofGuest(own, contents.get(), HttpErrorKind.HTTP_RESPONSE_BODY_SIZE);
    }
    Transmission.failure(own.trailers())
        .thenAccept(failure -> failure.ifPresentOrElse(own::fail, own::succeed));
    return BodySource.EMPTY;
  }
}
