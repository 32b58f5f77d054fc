package radicchio.error;

/** Throws exceptions as they are, from methods that do not declare them. */
public final class Unchanged {
  private Unchanged() {}

  /**
   * Throws an exception, whatever its class.
   *
   * @param <T> the class that the compiler takes it for
   * @return never returns; the type allows a caller to write {@code throw}
   */
  @SuppressWarnings("unchecked") // nothing checks the cast at run time
  public static <T extends Throwable> RuntimeException thrown(Throwable exception) throws T {
    throw (T) exception;
  }
}
