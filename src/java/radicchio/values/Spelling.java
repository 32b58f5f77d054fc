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

  /** Levenshtein's distance, upper and lower case alike, {@code _} and {@code -} too. */
  private static int edits(String from, String to) {
    String a = fold(from);
    String b = fold(to);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
