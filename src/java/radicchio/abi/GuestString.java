package radicchio.abi;

import radicchio.engine.Deadline;

/**
 * A string in the form that it had in a guest's memory: well-formed bytes, with the encoding and length that {@code
 * load_string} keeps as a hint for {@code store_string}.
 *
 * @param bytes must not be changed
 * @param units the number of UTF-16 code units
 */
public record GuestString(byte[] bytes, Form form, int units) {

  /** The encoding of the bytes; {@code latin1+utf16} is one or the other. */
  public enum Form {
    UTF8,
    UTF16,
    /** For a component with the encoding {@code latin1+utf16}, like {@link #TAGGED_UTF16}. */
    LATIN1,
    TAGGED_UTF16
  }

  /** Returns the string. For a long string, the deadline is checked meanwhile. */
  public String decode(Deadline deadline) {
    return Strings.decode(this, deadline);
  }
}
