package radicchio.wasi.host.filesystem;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileIdentity;
import radicchio.wasi.files.FileStat;
import radicchio.wasi.files.FileType;
import radicchio.wasi.files.Listing;
import radicchio.wasi.files.Times;
import radicchio.wasi.host.Staged;

/** {@code descriptor-stat}, {@code new-timestamp} and {@code metadata-hash-value} as staged values. */
public final class Metadata {
  private static final long NANOS = 1_000_000_000L;
  private static final int NO_CHANGE = 0;
  private static final int NOW = 1;

  private final MetadataForm form;

  public Metadata(MetadataForm form) {
    this.form = form;
  }

  /** {@code descriptor-type}. */
  public Object type(FileType type) {
    return form.type(type);
  }

  /** {@code directory-entry}. */
  public Object[] entry(Listing.Entry entry) {
    return Staged.record(form.type(entry.type()), entry.name());
  }

  Object[] stat(FileStat stat) {
    return Staged.record(
        form.type(stat.type()),
        stat.links(),
        stat.size(),
        time(stat.accessed()),
        time(stat.modified()),
        time(stat.changed()));
  }

  private StagedCase time(FileTime time) {
    return Staged.some(form.time(time.toInstant()));
  }

  static Object[] hash(FileIdentity identity) {
    return Staged.record(identity.hash(0), identity.hash(1));
  }

  Times times(StagedCase accessed, StagedCase modified) throws FileFailure {
    Instant now = Instant.now();
    return new Times(time(accessed, now), time(modified, now));
  }

  private Optional<FileTime> time(StagedCase wanted, Instant now) throws FileFailure {
    return switch (wanted.index()) {
      case NO_CHANGE -> Optional.empty();
      case NOW -> Optional.of(FileTime.from(now));
      default -> Optional.of(FileTime.from(instant((Object[]) wanted.payload())));
    };
  }

  private Instant instant(Object[] time) throws FileFailure {
    long nanos = (Long) time[1];
    if (nanos >= NANOS) {
      throw new FileFailure(FileError.INVALID, "expected fewer than 10^9 nanoseconds");
    }
    return form.instant((Long) time[0], nanos);
  }
}
