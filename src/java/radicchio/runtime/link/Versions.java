package radicchio.runtime.link;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the supplied interface that satisfies an import: the same one, else the newest of a compatible version. Versions are
 * compatible if their canonical versions are equal (Explainer.md, "Canonical Interface Name"). A pre-release is compatible only
 * with itself. A name without a version satisfies every version for which no other interface is supplied.
 */
public final class Versions {
  /** A semantic version, or a canonical one, which omits the ignored parts. */
  private static final Pattern VERSION =
      Pattern.compile(
          "(\\d{1,18})(?:\\.(\\d{1,18}))?(?:\\.(\\d{1,18}))?(-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?");

  private Versions() {}

  private record Version(long major, long minor, long patch, boolean preRelease) {

    static Optional<Version> of(String text) {
      Matcher m = VERSION.matcher(text);
      return m.matches()
          ? Optional.of(new Version(number(m, 1), number(m, 2), number(m, 3), m.group(4) != null))
          : Optional.empty();
    }

    private static long number(Matcher m, int group) {
      return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
    }

    boolean isCompatible(Version other) {
      if (preRelease || other.preRelease || major != other.major) {
        return false;
      }
      if (major > 0) {
        return true;
      }
      return minor == other.minor && (minor > 0 || patch == other.patch);
    }
  }

  private static final Version NONE = new Version(-1, -1, -1, false);

  private static final Comparator<Version> AGE =
      Comparator.comparingLong(Version::major)
          .thenComparingLong(Version::minor)
          .thenComparingLong(Version::patch);

  /** Returns the name in {@code given} that satisfies the import of {@code wanted}. */
  public static Optional<String> satisfying(String wanted, Collection<String> given) {
    if (given.contains(wanted)) {
      return Optional.of(wanted);
    }
    return version(wanted)
        .flatMap(
            v ->
                given.stream()
                    .filter(name -> base(name).equals(base(wanted)))
                    .filter(name -> version(name).filter(v::isCompatible).isPresent())
                    .max(Comparator.comparing(name -> version(name).orElseThrow(), AGE)))
        .or(() -> given.contains(base(wanted)) ? Optional.of(base(wanted)) : Optional.empty());
  }

  /** Tests whether two interfaces are the same, perhaps in compatible versions. */
  public static boolean isCompatible(String one, String other) {
    return one.equals(other)
        || base(one).equals(base(other))
            && version(one).flatMap(v -> version(other).filter(v::isCompatible)).isPresent();
  }

  /** Compares two names by their versions; one without a version is before those with one. */
  public static int compare(String one, String other) {
    return Comparator.comparing(
            (String name) -> version(name), Comparator.comparing(v -> v.orElse(NONE), AGE))
        .compare(one, other);
  }

  /** Returns the name of an interface without its version. */
  public static String base(String id) {
    int at = id.indexOf('@');
    return at < 0 ? id : id.substring(0, at);
  }

  private static Optional<Version> version(String id) {
    int at = id.indexOf('@');
    return at < 0 ? Optional.empty() : Version.of(id.substring(at + 1));
  }
}
