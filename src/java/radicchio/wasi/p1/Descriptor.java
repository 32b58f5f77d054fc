package radicchio.wasi.p1;

import java.util.Optional;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.HostOutput;

/** The object of a descriptor's number. */
sealed interface Descriptor {
  int APPEND = 1;
  int NONBLOCK = 4;

  /** Releases its resources. Streams are closed by the caller that passed them. */
  default void close() throws FileFailure {}

  /** Standard input. */
  final class Input implements Descriptor {
    final HostInput stream;
    boolean nonblocking;

    Input(HostInput stream) {
      this.stream = stream;
    }
  }

  /** Standard output or error. */
  record Output(HostOutput stream) implements Descriptor {}

  /** An open file. */
  final class File implements Descriptor {
    final OpenFile file;
    long rights;
    int flags;
    long position;

    File(OpenFile file, long rights, int flags) {
      this.file = file;
      this.rights = rights;
      this.flags = flags;
    }

    /** The position of the next write. */
    long writePosition() throws FileFailure {
      return Rights.has(flags, APPEND) ? file.size() : position;
    }

    @Override
    public void close() throws FileFailure {
      file.close();
    }
  }

  /** An open directory. */
  final class Folder implements Descriptor {
    final Directory directory;

    /** The guest's name of the granted directory. */
    final Optional<String> preopened;

    long rights;
    long inheriting;
    final Entries entries;

    Folder(Directory directory, Optional<String> preopened, long rights, long inheriting) {
      this.directory = directory;
      this.preopened = preopened;
      this.rights = rights;
      this.inheriting = inheriting;
      this.entries = new Entries(directory);
    }

    @Override
    public void close() throws FileFailure {
      try {
        entries.close();
      } finally {
        directory.close();
      }
    }
  }
}
