/**
 * {@code wasi:http} of WASI 0.2: one class for each resource, and the classes that register the functions. {@link
 * radicchio.wasi.p2.http.HttpInterfaces} is the entrance for a component's host. A server passes {@link
 * radicchio.wasi.p2.http.IncomingRequest} and {@link radicchio.wasi.p2.http.ResponseOutparam} to {@code
 * incoming-handler.handle}.
 */
package radicchio.wasi.p2.http;
