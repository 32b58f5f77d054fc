package radicchio.wasi.http.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The allowed origins of requests. */
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
   * Allows only the listed origins.
   *
   * @param origins {@code "https://api.example.com"} or {@code "https://*.example.org:8443"}; the star matches one or
   *     more labels before the domain. The default port is that of the scheme
   * @throws IllegalArgumentException for a text that is not an origin; its message has the reason
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
      throw new IllegalArgumentException("it must begin with http:// or https://");
    }
    String rest = lower.substring(scheme.length() + 3);
    boolean anySubdomain = rest.startsWith(ANY_SUBDOMAIN);
    String host = anySubdomain ? rest.substring(ANY_SUBDOMAIN.length()) : rest;
    if (host.contains("/")) {
      throw new IllegalArgumentException("an origin must not have a path");
    }
    if (host.contains("*")) {
      throw new IllegalArgumentException("a star is allowed only as the first label of a name");
    }
    Authority authority =
        Authority.parse(host)
            .filter(a -> !a.hasUserInfo() && a.port().orElse(1) > 0)
            .orElseThrow(() -> new IllegalArgumentException("it has no host, or an invalid port"));
    return new Pattern(
        scheme,
        anySubdomain,
        authority.host(),
        authority.port().orElse(Authority.defaultPort(scheme)));
  }

  /**
   * Tests whether a request to a host is allowed.
   *
   * @param host in lower case; IPv6 in brackets
   */
  public boolean permits(String scheme, String host, int port) {
    return patterns.isEmpty()
        || patterns.get().stream().anyMatch(pattern -> pattern.permits(scheme, host, port));
  }
}
