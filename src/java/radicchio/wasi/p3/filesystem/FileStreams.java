package radicchio.wasi.p3.filesystem;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.DirectoryEntries;
import radicchio.wasi.host.filesystem.FailedFile;
import radicchio.wasi.host.filesystem.FileSink;
import radicchio.wasi.host.filesystem.FileSource;
import radicchio.wasi.host.filesystem.GuestDescriptor;
import radicchio.wasi.host.filesystem.Metadata;
import radicchio.wasi.host.filesystem.OpenLimit;
import radicchio.wasi.p3.streams.GivenBytes;
import radicchio.wasi.p3.streams.Pump;
import radicchio.wasi.streams.ByteSource;

/**
 * The methods of {@code descriptor} that have streams. Failures are the values of their futures: the function {@code failing}
 * stages the err of one, and records refusals.
 */
final class FileStreams {
  private final OpenLimit limit;
  private final Metadata metadata;

  FileStreams(OpenLimit limit, Metadata metadata) {
    this.limit = limit;
    this.metadata = metadata;
  }

  private static GuestDescriptor self(Arguments a) {
    return a.self(GuestDescriptor.class);
  }

  // --- Bytes -----------------------------------------------------------------------------------

  static Object[] read(Arguments a, Function<FileError, StagedCase> failing) {
    try {
      GivenBytes bytes = new GivenBytes(source(a));
      return Staged.record(bytes, staged(bytes.outcome(), failing));
    } catch (FileFailure e) {
      return Staged.record(
          new GivenBytes(ByteSource.EMPTY),
          CompletableFuture.completedStage(failing.apply(e.error())));
    }
  }

  private static ByteSource source(Arguments a) throws FileFailure {
    if (a.number(1) < 0) {
      throw new FileFailure(FileError.INVALID, "the offset is beyond the largest file");
    }
    return new FileSource(self(a).readable().shared().retain(), a.number(1));
  }

  static CompletionStage<StagedCase> write(Arguments a, Function<FileError, StagedCase> failing) {
    return written(
        a, failing, () -> FileSink.at(self(a).writable().shared().retain(), a.number(2)));
  }

  static CompletionStage<StagedCase> append(Arguments a, Function<FileError, StagedCase> failing) {
    return written(a, failing, () -> FileSink.appending(self(a).writable().shared().retain()));
  }

  private interface Opening {
    FileSink sink() throws FileFailure;
  }

  private static CompletionStage<StagedCase> written(
      Arguments a, Function<FileError, StagedCase> failing, Opening opening) {
    StreamReader data = a.object(1, StreamReader.class);
    try {
      FileSink sink = opening.sink();
      return staged(Pump.start(data, sink, whole -> sink.close()), failing);
    } catch (FileFailure e) {
      data.close();
      return CompletableFuture.completedStage(failing.apply(e.error()));
    }
  }

  private static CompletionStage<StagedCase> staged(
      CompletionStage<Optional<IOException>> outcome, Function<FileError, StagedCase> failing) {
    return outcome.thenApply(
        early -> early.map(e -> failing.apply(error(e))).orElseGet(Staged::ok));
  }

  private static FileError error(IOException e) {
    return e instanceof FailedFile failed ? failed.failure().error() : FileError.of(e);
  }

  // --- Directory entries -----------------------------------------------------------------------

  Object[] readDirectory(Arguments a, Function<FileError, StagedCase> failing)
      throws InterruptedException {
    CompletableFuture<StagedCase> outcome = new CompletableFuture<>();
    Optional<DirectoryEntries> entries = Optional.empty();
    try {
      entries = Optional.of(DirectoryEntries.of(self(a).directory(), limit));
    } catch (FileFailure e) {
      outcome.complete(failing.apply(e.error()));
    }
    return Staged.record(new GivenEntries(entries, metadata, outcome, failing), outcome);
  }
}
