package radicchio.wasi.host.filesystem;

import java.util.Optional;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Listing;

/** The entries of a directory, without {@code .} and {@code ..}. Must be closed by the caller that opened it. */
public final class DirectoryEntries {
  private final Listing listing;
  private final OpenLimit limit;

  private DirectoryEntries(Listing listing, OpenLimit limit) {
    this.listing = listing;
    this.limit = limit;
  }

  /** @param limit counts it until it is closed */
  public static DirectoryEntries of(Directory directory, OpenLimit limit)
      throws FileFailure, InterruptedException {
    limit.take();
    try {
      return new DirectoryEntries(directory.list(), limit);
    } catch (FileFailure | InterruptedException | RuntimeException e) {
      limit.release();
      throw e;
    }
  }

  /** Returns the next entry; empty at the end. */
  public Optional<Listing.Entry> next() throws FileFailure, InterruptedException {
    Optional<Listing.Entry> entry = listing.next();
    while (entry.isPresent() && isDot(entry.get().name())) {
      entry = listing.next();
    }
    return entry;
  }

  private static boolean isDot(String name) {
    return name.equals(".") || name.equals("..");
  }

  public void close() throws FileFailure {
    limit.release();
    listing.close();
  }
}
