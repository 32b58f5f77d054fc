/**
 * The boundary to the library that implements HTTP. {@link radicchio.wasi.http.library.HttpLibrary} is found as a service. It has a
 * {@link radicchio.wasi.http.client.HttpSender}, and starts servers, which call a handler with a {@link
 * radicchio.wasi.http.library.ServerExchange}.
 */
package radicchio.wasi.http.library;
