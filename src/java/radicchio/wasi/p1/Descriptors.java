package radicchio.wasi.p1;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import radicchio.wasi.files.FileFailure;

/** The descriptors of a guest by number. A new one gets the lowest free number. */
final class Descriptors {
  private final Map<Integer, Descriptor> open = new HashMap<>();
  private final BitSet numbers = new BitSet();
  private final int most;

  /** @param opened the most open descriptors, without the granted ones */
  Descriptors(int given, int opened) {
    this.most = (int) Math.min((long) given + opened, Integer.MAX_VALUE);
  }

  /** Checks that another descriptor is allowed, before a file is opened. */
  void requireRoom() throws ErrnoFailure {
    if (open.size() >= most) {
      throw new ErrnoFailure(Errno.MFILE);
    }
  }

  int add(Descriptor descriptor) {
    int number = numbers.nextClearBit(0);
    numbers.set(number);
    open.put(number, descriptor);
    return number;
  }

  Descriptor get(long number) throws ErrnoFailure {
    Descriptor found = open.get((int) number);
    if (found == null) {
      throw new ErrnoFailure(Errno.BADF);
    }
    return found;
  }

  Descriptor.File file(long number) throws ErrnoFailure {
    if (get(number) instanceof Descriptor.File file) {
      return file;
    }
    throw new ErrnoFailure(Errno.BADF);
  }

  /** Returns a file with the right to read. */
  Descriptor.File readable(long number) throws ErrnoFailure {
    return requireRight(file(number), Rights.READ);
  }

  /** Returns a file with the right to write. */
  Descriptor.File writable(long number) throws ErrnoFailure {
    return requireRight(file(number), Rights.WRITE);
  }

  private static Descriptor.File requireRight(Descriptor.File file, long right)
      throws ErrnoFailure {
    if (!Rights.has(file.rights, right)) {
      throw new ErrnoFailure(Errno.BADF);
    }
    return file;
  }

  /** Returns a directory for relative paths. */
  Descriptor.Folder folder(long number) throws ErrnoFailure {
    if (get(number) instanceof Descriptor.Folder folder) {
      return folder;
    }
    throw new ErrnoFailure(Errno.NOTDIR);
  }

  void close(long number) throws ErrnoFailure, FileFailure {
    Descriptor closing = get(number);
    open.remove((int) number);
    numbers.clear((int) number);
    closing.close();
  }

  /** Gives a descriptor the number of another one, which is closed. */
  void renumber(long from, long to) throws ErrnoFailure, FileFailure {
    Descriptor moving = get(from);
    get(to);
    if (from != to) {
      close(to);
      open.remove((int) from);
      numbers.clear((int) from);
      open.put((int) to, moving);
      numbers.set((int) to);
    }
  }

  /** Closes all descriptors, and then throws the first failure. */
  void closeAll() throws FileFailure {
    FileFailure failed = null;
    for (Descriptor each : open.values()) {
      try {
        each.close();
      } catch (FileFailure e) {
        failed = e;
      }
    }
    open.clear();
    numbers.clear();
    if (failed != null) {
      throw failed;
    }
  }
}
