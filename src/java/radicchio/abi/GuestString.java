package radicchio.abi;

import radicchio.engine.Deadline;

/**
 * A string as it lay in a guest's memory: well-formed bytes, with the encoding and length that
 * {@code load_string} keeps as a hint for {@code store_string}.
 *
 * @param bytes not to be changed
 * @param units how many UTF-16 code units it has
 */
public record GuestString(byte[] bytes, Form form, int units) {

  /** What the bytes are: {@code latin1+utf16} comes as one or the other. */
  public enum Form {
    UTF8,
    UTF16,
    /** Of a component whose encoding is {@code latin1+utf16}, as {@link #TAGGED_UTF16} is. */
    LATIN1,
    TAGGED_UTF16
  }

  /** The string; if it is long, the deadline is asked meanwhile. */
  public String decode(Deadline deadline) {
    return Strings.decode(this, deadline);
  }
}
