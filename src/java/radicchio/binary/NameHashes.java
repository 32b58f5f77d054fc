package radicchio.binary;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Counts the different names of one input by hash code. Names become keys of hash maps, and keywords, which are in one
 * hash table for the life of the JVM; collisions make these slow. The author of the input chooses the names, so more than
 * a few with one hash code are not a coincidence. Used by one thread.
 */
final class NameHashes {
  private static final int MOST = 1024;

  private final Set<String> names = new HashSet<>();
  private final Map<Integer, Integer> counts = new HashMap<>();

  /**
   * Counts a name, unless it was counted before.
   *
   * @throws RadicchioException {@code LIMIT} if too many names have one hash code
   */
  void add(String name) {
    if (names.add(name) && counts.merge(name.hashCode(), 1, Integer::sum) > MOST) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + MOST
                  + " names with one hash code, got more; they would make loading slow")
          .withKeyword("limit", "name-collisions");
    }
  }
}
