package radicchio.wasi.p3.filesystem;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.StreamSource;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Listing;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.DirectoryEntries;
import radicchio.wasi.host.filesystem.Metadata;

/** The entries of a directory, as a guest reads them. */
final class GivenEntries implements StreamSource.OfElements {
  private final Optional<DirectoryEntries> entries;
  private final Metadata metadata;
  private final CompletableFuture<StagedCase> outcome;
  private final Function<FileError, StagedCase> failing;

  /**
   * @param entries closed when the guest stops reading; if empty, the stream is empty
   * @param outcome completed when the stream ends
   * @param failing stages the err of a failure
   */
  GivenEntries(
      Optional<DirectoryEntries> entries,
      Metadata metadata,
      CompletableFuture<StagedCase> outcome,
      Function<FileError, StagedCase> failing) {
    this.entries = entries;
    this.metadata = metadata;
    this.outcome = outcome;
    this.failing = failing;
  }

  @Override
  public int read(Object[] target, int offset, int length) {
    int count = 0;
    try {
      while (count < length) {
        Optional<Listing.Entry> entry =
            entries.isPresent() ? entries.get().next() : Optional.empty();
        if (entry.isEmpty()) {
          outcome.complete(Staged.ok());
          break;
        }
        target[offset + count++] = metadata.entry(entry.get());
      }
    } catch (FileFailure e) {
      outcome.complete(failing.apply(e.error()));
    } catch (InterruptedException e) {
      throw HostInterface.interrupted();
    }
    return count > 0 ? count : END;
  }

  @Override
  public CompletionStage<Void> whenReadable() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    try {
      if (entries.isPresent()) {
        entries.get().close();
      }
      outcome.complete(Staged.ok());
    } catch (FileFailure e) {
      outcome.complete(failing.apply(e.error()));
    }
  }
}
