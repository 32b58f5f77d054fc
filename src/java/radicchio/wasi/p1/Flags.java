package radicchio.wasi.p1;

import java.util.EnumSet;
import java.util.Set;
import radicchio.wasi.files.OpenFlag;

/** Sets of bits in arguments. Unknown bits are refused. */
final class Flags {
  private static final int FOLLOW = 1;
  private static final int SYNCHRONOUS = 2 | 8 | 16;
  private static final int ALL_OF_DESCRIPTOR = 31;
  private static final OpenFlag[] OPEN = {
    OpenFlag.CREATE, OpenFlag.DIRECTORY, OpenFlag.EXCLUSIVE, OpenFlag.TRUNCATE
  };

  private Flags() {}

  private static int known(long flags, int all) throws ErrnoFailure {
    if (((int) flags & ~all) != 0) {
      throw new ErrnoFailure(Errno.INVAL);
    }
    return (int) flags;
  }

  /** {@code fdflags}; synchronous writing is not supported. */
  static int ofDescriptor(long flags) throws ErrnoFailure {
    if ((known(flags, ALL_OF_DESCRIPTOR) & SYNCHRONOUS) != 0) {
      throw new ErrnoFailure(Errno.NOTSUP);
    }
    return (int) flags;
  }

  /** {@code lookupflags}: whether a link in the last part is followed. */
  static boolean follows(long flags) throws ErrnoFailure {
    return known(flags, FOLLOW) == FOLLOW;
  }

  /** {@code oflags}. */
  static Set<OpenFlag> ofOpening(long flags) throws ErrnoFailure {
    int bits = known(flags, (1 << OPEN.length) - 1);
    Set<OpenFlag> all = EnumSet.noneOf(OpenFlag.class);
    for (int i = 0; i < OPEN.length; i++) {
      if ((bits & 1 << i) != 0) {
        all.add(OPEN[i]);
      }
    }
    return all;
  }
}
