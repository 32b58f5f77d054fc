package radicchio.wasi.p2.filesystem;

import java.util.Optional;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Listing;
import radicchio.wasi.p2.Staged;

/** {@code directory-entry-stream}: the entries of a directory, without {@code .} and {@code ..}. */
final class EntryStream {
  private final Listing listing;
  private final OpenLimit limit;

  /** @param limit of which it took a place */
  EntryStream(Listing listing, OpenLimit limit) {
    this.listing = listing;
    this.limit = limit;
  }

  /** The next {@code directory-entry}; none at the end. */
  Object next() throws FileFailure, InterruptedException {
    Optional<Listing.Entry> entry = listing.next();
    while (entry.isPresent() && isDot(entry.get().name())) {
      entry = listing.next();
    }
    return Staged.option(
        entry.map(found -> Staged.record(Metadata.type(found.type()), found.name())));
  }

  private static boolean isDot(String name) {
    return name.equals(".") || name.equals("..");
  }

  void close() throws FileFailure {
    limit.release();
    listing.close();
  }
}
