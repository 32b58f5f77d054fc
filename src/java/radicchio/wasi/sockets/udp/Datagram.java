package radicchio.wasi.sockets.udp;

import java.net.InetSocketAddress;

/**
 * A received datagram.
 *
 * @param data must not be changed
 * @param sender its sender
 */
public record Datagram(byte[] data, InetSocketAddress sender) {}
