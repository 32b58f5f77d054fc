package radicchio.engine.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/** Error numbers of WASI preview 1 ({@code errno}) that a file system gives. */
public enum Errno {
  ACCES(2),
  EXIST(20),
  ILSEQ(25),
  INVAL(28),
  IO(29),
  ISDIR(31),
  LOOP(32),
  NAMETOOLONG(37),
  NOENT(44),
  NOSPC(51),
  NOTDIR(54),
  NOTEMPTY(55),
  ROFS(69),
  XDEV(75),
  NOTCAPABLE(76);

  private final int code;

  Errno(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static Errno of(IOException e) {
    if (e instanceof Refused refused) {
      return refused.errno();
    }
    if (e instanceof NoSuchFileException) {
      return NOENT;
    }
    if (e instanceof FileAlreadyExistsException) {
      return EXIST;
    }
    if (e instanceof AccessDeniedException) {
      return ACCES;
    }
    if (e instanceof DirectoryNotEmptyException) {
      return NOTEMPTY;
    }
    if (e instanceof NotDirectoryException) {
      return NOTDIR;
    }
    if (e instanceof NotLinkException) {
      return INVAL;
    }
    return e instanceof FileSystemLoopException ? LOOP : ofMessage(String.valueOf(e.getMessage()));
  }

  /** The JDK has no class for these; the text is the operating system's. */
  private static Errno ofMessage(String message) {
    if (message.contains("No space left") || message.contains("Disk quota")) {
      return NOSPC;
    }
    if (message.contains("Too many levels of symbolic links")) {
      return LOOP;
    }
    if (message.contains("File name too long")) {
      return NAMETOOLONG;
    }
    if (message.contains("Is a directory")) {
      return ISDIR;
    }
    if (message.contains("Not a directory")) {
      return NOTDIR;
    }
    return message.contains("Read-only file system") ? ROFS : IO;
  }
}
