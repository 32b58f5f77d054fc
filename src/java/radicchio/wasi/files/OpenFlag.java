package radicchio.wasi.files;

/** How a path is opened. */
public enum OpenFlag {
  /** A link in the last place is followed. */
  FOLLOW,
  /** A file is made if nothing is there. */
  CREATE,
  /** With {@link #CREATE}: something that is there is an error. */
  EXCLUSIVE,
  /** A file loses its content, if what is in the directory may be changed. */
  TRUNCATE,
  /** Anything but a directory is an error. */
  DIRECTORY,
  READ,
  WRITE
}
