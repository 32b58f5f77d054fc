package radicchio.wasi.files;

/**
 * A granted directory.
 *
 * @param root the directory; a directory below it is as deep as its path is longer than that of the root
 * @param readOnly whether every change is refused
 * @param making makes new directories and links in it
 */
record DirectoryGrant(HostDirectory root, boolean readOnly, NewEntry making) {
  /** @throws FileFailure {@code GRANTED_READ_ONLY} */
  void requireWritable() throws FileFailure {
    if (readOnly) {
      throw new FileFailure(FileError.GRANTED_READ_ONLY, "the directory was granted read-only");
    }
  }
}
