package radicchio.wasi.host;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of all functions of a generation of WASI, from a table in {@code resources} that is made from WIT. The
 * table has a line for each interface; below it are {@code $name = type} for types that it uses, and {@code function:
 * type}.
 */
public final class Signatures {
  private static final Pattern NAMED = Pattern.compile("\\$([A-Za-z0-9-]+)");

  /** WASI 0.2. */
  public static final Signatures P2 = new Signatures("/radicchio/wasi/p2.signatures");

  /** WASI 0.3. */
  public static final Signatures P3 = new Signatures("/radicchio/wasi/p3.signatures");

  private final Map<String, Map<String, String>> byInterface;

  private Signatures(String table) {
    this.byInterface = load(table);
  }

  /** Returns the functions of an interface and their types; empty if the generation does not have the interface. */
  public Optional<Map<String, String>> of(String interfaceName) {
    return Optional.ofNullable(byInterface.get(interfaceName));
  }

  private static Map<String, Map<String, String>> load(String table) {
    try (InputStream in = Signatures.class.getResourceAsStream(table);
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
