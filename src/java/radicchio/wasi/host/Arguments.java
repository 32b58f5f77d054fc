package radicchio.wasi.host;

import java.util.Optional;
import radicchio.abi.value.GuestString;
import radicchio.abi.value.StagedCase;
import radicchio.engine.Deadline;

/** The staged arguments of one call, read by type. The types of the function were compared when it was linked. */
public final class Arguments {
  private final Object[] staged;

  Arguments(Object[] staged) {
    this.staged = staged;
  }

  /** Returns the object of a handle. */
  public <T> T object(int index, Class<T> type) {
    return type.cast(staged[index]);
  }

  /** Returns the object on which a method is called. */
  public <T> T self(Class<T> type) {
    return object(0, type);
  }

  /** Returns an integer; for a {@code u64} its bits. */
  public long number(int index) {
    return (Long) staged[index];
  }

  public boolean bool(int index) {
    return number(index) != 0;
  }

  public String text(int index) {
    return text(staged[index]);
  }

  /** Returns the text of a staged {@code string}. */
  public static String text(Object staged) {
    return staged instanceof GuestString guests ? guests.decode(Deadline.NONE) : (String) staged;
  }

  /** Returns a {@code list<u8>}, or another list of scalars in its form in memory. */
  public byte[] bytes(int index) {
    return (byte[]) staged[index];
  }

  /** Returns a list whose elements are not scalars, a record or a tuple. */
  public Object[] parts(int index) {
    return (Object[]) staged[index];
  }

  public StagedCase variant(int index) {
    return (StagedCase) staged[index];
  }

  /** Returns the payload of an option. */
  public Optional<Object> option(int index) {
    return Optional.ofNullable(variant(index).payload());
  }
}
