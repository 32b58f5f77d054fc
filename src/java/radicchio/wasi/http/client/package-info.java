/**
 * Requests that guests send. {@link radicchio.wasi.http.client.HttpGrant} is the entrance: it checks the origin of an {@link
 * radicchio.wasi.http.client.HttpCall}, and sends it by an {@link radicchio.wasi.http.client.HttpSender}. {@link
 * radicchio.wasi.http.client.JdkSender} is one that uses the JDK alone.
 */
package radicchio.wasi.http.client;
