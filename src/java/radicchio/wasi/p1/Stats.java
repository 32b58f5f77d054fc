package radicchio.wasi.p1;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import radicchio.wasi.files.FileStat;
import radicchio.wasi.files.FileType;
import radicchio.wasi.files.Times;

/** Attributes and times of files ({@code filestat}, {@code fstflags}) in a guest's memory and arguments. */
final class Stats {
  static final int SIZE = 64;
  private static final int ACCESSED = 1;
  private static final int ACCESSED_NOW = 2;
  private static final int MODIFIED = 4;
  private static final int MODIFIED_NOW = 8;
  private static final long NANOS = 1_000_000_000L;

  private Stats() {}

  static int code(FileType type) {
    return switch (type) {
      case DIRECTORY -> 3;
      case REGULAR -> 4;
      case LINK -> 7;
      case OTHER -> 0;
    };
  }

  static void write(GuestMemory memory, int at, FileStat stat) {
    memory.writeLong(at, stat.device());
    memory.writeLong(at + 8, stat.inode());
    memory.writeLong(at + 16, code(stat.type()));
    memory.writeLong(at + 24, stat.links());
    memory.writeLong(at + 32, stat.size());
    memory.writeLong(at + 40, nanos(stat.accessed()));
    memory.writeLong(at + 48, nanos(stat.modified()));
    memory.writeLong(at + 56, nanos(stat.changed()));
  }

  static void writeStream(GuestMemory memory, int at, int type) {
    memory.write(at, new byte[SIZE], 0, SIZE);
    memory.writeByte(at + 16, type);
  }

  private static long nanos(FileTime time) {
    return Math.max(0, time.to(TimeUnit.NANOSECONDS));
  }

  static Times times(long accessed, long modified, long flags) throws ErrnoFailure {
    boolean twice =
        (flags & (ACCESSED | ACCESSED_NOW)) == (ACCESSED | ACCESSED_NOW)
            || (flags & (MODIFIED | MODIFIED_NOW)) == (MODIFIED | MODIFIED_NOW);
    if (twice || ((int) flags & ~(ACCESSED | ACCESSED_NOW | MODIFIED | MODIFIED_NOW)) != 0) {
      throw new ErrnoFailure(Errno.INVAL);
    }
    Instant now = Instant.now();
    return new Times(
        time(flags, ACCESSED, ACCESSED_NOW, accessed, now),
        time(flags, MODIFIED, MODIFIED_NOW, modified, now));
  }

  private static Optional<FileTime> time(
      long flags, int given, int current, long nanos, Instant now) {
    if (Rights.has(flags, current)) {
      return Optional.of(FileTime.from(now));
    }
    return Rights.has(flags, given) ? Optional.of(FileTime.from(instant(nanos))) : Optional.empty();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(nanos, NANOS), Long.remainderUnsigned(nanos, NANOS));
  }
}
