package radicchio.runtime.resource;

/**
 * Handles that are lent for a call, and returned when it ends.
 *
 * @param next the loan before it; null for the first
 */
public record Loans(Loan loan, Loans next) {

  /** A handle that is lent until a call ends. */
  @FunctionalInterface
  public interface Loan {
    /** Called when the call has ended. */
    void ended();
  }

  /** A call for which handles are lent ({@code borrow_scope}). */
  public interface Scope {
    /** Tells it when the call ends. */
    void lend(Loan loan);
  }

  /** Ends all loans of a call, whose last one is given; null for none. */
  public static void end(Loans loans) {
    for (Loans each = loans; each != null; each = each.next) {
      each.loan.ended();
    }
  }
}
