/**
 * HTTP with Jetty, which only this package uses. {@link JettyLibrary} is the entrance, which is found as a service.
 */
package radicchio.wasi.http.jetty;
