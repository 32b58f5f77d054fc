package radicchio.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The result of {@link Engine#clearCache}.
 *
 * @param folder the cache; empty if it is turned off
 * @param modules the number of deleted modules
 * @param bytes their size
 */
public record ClearedCache(Optional<Path> folder, int modules, long bytes) {}
