package radicchio.wasi.p1;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import radicchio.wasi.files.FileFailure;

/** The descriptors of a guest by their numbers, of which a new one gets the lowest that is free. */
final class Descriptors {
  private final Map<Integer, Descriptor> open = new HashMap<>();
  private final BitSet numbers = new BitSet();
  private final int most;

  /** @param opened how many the guest may have at a time, beside those that it was given */
  Descriptors(int given, int opened) {
    this.most = (int) Math.min((long) given + opened, Integer.MAX_VALUE);
  }

  /** Before something is opened: whether there is room for it. */
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

  /** A file that may be read. */
  Descriptor.File readable(long number) throws ErrnoFailure {
    return requireRight(file(number), Rights.READ);
  }

  /** A file that may be written. */
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

  /** A directory, to which paths are relative. */
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

  /** Gives a descriptor another's number, and closes that one. */
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

  /** Closes all; the first failure is thrown when all are. */
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
