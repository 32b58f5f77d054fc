package radicchio.wasi.streams;

/** An object of the user threw something that is not ours to judge: its cause, which leaves as itself. */
public final class HostThrew extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HostThrew(Throwable cause) {
    super(null, cause, false, false);
  }
}
