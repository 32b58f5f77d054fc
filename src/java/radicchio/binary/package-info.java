/**
 * Decodes bytes to a {@link radicchio.component.Component} (Binary.md). {@link radicchio.binary.Binary} is the entrance.
 * Each section has its own file, and only {@link radicchio.binary.Reader} moves the cursor.
 */
package radicchio.binary;
