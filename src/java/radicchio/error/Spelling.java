package radicchio.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /** Returns the known name with the fewest edits from {@code came}, if these are few for its length. */
  public static Optional<String> nearest(String came, Collection<String> known) {
    if (came.isEmpty() || came.length() > 100) {
      return Optional.empty();
    }
    Optional<String> best = Optional.empty();
    int fewest = Math.max(1, came.length() / 3) + 1;
    for (String candidate : known) {
      int edits = edits(came, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /**
   * Returns the number of insertions, deletions, substitutions, and exchanges of neighbours from one to the other. Case is
   * ignored, and {@code _} equals {@code -}.
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
