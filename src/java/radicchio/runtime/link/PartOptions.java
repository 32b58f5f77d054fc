package radicchio.runtime.link;

/**
 * The options of a part of a composition.
 *
 * @param name the part's name, for messages
 * @param options of which its imports and their treatment count; the limits are those of the whole
 */
public record PartOptions(String name, InstanceOptions options) {}
