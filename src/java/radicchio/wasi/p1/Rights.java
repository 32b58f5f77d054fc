package radicchio.wasi.p1;

/** The rights of descriptors ({@code rights}), a set of bits. Only rights that have an effect have a name. */
final class Rights {
  static final long READ = 1L << 1;
  static final long SEEK = 1L << 2;
  static final long TELL = 1L << 5;
  static final long WRITE = 1L << 6;
  static final long PATH_SET_SIZE = 1L << 19;
  private static final long POLL = 1L << 27;
  private static final long SET_FLAGS = 1L << 3;
  private static final long STAT = 1L << 21;

  /** All rights. */
  static final long ALL = (1L << 30) - 1;

  /** The rights of a directory, which has none of those of files. */
  static final long DIRECTORY =
      ALL & ~(READ | SEEK | TELL | WRITE | 1L << 7 | 1L << 8 | 1L << 22 | 3L << 28);

  static final long FILE =
      READ | WRITE | SEEK | TELL | SET_FLAGS | STAT | POLL | 1 | 1L << 4 | 3L << 7 | 3L << 22;
  static final long INPUT = READ | SET_FLAGS | STAT | POLL;
  static final long OUTPUT = WRITE | SET_FLAGS | STAT | POLL;

  private Rights() {}

  static boolean has(long rights, long right) {
    return (rights & right) != 0;
  }
}
