package radicchio.component;

/** The encoding of strings in a memory ({@code string-encoding}). */
public enum StringEncoding {
  UTF8("utf8"),
  UTF16("utf16"),
  LATIN1_UTF16("latin1+utf16");

  private final String text;

  StringEncoding(String text) {
    this.text = text;
  }

  /** Returns the text format's name. */
  public String text() {
    return text;
  }
}
