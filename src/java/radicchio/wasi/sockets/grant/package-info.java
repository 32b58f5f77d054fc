/**
 * What a guest may reach. {@link radicchio.wasi.sockets.grant.Permissions} checks operations against the {@link
 * radicchio.wasi.sockets.grant.NetworkGrant}, whose parts are {@link radicchio.wasi.sockets.grant.Endpoint}s.
 */
package radicchio.wasi.sockets.grant;
