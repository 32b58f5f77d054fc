package radicchio.wasi.http;

import java.time.Duration;

/**
 * The port and the limits of a server.
 *
 * @param port 0 for a free one
 * @param connections the most at a time; others wait to be accepted
 * @param threads the most requests that are answered at a time; others wait
 * @param headerBytes the most bytes of a request's line and header, and of a response's
 * @param bodyBytes the most bytes of a request's body
 * @param idle how long a connection may be silent while the server waits for it to send or to take bytes
 */
public record ServerSettings(
    String host,
    int port,
    int connections,
    int threads,
    int headerBytes,
    long bodyBytes,
    Duration idle) {}
