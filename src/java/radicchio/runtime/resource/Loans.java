package radicchio.runtime.resource;

/**
 * What is lent for a call, and taken back when it ends.
 *
 * @param next what was lent before, null for the first
 */
public record Loans(Loan loan, Loans next) {

  /** Something that is lent until a call ends. */
  @FunctionalInterface
  public interface Loan {
    /** The call has ended. */
    void ended();
  }

  /** A call for which something is lent ({@code borrow_scope}). */
  public interface Scope {
    /** Tells it when the call ends. */
    void lend(Loan loan);
  }

  /** The call of these, null for none, has ended. */
  public static void end(Loans loans) {
    for (Loans each = loans; each != null; each = each.next) {
      each.loan.ended();
    }
  }
}
