/** HTTP spoken by Jetty: the one package that names it. {@link JettyLibrary} is its door, found as a service. */
package radicchio.wasi.http.jetty;
