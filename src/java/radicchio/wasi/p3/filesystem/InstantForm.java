package radicchio.wasi.p3.filesystem;

import java.time.DateTimeException;
import java.time.Instant;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.MetadataForm;
import radicchio.wasi.p3.clocks.SystemClockInterface;

/** {@code descriptor-type} as a variant, and {@code instant}, whose seconds are signed. */
record InstantForm() implements MetadataForm {

  @Override
  public Object type(FileType type) {
    return switch (type) {
      case DIRECTORY -> new StagedCase(2, null);
      case LINK -> new StagedCase(4, null);
      case REGULAR -> new StagedCase(5, null);
      case OTHER -> new StagedCase(7, Staged.none());
    };
  }

  @Override
  public Object[] time(Instant instant) {
    return SystemClockInterface.instant(instant);
  }

  @Override
  public Instant instant(long seconds, long nanos) throws FileFailure {
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new FileFailure(
          FileError.INVALID, "expected a time within 1,000,000,000 years of 1970");
    }
  }
}
