package radicchio.values.clojure;

import clojure.lang.RT;
import clojure.lang.RestFn;
import radicchio.runtime.ExportedFunction;

/** A function that a component exports, as a function of Clojure. */
public final class ExportFn extends RestFn {
  private static final long serialVersionUID = 1L;

  private final transient ExportedFunction export;

  private ExportFn(ExportedFunction export) {
    this.export = export;
  }

  /** Makes a function that calls an exported one. */
  public static ExportFn of(ExportedFunction export) {
    return new ExportFn(export);
  }

  /** Returns the exported function that it calls. */
  public ExportedFunction export() {
    return export;
  }

  @Override
  public int getRequiredArity() {
    return 0;
  }

  @Override
  protected Object doInvoke(Object arguments) {
    return export.call(RT.seqToArray(RT.seq(arguments)));
  }

  @Override
  public Object invoke() {
    return export.invoke();
  }

  @Override
  public Object invoke(Object a) {
    return export.invoke(a);
  }

  @Override
  public Object invoke(Object a, Object b) {
    return export.invoke(a, b);
  }

  @Override
  public Object invoke(Object a, Object b, Object c) {
    return export.invoke(a, b, c);
  }

  @Override
  public Object invoke(Object a, Object b, Object c, Object d) {
    return export.invoke(a, b, c, d);
  }

  @Override
  public Object invoke(Object a, Object b, Object c, Object d, Object e) {
    return export.invoke(a, b, c, d, e);
  }
}
