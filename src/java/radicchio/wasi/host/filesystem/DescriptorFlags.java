package radicchio.wasi.host.filesystem;

/** {@code descriptor-flags}, {@code path-flags} and {@code open-flags}: one bit for each flag, in the order of WIT. */
final class DescriptorFlags {
  static final long READ = 1;
  static final long WRITE = 1 << 1;
  static final long FILE_INTEGRITY_SYNC = 1 << 2;
  static final long DATA_INTEGRITY_SYNC = 1 << 3;
  static final long REQUESTED_WRITE_SYNC = 1 << 4;
  static final long MUTATE_DIRECTORY = 1 << 5;

  /** Writing through to the disk, which is not supported. */
  static final long SYNCHRONOUS = FILE_INTEGRITY_SYNC | DATA_INTEGRITY_SYNC | REQUESTED_WRITE_SYNC;

  /** A flag of {@code path-flags}. */
  static final long SYMLINK_FOLLOW = 1;

  /** A flag of {@code open-flags}. */
  static final long CREATE = 1;

  static final long DIRECTORY = 1 << 1;
  static final long EXCLUSIVE = 1 << 2;
  static final long TRUNCATE = 1 << 3;

  private DescriptorFlags() {}

  static boolean has(long flags, long any) {
    return (flags & any) != 0;
  }
}
