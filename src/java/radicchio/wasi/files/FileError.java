package radicchio.wasi.files;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Optional;

/** The reason why an operation on a file failed. Each version of WASI has a code for it. */
public enum FileError {
  ACCESS,
  BAD_DESCRIPTOR,
  BROKEN_PIPE,
  BUSY,
  CROSS_DEVICE,
  EXISTS,
  FILE_TOO_LARGE,
  /** The directory was granted read-only. */
  GRANTED_READ_ONLY,
  ILLEGAL_NAME,
  INVALID,
  IO,
  IS_DIRECTORY,
  /** The path leads out of the directory that was granted. */
  LEAVES,
  LOOP,
  NAME_TOO_LONG,
  NO_ENTRY,
  NO_SPACE,
  NOT_DIRECTORY,
  NOT_EMPTY,
  NOT_PERMITTED,
  READ_ONLY,
  TOO_MANY_LINKS,
  TOO_MANY_OPEN,
  UNSUPPORTED;

  /** A text of the operating system, for errors that have no class in the JDK. */
  private record Text(String part, FileError error) {}

  private static final List<Text> TEXTS =
      List.of(
          new Text("No space left", NO_SPACE),
          new Text("not enough space", NO_SPACE),
          new Text("quota exceeded", NO_SPACE),
          new Text("Broken pipe", BROKEN_PIPE),
          new Text("pipe is being closed", BROKEN_PIPE),
          new Text("Bad file descriptor", BAD_DESCRIPTOR),
          new Text("Too many levels of symbolic links", LOOP),
          new Text("File name too long", NAME_TOO_LONG),
          new Text("Is a directory", IS_DIRECTORY),
          new Text("Not a directory", NOT_DIRECTORY),
          new Text("Directory not empty", NOT_EMPTY),
          new Text("File too large", FILE_TOO_LARGE),
          new Text("Invalid argument", INVALID),
          new Text("Operation not permitted", NOT_PERMITTED),
          new Text("Too many open files", TOO_MANY_OPEN),
          new Text("Too many links", TOO_MANY_LINKS),
          new Text("Device or resource busy", BUSY),
          new Text("cross-device", CROSS_DEVICE),
          new Text("Read-only file system", READ_ONLY));

  /** Returns the reason for an exception of the host's file system or of a stream. */
  public static FileError of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return NO_ENTRY;
    }
    if (e instanceof FileAlreadyExistsException) {
      return EXISTS;
    }
    if (e instanceof AccessDeniedException) {
      return ACCESS;
    }
    if (e instanceof DirectoryNotEmptyException) {
      return NOT_EMPTY;
    }
    if (e instanceof NotDirectoryException) {
      return NOT_DIRECTORY;
    }
    if (e instanceof NotLinkException) {
      return INVALID;
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return CROSS_DEVICE;
    }
    if (e instanceof ClosedChannelException) {
      return BAD_DESCRIPTOR;
    }
    return e instanceof FileSystemLoopException ? LOOP : ofMessage(String.valueOf(e.getMessage()));
  }

  private static FileError ofMessage(String message) {
    return TEXTS.stream()
        .filter(text -> message.contains(text.part()))
        .map(Text::error)
        .findFirst()
        .orElse(IO);
  }

  /** Returns the reason for an unchecked exception of a file system; empty if it is an error in the program. */
  static Optional<FileError> of(RuntimeException e) {
    if (e instanceof DirectoryIteratorException iterating) {
      return Optional.of(of(iterating.getCause()));
    }
    if (e instanceof ReadOnlyFileSystemException) {
      return Optional.of(READ_ONLY);
    }
    if (e instanceof InvalidPathException) {
      return Optional.of(ILLEGAL_NAME);
    }
    if (e instanceof SecurityException) {
      return Optional.of(ACCESS);
    }
    if (e instanceof NonReadableChannelException || e instanceof NonWritableChannelException) {
      return Optional.of(BAD_DESCRIPTOR);
    }
    if (e instanceof ClosedFileSystemException || e instanceof ClosedDirectoryStreamException) {
      return Optional.of(IO);
    }
    if (e instanceof IllegalArgumentException) { // file systems throw it for numbers and options
      return Optional.of(INVALID);
    }
    return e instanceof UnsupportedOperationException ? Optional.of(UNSUPPORTED) : Optional.empty();
  }
}
