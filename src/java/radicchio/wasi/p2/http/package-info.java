/**
 * {@code wasi:http} of WASI 0.2: a class a resource, and those that register the functions. {@link
 * radicchio.wasi.p2.http.HttpInterfaces} is the door of a component's host; {@link
 * radicchio.wasi.p2.http.IncomingRequest} and {@link radicchio.wasi.p2.http.ResponseOutparam} are what a server gives
 * to {@code incoming-handler.handle}.
 */
package radicchio.wasi.p2.http;
