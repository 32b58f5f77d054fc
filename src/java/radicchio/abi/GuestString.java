package radicchio.abi;

/**
 * A string as it lay in a guest's memory: well-formed bytes, with the encoding and length that
 * {@code load_string} keeps as a hint for {@code store_string}.
 *
 * @param bytes not to be changed
 */
public record GuestString(byte[] bytes, Form form) {

  /** What the bytes are: {@code latin1+utf16} comes as one or the other. */
  public enum Form {
    UTF8,
    UTF16,
    /** Of a component whose encoding is {@code latin1+utf16}, as {@link #TAGGED_UTF16} is. */
    LATIN1,
    TAGGED_UTF16
  }

  /** The string. */
  public String decode() {
    return Strings.decode(bytes, form);
  }
}
