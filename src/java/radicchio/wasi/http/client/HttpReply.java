package radicchio.wasi.http.client;

import java.util.List;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpField;

/**
 * The response to a request of a guest. Its body arrives while it is read.
 *
 * @param body must be closed by the receiver of the reply
 */
public record HttpReply(int status, List<HttpField> headers, BodySource body) {

  public HttpReply {
    headers = List.copyOf(headers);
  }
}
