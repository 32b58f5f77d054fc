package radicchio.wasi.p2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of every function of WASI 0.2, from the table in {@code resources}, which is made of the WIT. It has a line
 * for an interface, below it {@code $name = type} for types that occur in it, and {@code function: type}.
 */
public final class Signatures {
  private static final String TABLE = "/radicchio/wasi/p2.signatures";
  private static final Pattern NAMED = Pattern.compile("\\$([A-Za-z0-9-]+)");
  private static final Map<String, Map<String, String>> BY_INTERFACE = load();

  private Signatures() {}

  /** The functions of an interface and their types. Empty if WASI 0.2 has no such interface. */
  public static Optional<Map<String, String>> of(String interfaceName) {
    return Optional.ofNullable(BY_INTERFACE.get(interfaceName));
  }

  /** The names of all interfaces. */
  public static Set<String> interfaces() {
    return BY_INTERFACE.keySet();
  }

  private static Map<String, Map<String, String>> load() {
    try (InputStream in = Signatures.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, Map<String, String>> all = new LinkedHashMap<>();
      Map<String, String> functions = Map.of();
      Map<String, String> named = Map.of();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(" ")) {
          functions = new LinkedHashMap<>();
          named = new HashMap<>();
          all.put(line, functions);
        } else if (line.startsWith("  $")) {
          String[] parts = line.strip().split(" = ", 2);
          named.put(parts[0].substring(1), expanded(parts[1], named));
        } else {
          String[] parts = line.strip().split(": ", 2);
          functions.put(parts[0], expanded(parts[1], named));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String expanded(String type, Map<String, String> named) {
    return NAMED
        .matcher(type)
        .replaceAll(found -> Matcher.quoteReplacement(named.get(found.group(1))));
  }
}
