/**
 * {@code wasi:http} of WASI 0.3, on {@code wasi.http}: {@link radicchio.wasi.p3.http.MessageInterfaces} registers {@code
 * types} and {@code client}. A message's body is the guest's or the host's ({@link radicchio.wasi.p3.http.MessageBody}). A
 * host that calls a guest's {@code handler} makes a {@link radicchio.wasi.p3.http.RequestMessage}, and gets a {@link
 * radicchio.wasi.p3.http.ResponseMessage}.
 */
package radicchio.wasi.p3.http;
