package radicchio.binary;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The different names of one input, by hash code. Names become keys of hash maps, and keywords, which are in one
 * hash table for the life of the JVM; where they collide, these are slow. Whoever wrote the input chose the names, so
 * more of one hash code than a few are no chance. Used by one thread.
 */
final class NameHashes {
  private static final int MOST = 1024;

  private final Set<String> names = new HashSet<>();
  private final Map<Integer, Integer> counts = new HashMap<>();

  /**
   * Counts a name, unless it was counted before.
   *
   * @throws RadicchioException {@code LIMIT} for one too many of one hash code
   */
  void add(String name) {
    if (names.add(name) && counts.merge(name.hashCode(), 1, Integer::sum) > MOST) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "more than " + MOST + " names have one hash code, which would make loading slow")
          .withKeyword("limit", "name-collisions");
    }
  }
}
