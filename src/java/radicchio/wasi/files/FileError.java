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
import java.util.Map;
import java.util.Optional;
import radicchio.error.SystemTexts;

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

  /** For errors that have no class in the JDK. */
  private static final SystemTexts<FileError> TEXTS =
      new SystemTexts<>(
          List.of(
              Map.entry("No space left", NO_SPACE),
              Map.entry("not enough space", NO_SPACE),
              Map.entry("quota exceeded", NO_SPACE),
              Map.entry("Broken pipe", BROKEN_PIPE),
              Map.entry("pipe is being closed", BROKEN_PIPE),
              Map.entry("Bad file descriptor", BAD_DESCRIPTOR),
              Map.entry("Too many levels of symbolic links", LOOP),
              Map.entry("File name too long", NAME_TOO_LONG),
              Map.entry("Is a directory", IS_DIRECTORY),
              Map.entry("Not a directory", NOT_DIRECTORY),
              Map.entry("Directory not empty", NOT_EMPTY),
              Map.entry("File too large", FILE_TOO_LARGE),
              Map.entry("Invalid argument", INVALID),
              Map.entry("Operation not permitted", NOT_PERMITTED),
              Map.entry("Too many open files", TOO_MANY_OPEN),
              Map.entry("Too many links", TOO_MANY_LINKS),
              Map.entry("Device or resource busy", BUSY),
              Map.entry("cross-device", CROSS_DEVICE),
              Map.entry("Read-only file system", READ_ONLY)));

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
    return e instanceof FileSystemLoopException ? LOOP : TEXTS.reason(e).orElse(IO);
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
