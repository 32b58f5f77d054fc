package radicchio.component;

/**
 * A custom section, undecoded.
 *
 * @param offset the offset of the section
 * @param name such as {@code "component-name"}, {@code "producers"} or {@code "package-docs"}
 * @param data the bytes after the name
 */
public record CustomSection(int offset, String name, Bytes data) {}
