package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.FileError;

/** {@code error-code}, in the order of the WIT of 0.2. */
public enum FilesystemErrorCode {
  ACCESS,
  WOULD_BLOCK,
  ALREADY,
  BAD_DESCRIPTOR,
  BUSY,
  DEADLOCK,
  QUOTA,
  EXIST,
  FILE_TOO_LARGE,
  ILLEGAL_BYTE_SEQUENCE,
  IN_PROGRESS,
  INTERRUPTED,
  INVALID,
  IO,
  IS_DIRECTORY,
  LOOP,
  TOO_MANY_LINKS,
  MESSAGE_SIZE,
  NAME_TOO_LONG,
  NO_DEVICE,
  NO_ENTRY,
  NO_LOCK,
  INSUFFICIENT_MEMORY,
  INSUFFICIENT_SPACE,
  NOT_DIRECTORY,
  NOT_EMPTY,
  NOT_RECOVERABLE,
  UNSUPPORTED,
  NO_TTY,
  NO_SUCH_DEVICE,
  OVERFLOW,
  NOT_PERMITTED,
  PIPE,
  READ_ONLY,
  INVALID_SEEK,
  TEXT_FILE_BUSY,
  CROSS_DEVICE;

  /** The case of 0.3, which does not have {@code would-block}. */
  public int caseWithoutWouldBlock() {
    return ordinal() > WOULD_BLOCK.ordinal() ? ordinal() - 1 : ordinal();
  }

  /** WASI has no code for too many open files; this one is for a lack of memory. */
  public static FilesystemErrorCode of(FileError error) {
    return switch (error) {
      case ACCESS -> ACCESS;
      case BAD_DESCRIPTOR -> BAD_DESCRIPTOR;
      case BROKEN_PIPE -> PIPE;
      case BUSY -> BUSY;
      case CROSS_DEVICE -> CROSS_DEVICE;
      case EXISTS -> EXIST;
      case FILE_TOO_LARGE -> FILE_TOO_LARGE;
      case ILLEGAL_NAME -> ILLEGAL_BYTE_SEQUENCE;
      case INVALID -> INVALID;
      case IO -> IO;
      case IS_DIRECTORY -> IS_DIRECTORY;
      case GRANTED_READ_ONLY, LEAVES, NOT_PERMITTED -> NOT_PERMITTED;
      case LOOP -> LOOP;
      case NAME_TOO_LONG -> NAME_TOO_LONG;
      case NO_ENTRY -> NO_ENTRY;
      case NO_SPACE -> INSUFFICIENT_SPACE;
      case NOT_DIRECTORY -> NOT_DIRECTORY;
      case NOT_EMPTY -> NOT_EMPTY;
      case READ_ONLY -> READ_ONLY;
      case TOO_MANY_LINKS -> TOO_MANY_LINKS;
      case TOO_MANY_OPEN -> INSUFFICIENT_MEMORY;
      case UNSUPPORTED -> UNSUPPORTED;
    };
  }
}
