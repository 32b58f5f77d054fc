package radicchio.engine.chicory;

import radicchio.engine.ExternType.FuncType;
import radicchio.engine.HostFunc;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A function of the host, as guests call it. */
final class HostFunction extends StoreFunc {
  private final HostFunc body;
  private final int results;

  HostFunction(GuestStore store, FuncType type, HostFunc body) {
    super(store, Signature.of(type));
    this.body = body;
    this.results = type.results().size();
  }

  @Override
  public long[] call(long... args) {
    return checked(body.call(args));
  }

  @Override
  long[] callFrom(GuestInstance caller, long[] args) {
    if (signature.funcrefParams().length > 0) {
      caller.toStore(args, signature.funcrefParams());
    }
    GuestStore s = store;
    int depth = s.depth();
    long[] out;
    try {
      out = checked(body.call(args));
    } catch (Throwable t) {
      s.threw(t);
      throw t;
    } finally {
      s.restore(depth);
    }
    s.requireRunning();
    if (signature.funcrefResults().length > 0) {
      out = out.clone();
      caller.fromStore(out, signature.funcrefResults());
    }
    return out;
  }

  private long[] checked(long[] out) {
    int count = out == null ? 0 : out.length;
    if (count != results) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          "a host function of type " + signature.text() + " returned " + count + " values, expected "
              + results);
    }
    return out == null ? NONE : out;
  }

  @Override
  public String toString() {
    return "host function " + signature.text();
  }
}
