package radicchio.runtime;

/** Something that is lent, or may be used, until a call ends. */
interface Scoped {
  void callEnded();
}
