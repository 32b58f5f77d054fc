package radicchio.wasi.p1;

import radicchio.wasi.files.FileError;

/** The error numbers of WASI preview 1 ({@code errno}) that functions return. */
enum Errno {
  SUCCESS(0),
  ACCES(2),
  AGAIN(6),
  BADF(8),
  BUSY(10),
  EXIST(20),
  FBIG(22),
  ILSEQ(25),
  INVAL(28),
  IO(29),
  ISDIR(31),
  LOOP(32),
  MFILE(33),
  MLINK(34),
  NAMETOOLONG(37),
  NFILE(41),
  NOENT(44),
  NOSPC(51),
  NOSYS(52),
  NOTDIR(54),
  NOTEMPTY(55),
  NOTSOCK(57),
  NOTSUP(58),
  PERM(63),
  PIPE(64),
  ROFS(69),
  SPIPE(70),
  XDEV(75),
  NOTCAPABLE(76);

  private final int code;

  Errno(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Errno of(FileError error) {
    return switch (error) {
      case ACCESS -> ACCES;
      case BAD_DESCRIPTOR -> BADF;
      case BROKEN_PIPE -> PIPE;
      case BUSY -> BUSY;
      case CROSS_DEVICE -> XDEV;
      case EXISTS -> EXIST;
      case FILE_TOO_LARGE -> FBIG;
      case ILLEGAL_NAME -> ILSEQ;
      case INVALID -> INVAL;
      case IO -> IO;
      case IS_DIRECTORY -> ISDIR;
      case LEAVES -> NOTCAPABLE;
      case LOOP -> LOOP;
      case NAME_TOO_LONG -> NAMETOOLONG;
      case NO_ENTRY -> NOENT;
      case NO_SPACE -> NOSPC;
      case NOT_DIRECTORY -> NOTDIR;
      case NOT_EMPTY -> NOTEMPTY;
      case NOT_PERMITTED -> PERM;
      case GRANTED_READ_ONLY, READ_ONLY -> ROFS;
      case TOO_MANY_LINKS -> MLINK;
      case TOO_MANY_OPEN -> NFILE;
      case UNSUPPORTED -> NOTSUP;
    };
  }
}
