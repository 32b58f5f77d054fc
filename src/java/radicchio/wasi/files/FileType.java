package radicchio.wasi.files;

import java.nio.file.attribute.BasicFileAttributes;

/** The type of an entry in a directory. */
public enum FileType {
  DIRECTORY,
  REGULAR,
  LINK,
  OTHER;

  static FileType of(BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      return DIRECTORY;
    }
    if (attributes.isRegularFile()) {
      return REGULAR;
    }
    return attributes.isSymbolicLink() ? LINK : OTHER;
  }
}
