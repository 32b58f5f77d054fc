package radicchio.values;

import clojure.lang.Named;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the names that are known was probably meant. */
final class Spelling {
  private Spelling() {}

  /** The name with the fewest edits to what came, where these are few for its length. */
  static <T extends Named> Optional<T> nearest(Object came, List<T> known) {
    String text = came instanceof Named named ? named.getName() : came instanceof String s ? s : "";
    if (text.isEmpty() || text.length() > 100) {
      return Optional.empty();
    }
    T best = null;
    int fewest = Math.max(1, text.length() / 3) + 1;
    for (T candidate : known) {
      int edits = edits(text, candidate.getName());
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * How many insertions, deletions, substitutions, and exchanges of neighbours lead from one to the other;
   * upper and lower case are alike, {@code _} and {@code -} too.
   */
  private static int edits(String from, String to) {
    String a = fold(from);
    String b = fold(to);
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int step(int[][] table, String a, String b, int i, int j) {
    int substituted = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(substituted, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(fewest, table[i - 2][j - 2] + 1) : fewest;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
