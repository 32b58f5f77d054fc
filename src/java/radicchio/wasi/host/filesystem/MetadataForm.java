package radicchio.wasi.host.filesystem;

import java.time.Instant;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;

/** The form that a generation of WASI gives to the type of a file and to its times. */
public interface MetadataForm {

  /** Stages a {@code descriptor-type}. */
  Object type(FileType type);

  /** Stages a time: its seconds and nanoseconds. */
  Object[] time(Instant instant);

  /**
   * Reads a time of a guest.
   *
   * @param nanos less than 10<sup>9</sup>
   * @throws FileFailure for a time that no file can have
   */
  Instant instant(long seconds, long nanos) throws FileFailure;
}
