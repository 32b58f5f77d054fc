package radicchio.component;

import java.util.Optional;

/**
 * The name of an import or export, with its attributes ({@code nameattributes}).
 *
 * @param text the name as written: {@code "wasi:io/streams@0.2.9"}, {@code "[method]canvas.draw"}; imports and exports are
 *     matched only by it
 * @param form the parsed text; {@link NameForm.Invalid} only before validation
 * @param implemented the interface that an instance with a plain name implements
 * @param versionSuffix the suffix that was removed from a canonical version
 * @param externalId the host's name for it
 */
public record ExternName(
    String text,
    NameForm form,
    Optional<String> implemented,
    Optional<String> versionSuffix,
    Optional<String> externalId) {

  /** Makes a name without attributes. */
  public static ExternName of(String text) {
    return new ExternName(
        text, NameParser.parse(text), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Makes a name with attributes. */
  public static ExternName of(
      String text,
      Optional<String> implemented,
      Optional<String> versionSuffix,
      Optional<String> externalId) {
    return new ExternName(text, NameParser.parse(text), implemented, versionSuffix, externalId);
  }

  /** Makes a text, with or without attributes, that for the given reason is not a name. */
  public static ExternName invalid(String text, String reason) {
    return new ExternName(
        text, new NameForm.Invalid(reason), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Tests whether a text is a {@code label}: kebab-case, words or acronyms with hyphens between. */
  public static boolean isLabel(String text) {
    return NameParser.isLabel(text);
  }

  /** Tests whether a text is a {@code valid semver}: {@code "1.0.0-rc.1"}. */
  public static boolean isSemver(String text) {
    return NameParser.isSemver(text);
  }

  /** Tests whether a text is a {@code canonversion}: {@code "1"} or {@code "0.2"}. */
  public static boolean isCanonicalVersion(String text) {
    return NameParser.isCanonicalVersion(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
