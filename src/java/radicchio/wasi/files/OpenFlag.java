package radicchio.wasi.files;

/** An option for opening a path. */
public enum OpenFlag {
  /** Follows a link in the last part of the path. */
  FOLLOW,
  /** Makes a file if none exists. */
  CREATE,
  /** With {@link #CREATE}: an existing file is an error. */
  EXCLUSIVE,
  /** Removes the content of a file, if the directory is writable. */
  TRUNCATE,
  /** An entry other than a directory is an error. */
  DIRECTORY,
  READ,
  WRITE
}
