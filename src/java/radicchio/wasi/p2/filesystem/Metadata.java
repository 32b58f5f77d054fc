package radicchio.wasi.p2.filesystem;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import radicchio.abi.StagedCase;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileIdentity;
import radicchio.wasi.files.FileStat;
import radicchio.wasi.files.FileType;
import radicchio.wasi.files.Times;
import radicchio.wasi.p2.Staged;
import radicchio.wasi.p2.clocks.WallClockInterface;

/** {@code descriptor-stat}, {@code new-timestamp} and {@code metadata-hash-value} as staged values. */
final class Metadata {
  private static final long NANOS = 1_000_000_000L;
  private static final int NO_CHANGE = 0;
  private static final int NOW = 1;

  private Metadata() {}

  /** {@code descriptor-type}, by its place in WIT. */
  static long type(FileType type) {
    return switch (type) {
      case OTHER -> 0;
      case DIRECTORY -> 3;
      case LINK -> 5;
      case REGULAR -> 6;
    };
  }

  static Object[] stat(FileStat stat) {
    return Staged.record(
        type(stat.type()),
        stat.links(),
        stat.size(),
        time(stat.accessed()),
        time(stat.modified()),
        time(stat.changed()));
  }

  private static StagedCase time(FileTime time) {
    return Staged.some(WallClockInterface.datetime(time.toInstant()));
  }

  static Object[] hash(FileIdentity identity) {
    return Staged.record(identity.hash(0), identity.hash(1));
  }

  static Times times(StagedCase accessed, StagedCase modified) throws FileFailure {
    Instant now = Instant.now();
    return new Times(time(accessed, now), time(modified, now));
  }

  private static Optional<FileTime> time(StagedCase wanted, Instant now) throws FileFailure {
    return switch (wanted.index()) {
      case NO_CHANGE -> Optional.empty();
      case NOW -> Optional.of(FileTime.from(now));
      default -> Optional.of(FileTime.from(instant((Object[]) wanted.payload())));
    };
  }

  private static Instant instant(Object[] datetime) throws FileFailure {
    long seconds = (Long) datetime[0];
    long nanos = (Long) datetime[1];
    if (nanos >= NANOS) {
      throw new FileFailure(FileError.INVALID, "a second has less than 10^9 nanoseconds");
    }
    if (Long.compareUnsigned(seconds, Instant.MAX.getEpochSecond()) > 0) {
      throw new FileFailure(FileError.INVALID, "a time beyond the year 1,000,000,000");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
