package radicchio.component;

/** How strings lie in a memory ({@code string-encoding}). */
public enum StringEncoding {
  UTF8("utf8"),
  UTF16("utf16"),
  LATIN1_UTF16("latin1+utf16");

  private final String text;

  StringEncoding(String text) {
    this.text = text;
  }

  /** As the text format writes it. */
  public String text() {
    return text;
  }
}
