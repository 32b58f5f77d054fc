package radicchio.abi;

import java.nio.charset.StandardCharsets;

/** Strings in memory: {@code load_string_from_range}, {@code store_string_into_range}. */
final class Strings {
  private Strings() {}

  static String decode(byte[] bytes, GuestString.Form form) {
    return new String(
        bytes,
        switch (form) {
          case UTF8 -> StandardCharsets.UTF_8;
          case UTF16, TAGGED_UTF16 -> StandardCharsets.UTF_16LE;
          case LATIN1 -> StandardCharsets.ISO_8859_1;
        });
  }
}
