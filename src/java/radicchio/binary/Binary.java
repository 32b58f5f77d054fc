package radicchio.binary;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import radicchio.component.Bytes;
import radicchio.component.Component;
import radicchio.component.CoreModuleType;
import radicchio.component.CustomSection;
import radicchio.component.DeepStack;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The entrance of the decoder. It copies nothing and does not read core modules, so that its time does not depend on
 * their size. Any thread may call all methods.
 */
public final class Binary {
  private static final int PREAMBLE = 8;
  private static final int COMPONENT_VERSION = 0x0d;
  private static final int CORE_VERSION = 0x01;
  private static final int TEXT_LOOKED_AT = 4096;
  private static final Pattern WAT = Pattern.compile("\\((component|module)\\b");
  private static final Pattern WIT = Pattern.compile("(package|interface|world)\\s|@\\w+\\(");

  private Binary() {}

  /** The form of some bytes, from their first eight. */
  public enum Form {
    COMPONENT,
    CORE_MODULE,
    NEITHER
  }

  /** Returns the form of the bytes, from their preamble. The other bytes may be malformed. */
  public static Form sniff(byte[] wasm) {
    if (!hasMagic(wasm) || wasm.length < PREAMBLE) {
      return Form.NEITHER;
    }
    int version = u16(wasm, 4);
    return switch (u16(wasm, 6)) {
      case 0 -> version == CORE_VERSION ? Form.CORE_MODULE : Form.NEITHER;
      case 1 -> version == COMPONENT_VERSION ? Form.COMPONENT : Form.NEITHER;
      default -> Form.NEITHER;
    };
  }

  /**
   * Returns a description of the bytes, for the end of a sentence: {@code "a core module"}, {@code "WebAssembly text, to
   * be assembled with `wasm-tools parse`"}.
   */
  public static String describe(byte[] wasm) {
    if (wasm.length == 0) {
      return "empty";
    }
    if (hasMagic(wasm)) {
      return describeVersion(wasm);
    }
    String text =
        new String(wasm, 0, Math.min(wasm.length, TEXT_LOOKED_AT), StandardCharsets.ISO_8859_1);
    if (begins(text, WAT, ";;", "(;", ";)")) {
      return "WebAssembly text, to be assembled with `wasm-tools parse`";
    }
    if (begins(text, WIT, "//", "/*", "*/")) {
      return "WIT, which describes components and contains no code";
    }
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < Math.min(4, wasm.length); i++) {
      first.append(String.format(Locale.ROOT, " %02x", wasm[i]));
    }
    return "not WebAssembly: it begins with" + first + ", not 00 61 73 6d";
  }

  private static String describeVersion(byte[] wasm) {
    return switch (sniff(wasm)) {
      case COMPONENT -> "a component";
      case CORE_MODULE -> "a core module";
      case NEITHER ->
          wasm.length < PREAMBLE
              ? "WebAssembly, truncated after " + wasm.length + " bytes"
              : String.format(
                  Locale.ROOT,
                  "WebAssembly of an unknown version: version 0x%02x, layer 0x%02x",
                  u16(wasm, 4),
                  u16(wasm, 6));
    };
  }

  /** Tests whether a text begins with the pattern, after comments and blanks. */
  private static boolean begins(String text, Pattern so, String line, String open, String close) {
    String rest = text.strip();
    while (rest.startsWith(line) || rest.startsWith(open)) {
      String last = rest.startsWith(line) ? "\n" : close;
      int end = rest.indexOf(last);
      rest = end < 0 ? "" : rest.substring(end + last.length()).strip();
    }
    return so.matcher(rest).lookingAt();
  }

  /**
   * Decodes a component, without validating it.
   *
   * @param wasm the binary format; the result refers to it, so it must not be changed
   * @throws RadicchioException {@code MALFORMED}, with {@code :offset} in the bytes; if the bytes are something else, the
   *     message describes them, and {@code :found} is {@code :core-module} or {@code :neither}
   */
  public static Component decode(byte[] wasm) {
    Form form = sniff(wasm);
    if (form != Form.COMPONENT) {
      throw notComponent(wasm, form);
    }
    Bytes whole = Bytes.of(wasm);
    try {
      return DeepStack.forNested(s -> ComponentDecoder.component(whole, Reader.of(whole, s)));
    } catch (Malformed e) {
      throw malformed(e);
    }
  }

  /**
   * Returns the imports and exports of a core module, from its own sections; code and data are skipped.
   *
   * @throws RadicchioException {@code MALFORMED}, with {@code :offset} in {@code module.source()}
   */
  public static CoreModuleType coreModuleType(Bytes module) {
    try {
      return DeepStack.forNested(s -> CoreModuleDecoder.module(Reader.of(module, s)));
    } catch (Malformed e) {
      throw malformed(e.in("core module"));
    }
  }

  /**
   * Returns the custom sections of a core module whose names begin with {@code prefix}, in order.
   *
   * @throws RadicchioException {@code MALFORMED}, with {@code :offset} in {@code module.source()}
   */
  public static List<CustomSection> coreCustomSections(Bytes module, String prefix) {
    try {
      return DeepStack.forNested(
          s -> CoreModuleDecoder.customSections(Reader.of(module, s), prefix));
    } catch (Malformed e) {
      throw malformed(e.in("core module"));
    }
  }

  private static RadicchioException notComponent(byte[] wasm, Form form) {
    String message = "expected a component, got ";
    RadicchioException e =
        form == Form.CORE_MODULE
            ? RadicchioException.of(
                ErrorKind.MALFORMED,
                message + "a core module: make a component of it with `wasm-tools component new`")
            : RadicchioException.of(ErrorKind.MALFORMED, message + found(wasm));
    return e.with("offset", 0L)
        .withKeyword("found", form == Form.CORE_MODULE ? "core-module" : "neither");
  }

  /**
   * Returns the error for bytes that are neither a component nor a core module.
   *
   * @param expected {@code "a core module"}
   * @return {@code MALFORMED}, with {@code :offset} and {@code :found}; its message describes the bytes
   */
  public static RadicchioException neither(byte[] wasm, String expected) {
    return RadicchioException.of(
            ErrorKind.MALFORMED, "expected " + expected + ", got " + found(wasm))
        .with("offset", 0L)
        .withKeyword("found", "neither");
  }

  private static String found(byte[] wasm) {
    String description = describe(wasm);
    return switch (description.split(" ", 2)[0]) {
      case "empty" -> "no bytes";
      case "not" -> "bytes that are " + description;
      default -> description;
    };
  }

  private static RadicchioException malformed(Malformed e) {
    String place = ", at 0x" + Integer.toHexString(e.offset());
    return RadicchioException.of(ErrorKind.MALFORMED, e.getMessage() + place)
        .with("offset", (long) e.offset());
  }

  private static boolean hasMagic(byte[] wasm) {
    return wasm.length >= 4 && wasm[0] == 0 && wasm[1] == 'a' && wasm[2] == 's' && wasm[3] == 'm';
  }

  private static int u16(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }
}
