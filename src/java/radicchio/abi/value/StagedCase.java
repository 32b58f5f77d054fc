package radicchio.abi.value;

/**
 * The staged form of a variant, option or result.
 *
 * @param index the case's position
 * @param payload its staged payload, or null if the case has none
 */
public record StagedCase(int index, Object payload) {}
