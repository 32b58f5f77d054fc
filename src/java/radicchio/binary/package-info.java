/**
 * The decoder: bytes to a {@link radicchio.component.Component} (Binary.md). The door is {@link
 * radicchio.binary.Binary}; each section has a file of its own, and {@link radicchio.binary.Reader} alone moves
 * the cursor.
 */
package radicchio.binary;
