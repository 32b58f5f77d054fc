package radicchio.wasi.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  /** The lines of each interface. */
  private final Map<String, List<String>> lines;

  private final Map<String, Map<String, String>> byInterface = new ConcurrentHashMap<>();

  private Signatures(String table) {
    this.lines = load(table);
  }

  /** Returns the functions of an interface and their types; empty if the generation does not have the interface. */
  public Optional<Map<String, String>> of(String interfaceName) {
    return Optional.ofNullable(lines.get(interfaceName))
        .map(own -> byInterface.computeIfAbsent(interfaceName, name -> functions(own)));
  }

  private static Map<String, List<String>> load(String table) {
    try (InputStream in = Signatures.class.getResourceAsStream(table);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, List<String>> all = new HashMap<>();
      List<String> own = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(" ")) {
          own.add(line.strip());
        } else {
          own = new ArrayList<>();
          all.put(line, own);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> functions(List<String> lines) {
    Map<String, String> functions = new LinkedHashMap<>();
    Map<String, String> named = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith("$")) {
        String[] parts = line.split(" = ", 2);
        named.put(parts[0].substring(1), expanded(parts[1], named));
      } else {
        String[] parts = line.split(": ", 2);
        functions.put(parts[0], expanded(parts[1], named));
      }
    }
    return functions;
  }

  private static String expanded(String type, Map<String, String> named) {
    return NAMED
        .matcher(type)
        .replaceAll(found -> Matcher.quoteReplacement(named.get(found.group(1))));
  }
}
