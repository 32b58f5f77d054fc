package radicchio.component;

/**
 * A custom section, undecoded.
 *
 * @param offset where the section begins
 * @param name such as {@code "component-name"}, {@code "producers"} or {@code "package-docs"}
 * @param data what follows the name
 */
public record CustomSection(int offset, String name, Bytes data) {}
