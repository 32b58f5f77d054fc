package radicchio.component;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import radicchio.component.ExternName.Constructor;
import radicchio.component.ExternName.Form;
import radicchio.component.ExternName.InterfaceName;
import radicchio.component.ExternName.Invalid;
import radicchio.component.ExternName.Label;
import radicchio.component.ExternName.Method;
import radicchio.component.ExternName.Static;

/** The grammar of names (Explainer.md, "Import and Export Definitions"). */
final class NameParser {
  private static final String WORDS = "[a-z][0-9a-z]*(?:-[0-9a-z]+)*+";
  private static final Pattern WORDS_ALONE = Pattern.compile(WORDS);
  private static final Pattern LABEL =
      Pattern.compile("(?:[a-z][0-9a-z]*+|[A-Z][0-9A-Z]*+)(?:-(?:[0-9a-z]++|[0-9A-Z]++))*+");
  private static final Pattern CANONICAL_VERSION =
      Pattern.compile("[1-9][0-9]*+|0\\.[1-9][0-9]*+|0\\.0\\.[1-9][0-9]*+|0\\.0\\.0");
  private static final String NUMBER = "(?:0|[1-9][0-9]*+)";
  private static final String PRERELEASE = "(?:0|[1-9][0-9]*+|[0-9]*[A-Za-z-][0-9A-Za-z-]*+)";
  private static final Pattern SEMVER =
      Pattern.compile(
          NUMBER + "\\." + NUMBER + "\\." + NUMBER
              + "(?:-" + PRERELEASE + "(?:\\." + PRERELEASE + ")*+)?"
              + "(?:\\+[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+)?");

  private NameParser() {}

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  static boolean isSemver(String text) {
    return SEMVER.matcher(text).matches();
  }

  static boolean isCanonicalVersion(String text) {
    return CANONICAL_VERSION.matcher(text).matches();
  }

  static Form parse(String text) {
    if (text.startsWith("[")) {
      return annotated(text);
    }
    if (text.indexOf(':') >= 0) {
      return interfaceName(text);
    }
    return isLabel(text) ? new Label(text) : notKebab(text);
  }

  private static Form annotated(String text) {
    int close = text.indexOf(']');
    String annotation = close < 0 ? text : text.substring(0, close + 1);
    String rest = close < 0 ? "" : text.substring(close + 1);
    return switch (annotation) {
      case "[constructor]" -> isLabel(rest) ? new Constructor(rest) : notKebab(rest);
      case "[method]", "[static]" -> member(annotation, rest);
      default -> new Invalid("unknown annotation " + annotation);
    };
  }

  private static Form member(String annotation, String rest) {
    int dot = rest.indexOf('.');
    if (dot < 0) {
      return new Invalid("no '.' between resource and label after " + annotation);
    }
    String resource = rest.substring(0, dot);
    String label = rest.substring(dot + 1);
    if (!isLabel(resource)) {
      return notKebab(resource);
    }
    if (!isLabel(label)) {
      return notKebab(label);
    }
    return annotation.equals("[method]")
        ? new Method(resource, label)
        : new Static(resource, label);
  }

  private static Form interfaceName(String text) {
    int at = text.indexOf('@');
    String path = at < 0 ? text : text.substring(0, at);
    int slash = path.indexOf('/');
    int colon = path.indexOf(':');
    if (colon < 0 || slash < colon) {
      return new Invalid("an interface's name is namespace:package/interface");
    }
    String namespace = path.substring(0, colon);
    String packageName = path.substring(colon + 1, slash);
    String projection = path.substring(slash + 1);
    if (!isWords(namespace)) {
      return new Invalid("namespace '" + namespace + "' is not in lower-case kebab-case");
    }
    if (!isWords(packageName)) {
      return new Invalid("package '" + packageName + "' is not in lower-case kebab-case");
    }
    if (!isLabel(projection)) {
      return notKebab(projection);
    }
    Optional<String> version = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    if (version.isPresent() && !isSemver(version.get()) && !isCanonicalVersion(version.get())) {
      return new Invalid("'" + version.get() + "' is not a semantic version");
    }
    return new InterfaceName(namespace, packageName, projection, version);
  }

  private static boolean isWords(String text) {
    Matcher matcher = WORDS_ALONE.matcher(text);
    return matcher.matches();
  }

  private static Form notKebab(String text) {
    return new Invalid("'" + text + "' is not in kebab-case");
  }
}
