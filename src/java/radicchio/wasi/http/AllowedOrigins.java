package radicchio.wasi.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The origins that requests may go to. */
public final class AllowedOrigins {
  private static final String ANY_SUBDOMAIN = "*.";

  /** Allows every origin. */
  public static final AllowedOrigins ALL = new AllowedOrigins(Optional.empty());

  private final Optional<List<Pattern>> patterns;

  private AllowedOrigins(Optional<List<Pattern>> patterns) {
    this.patterns = patterns;
  }

  private record Pattern(String scheme, boolean anySubdomain, String host, int port) {
    boolean permits(String otherScheme, String otherHost, int otherPort) {
      return scheme.equals(otherScheme)
          && port == otherPort
          && (anySubdomain
              ? otherHost.endsWith("." + host) && otherHost.length() > host.length() + 1
              : otherHost.equals(host));
    }
  }

  /**
   * Allows those listed, and no other.
   *
   * @param origins {@code "https://api.example.com"} or {@code "https://*.example.org:8443"}; the star means any
   *     names before the domain, at least one. Without a port, the scheme's own
   * @throws IllegalArgumentException for what is not an origin; its message is the origin, and why
   */
  public static AllowedOrigins of(List<String> origins) {
    List<Pattern> patterns = new ArrayList<>();
    for (String origin : origins) {
      patterns.add(pattern(origin));
    }
    return new AllowedOrigins(Optional.of(List.copyOf(patterns)));
  }

  private static Pattern pattern(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    String scheme = lower.startsWith("https://") ? "https" : "http";
    if (!lower.startsWith(scheme + "://")) {
      throw new IllegalArgumentException("it has to begin with http:// or https://");
    }
    String rest = lower.substring(scheme.length() + 3);
    boolean anySubdomain = rest.startsWith(ANY_SUBDOMAIN);
    String host = anySubdomain ? rest.substring(ANY_SUBDOMAIN.length()) : rest;
    if (host.contains("/")) {
      throw new IllegalArgumentException("an origin has no path");
    }
    if (host.contains("*")) {
      throw new IllegalArgumentException("a star is allowed as the first label of a name only");
    }
    Authority authority =
        Authority.parse(host)
            .filter(a -> !a.hasUserInfo() && a.port().orElse(1) > 0)
            .orElseThrow(
                () -> new IllegalArgumentException("it has no host, or a port that is not one"));
    return new Pattern(
        scheme,
        anySubdomain,
        authority.host(),
        authority.port().orElse(Authority.defaultPort(scheme)));
  }

  /**
   * Whether a request may go there.
   *
   * @param host in lower case; IPv6 in brackets
   */
  public boolean permits(String scheme, String host, int port) {
    return patterns.isEmpty()
        || patterns.get().stream().anyMatch(pattern -> pattern.permits(scheme, host, port));
  }
}
