package radicchio.wasi.http.library;

import java.time.Duration;

/**
 * The port and the limits of a server.
 *
 * @param port 0 for a free one
 * @param connections the most connections at a time; others wait
 * @param threads the most requests at a time; others wait
 * @param headerBytes the most bytes of the line and header of a request, and of a response
 * @param bodyBytes the most bytes of a request's body
 * @param header the time that a client may take for the line and header of a request
 * @param idle the time that the server waits for a client to send or to receive bytes
 */
public record ServerSettings(
    String host,
    int port,
    int connections,
    int threads,
    int headerBytes,
    long bodyBytes,
    Duration header,
    Duration idle) {}
