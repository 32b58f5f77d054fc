/**
 * What TCP and UDP sockets share: addresses, settings, errors, and waiting. All channels are non-blocking. {@link
 * radicchio.wasi.sockets.channel.ChannelSelector} is the only thread of the JVM that waits for them. {@link
 * radicchio.wasi.sockets.channel.OpenSockets} limits and closes the sockets of an instance.
 */
package radicchio.wasi.sockets.channel;
