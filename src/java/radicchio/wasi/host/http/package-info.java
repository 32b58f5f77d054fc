/** {@code wasi:http} as it is in every generation: the rules of fields, methods, schemes, errors, and options of requests. */
package radicchio.wasi.host.http;
