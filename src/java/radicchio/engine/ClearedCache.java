package radicchio.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@link Engine#clearCache} did.
 *
 * @param folder the cache; empty where it is turned off
 * @param modules how many compiled modules were in it
 * @param bytes how much they took
 */
public record ClearedCache(Optional<Path> folder, int modules, long bytes) {}
