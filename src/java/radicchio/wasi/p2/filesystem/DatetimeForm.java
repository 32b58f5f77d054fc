package radicchio.wasi.p2.filesystem;

import java.time.Instant;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;
import radicchio.wasi.host.filesystem.MetadataForm;
import radicchio.wasi.p2.clocks.WallClockInterface;

/** {@code descriptor-type} as an enum, and {@code datetime}, whose seconds are unsigned. */
record DatetimeForm() implements MetadataForm {

  @Override
  public Object type(FileType type) {
    return switch (type) {
      case OTHER -> 0L;
      case DIRECTORY -> 3L;
      case LINK -> 5L;
      case REGULAR -> 6L;
    };
  }

  @Override
  public Object[] time(Instant instant) {
    return WallClockInterface.datetime(instant);
  }

  @Override
  public Instant instant(long seconds, long nanos) throws FileFailure {
    if (Long.compareUnsigned(seconds, Instant.MAX.getEpochSecond()) > 0) {
      throw new FileFailure(FileError.INVALID, "expected a time before the year 1,000,000,000");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }
}
