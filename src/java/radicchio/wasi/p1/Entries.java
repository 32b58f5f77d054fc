package radicchio.wasi.p1;

import java.util.Optional;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Listing;

/**
 * The entries of a directory from any position, for {@code fd_readdir}. Mostly a guest continues where the last call
 * ended, whose last entry may not have fit. For another position the directory is listed again.
 */
final class Entries {
  private final Directory directory;
  private Optional<Listing> listing = Optional.empty();

  /** The number of the entry that {@link #next} returns. */
  private long position;

  private Optional<Listing.Entry> kept = Optional.empty();

  Entries(Directory directory) {
    this.directory = directory;
  }

  /** Goes to the entry with a number, counted from 0; beyond the last entry, to the end. */
  void seek(long cookie) throws FileFailure, InterruptedException {
    if (listing.isPresent() && cookie == position && cookie != 0) {
      return;
    }
    close();
    listing = Optional.of(directory.list());
    position = 0;
    while (position != cookie && next().isPresent()) {
      requireRunning();
    }
  }

  private static void requireRunning() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  Optional<Listing.Entry> next() throws FileFailure, InterruptedException {
    Optional<Listing.Entry> entry = kept.isPresent() ? kept : listing.orElseThrow().next();
    kept = Optional.empty();
    if (entry.isPresent()) {
      position++;
    }
    return entry;
  }

  /** Makes the next call return the last entry again. */
  void back(Listing.Entry entry) {
    kept = Optional.of(entry);
    position--;
  }

  void close() throws FileFailure {
    Optional<Listing> closing = listing;
    listing = Optional.empty();
    kept = Optional.empty();
    if (closing.isPresent()) {
      closing.get().close();
    }
  }
}
