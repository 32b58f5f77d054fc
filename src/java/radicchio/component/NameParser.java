package radicchio.component;

import java.util.Arrays;
import java.util.Optional;
import radicchio.component.NameForm.Constructor;
import radicchio.component.NameForm.InterfaceName;
import radicchio.component.NameForm.Invalid;
import radicchio.component.NameForm.Label;
import radicchio.component.NameForm.Method;
import radicchio.component.NameForm.Static;
import radicchio.error.ForeignText;

/** Parses names (Explainer.md, "Import and Export Definitions"). */
final class NameParser {
  private NameParser() {}

  /** Tests for words or acronyms with hyphens between; the first begins with a letter. */
  static boolean isLabel(String text) {
    return isFragments(text, true) && !isDigit(text.charAt(0));
  }

  private static boolean isWords(String text) {
    return isFragments(text, false) && !isDigit(text.charAt(0));
  }

  /** Tests whether each fragment between hyphens is a word, or an acronym if those are allowed. */
  private static boolean isFragments(String text, boolean acronyms) {
    boolean lower = false;
    boolean upper = false;
    boolean empty = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        if (empty) {
          return false;
        }
        lower = false;
        upper = false;
        empty = true;
        continue;
      }
      lower |= c >= 'a' && c <= 'z';
      upper |= c >= 'A' && c <= 'Z';
      if (!isAlphanumeric(c) || lower && upper || upper && !acronyms) {
        return false;
      }
      empty = false;
    }
    return !empty;
  }

  /** Tests for Semantic Versioning 2.0: major.minor.patch, optionally -prerelease, optionally +build. */
  static boolean isSemver(String text) {
    int plus = text.indexOf('+');
    String front = plus < 0 ? text : text.substring(0, plus);
    int minus = front.indexOf('-');
    String core = minus < 0 ? front : front.substring(0, minus);
    String[] numbers = core.split("\\.", -1);
    return numbers.length == 3
        && Arrays.stream(numbers).allMatch(NameParser::isNumber)
        && (minus < 0 || isPrerelease(front.substring(minus + 1)))
        && (plus < 0 || isBuild(text.substring(plus + 1)));
  }

  private static boolean isPrerelease(String text) {
    return Arrays.stream(text.split("\\.", -1))
        .allMatch(part -> isIdentifier(part) && (!isDigits(part) || isNumber(part)));
  }

  private static boolean isBuild(String text) {
    return Arrays.stream(text.split("\\.", -1)).allMatch(NameParser::isIdentifier);
  }

  private static boolean isIdentifier(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == '-' || isAlphanumeric((char) c));
  }

  /** Tests for decimal digits without leading zeros. */
  private static boolean isNumber(String text) {
    return isDigits(text) && (text.length() == 1 || text.charAt(0) != '0');
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
  }

  /** Tests for the compatible part of a semantic version: 2, 0.3, 0.0.4. */
  static boolean isCanonicalVersion(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 3 || !Arrays.stream(parts).allMatch(NameParser::isNumber)) {
      return false;
    }
    for (int i = 0; i < parts.length - 1; i++) {
      if (!parts[i].equals("0")) {
        return false;
      }
    }
    return parts.length == 3 || !parts[parts.length - 1].equals("0");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(char c) {
    return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static NameForm parse(String text) {
    if (text.startsWith("[")) {
      return annotated(text);
    }
    if (text.indexOf(':') >= 0) {
      return interfaceName(text);
    }
    return isLabel(text) ? new Label(text) : notKebab(text);
  }

  private static NameForm annotated(String text) {
    int close = text.indexOf(']');
    String annotation = close < 0 ? text : text.substring(0, close + 1);
    String rest = close < 0 ? "" : text.substring(close + 1);
    return switch (annotation) {
      case "[constructor]" -> isLabel(rest) ? new Constructor(rest) : notKebab(rest);
      case "[method]", "[static]" -> member(annotation, rest);
      default -> new Invalid("unknown annotation " + ForeignText.quoted(annotation));
    };
  }

  private static NameForm member(String annotation, String rest) {
    int dot = rest.indexOf('.');
    if (dot < 0) {
      return new Invalid(
          "expected a '.' between resource and label after " + ForeignText.escaped(annotation));
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

  private static NameForm interfaceName(String text) {
    int at = text.indexOf('@');
    String path = at < 0 ? text : text.substring(0, at);
    int slash = path.indexOf('/');
    int colon = path.indexOf(':');
    if (colon < 0 || slash < colon) {
      return new Invalid("expected the name of an interface as namespace:package/interface");
    }
    String namespace = path.substring(0, colon);
    String packageName = path.substring(colon + 1, slash);
    String projection = path.substring(slash + 1);
    if (!isWords(namespace)) {
      return new Invalid(
          "namespace '" + ForeignText.escaped(namespace) + "' is not in lower-case kebab-case");
    }
    if (!isWords(packageName)) {
      return new Invalid(
          "package '" + ForeignText.escaped(packageName) + "' is not in lower-case kebab-case");
    }
    if (!isLabel(projection)) {
      return notKebab(projection);
    }
    Optional<String> version = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    if (version.isPresent() && !isSemver(version.get()) && !isCanonicalVersion(version.get())) {
      return new Invalid("'" + ForeignText.escaped(version.get()) + "' is not a semantic version");
    }
    return new InterfaceName(namespace, packageName, projection, version);
  }

  private static NameForm notKebab(String text) {
    return new Invalid("'" + ForeignText.escaped(text) + "' is not in kebab-case");
  }
}
