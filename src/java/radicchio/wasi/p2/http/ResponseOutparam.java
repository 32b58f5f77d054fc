package radicchio.wasi.p2.http;

import java.util.List;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;

/** {@code response-outparam}: receives the guest's response to a request. */
public final class ResponseOutparam {
  private final Receiver receiver;

  /** Receives the response, at most once, on the guest's thread. */
  public interface Receiver {
    /**
     * Receives a response.
     *
     * @param body arrives while the guest writes it, often after this call; must be closed by the receiver
     */
    void respond(int status, List<HttpField> headers, BodySource body);

    /** Receives an error instead of a response. */
    void fail(HttpFailure failure);
  }

  public ResponseOutparam(Receiver receiver) {
    this.receiver = receiver;
  }

  Receiver receiver() {
    return receiver;
  }
}
