package radicchio.wasi.p1;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.CoreStore;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.Func;
import radicchio.engine.Memory;
import radicchio.engine.Wasi;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.error.Unchanged;
import radicchio.wasi.Grants;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;
import radicchio.wasi.streams.ClosedSinkException;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.HostOutput;
import radicchio.wasi.streams.HostThrew;
import radicchio.wasi.streams.LastWords;

/**
 * WASI preview 1 for one guest. A function returns an error number to the guest, or throws to the host: a trap, a
 * limit, {@code DENIED}, {@code EXIT}, or an exception of a user's object. It throws nothing else.
 */
public final class Preview1 implements Wasi {
  /**
   * The parameters of each function, {@code i} for i32 and {@code I} for i64. All but the last return an error
   * number.
   */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("args_get", "ii"),
          Map.entry("args_sizes_get", "ii"),
          Map.entry("environ_get", "ii"),
          Map.entry("environ_sizes_get", "ii"),
          Map.entry("clock_res_get", "ii"),
          Map.entry("clock_time_get", "iIi"),
          Map.entry("fd_advise", "iIIi"),
          Map.entry("fd_allocate", "iII"),
          Map.entry("fd_close", "i"),
          Map.entry("fd_datasync", "i"),
          Map.entry("fd_fdstat_get", "ii"),
          Map.entry("fd_fdstat_set_flags", "ii"),
          Map.entry("fd_fdstat_set_rights", "iII"),
          Map.entry("fd_filestat_get", "ii"),
          Map.entry("fd_filestat_set_size", "iI"),
          Map.entry("fd_filestat_set_times", "iIIi"),
          Map.entry("fd_pread", "iiiIi"),
          Map.entry("fd_prestat_get", "ii"),
          Map.entry("fd_prestat_dir_name", "iii"),
          Map.entry("fd_pwrite", "iiiIi"),
          Map.entry("fd_read", "iiii"),
          Map.entry("fd_readdir", "iiiIi"),
          Map.entry("fd_renumber", "ii"),
          Map.entry("fd_seek", "iIii"),
          Map.entry("fd_sync", "i"),
          Map.entry("fd_tell", "ii"),
          Map.entry("fd_write", "iiii"),
          Map.entry("path_create_directory", "iii"),
          Map.entry("path_filestat_get", "iiiii"),
          Map.entry("path_filestat_set_times", "iiiiIIi"),
          Map.entry("path_link", "iiiiiii"),
          Map.entry("path_open", "iiiiiIIii"),
          Map.entry("path_readlink", "iiiiii"),
          Map.entry("path_remove_directory", "iii"),
          Map.entry("path_rename", "iiiiii"),
          Map.entry("path_symlink", "iiiii"),
          Map.entry("path_unlink_file", "iii"),
          Map.entry("poll_oneoff", "iiii"),
          Map.entry("proc_raise", "i"),
          Map.entry("random_get", "ii"),
          Map.entry("sched_yield", ""),
          Map.entry("sock_accept", "iii"),
          Map.entry("sock_recv", "iiiiii"),
          Map.entry("sock_send", "iiiii"),
          Map.entry("sock_shutdown", "ii"),
          Map.entry("proc_exit", "i"));

  static {
    initialize();
  }

  private final Descriptors descriptors;
  private final HostInput in;
  private final HostOutput out;
  private final HostOutput err;
  private final LastWords lastWords = new LastWords();
  private final ProcessCalls process;
  private final DescriptorCalls onDescriptors;
  private final PathCalls onPaths;
  private final Poll poll;

  /**
   * Initializes the classes that calls of guests use. A guest determines the depth of the stack at a call, and a
   * class whose initialization runs out of stack can never be used again in this JVM.
   */
  private static void initialize() {
    try {
      for (Class<?> each :
          List.of(
              Buffers.class,
              Denials.class,
              Descriptor.class,
              Entries.class,
              ErrnoFailure.class,
              Flags.class,
              GuestMemory.class,
              Poll.class,
              Poll.Time.class,
              Rights.class,
              Stats.class,
              HostInput.class,
              HostOutput.class,
              HostThrew.class,
              LastWords.class,
              RadicchioException.class)) {
        MethodHandles.lookup().ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
    for (FileError error : FileError.values()) {
      Errno.of(error);
    }
    for (FileType type : FileType.values()) {
      Stats.code(type);
    }
  }

  /** @throws IOException if a granted directory is missing */
  public static Preview1 of(Grants grants) throws IOException {
    Preview1 made = new Preview1(grants);
    try {
      made.grant(grants.directories());
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private Preview1(Grants grants) {
    Grants.Standard standard = grants.standard();
    this.descriptors =
        new Descriptors(3 + grants.directories().size(), grants.limits().openFiles());
    this.in = standard.in().orElseGet(() -> new HostInput(InputStream.nullInputStream()));
    this.out = new HostOutput(standard.out().orElseGet(OutputStream::nullOutputStream));
    this.err =
        HostOutput.remembering(standard.err().orElseGet(OutputStream::nullOutputStream), lastWords);
    descriptors.add(new Descriptor.Input(in));
    descriptors.add(new Descriptor.Output(out));
    descriptors.add(new Descriptor.Output(err));
    this.process = new ProcessCalls(descriptors, grants);
    this.onDescriptors = new DescriptorCalls(descriptors);
    this.onPaths = new PathCalls(descriptors);
    this.poll = new Poll(descriptors, grants.clocks());
  }

  private void grant(Map<String, Grants.GrantedDirectory> directories) throws IOException {
    for (var each : directories.entrySet()) {
      Directory directory = Directory.grant(each.getValue().path(), each.getValue().readOnly());
      descriptors.add(
          new Descriptor.Folder(
              directory, Optional.of(each.getKey()), Rights.DIRECTORY, Rights.ALL));
    }
  }

  @Override
  public Optional<Func> function(CoreStore store, String name, FuncType type) {
    if (!PARAMETERS.containsKey(name) || !type.equals(typeOf(name))) {
      return Optional.empty();
    }
    if (store.limits().timeout().isPresent()) {
      out.bePatient();
      err.bePatient();
    }
    Body body = body(name);
    return Optional.of(store.function(type, (memory, args) -> call(name, body, memory, args)));
  }

  private static FuncType typeOf(String name) {
    List<CoreType> params =
        PARAMETERS.get(name).chars().mapToObj(c -> c == 'I' ? CoreType.I64 : CoreType.I32).toList();
    return new FuncType(params, name.equals("proc_exit") ? List.of() : List.of(CoreType.I32));
  }

  private Body body(String name) {
    if (name.startsWith("fd_")) {
      return onDescriptors.of(name);
    }
    if (name.startsWith("path_")) {
      return onPaths.of(name);
    }
    return name.equals("poll_oneoff") ? poll::call : process.of(name);
  }

  // Exceptions of functions

  private static long[] call(String name, Body body, Memory memory, long[] args) {
    try {
      return new long[] {body.call(new GuestMemory(memory), args).code()};
    } catch (ErrnoFailure e) {
      return new long[] {e.errno().code()};
    } catch (FileFailure e) {
      return new long[] {Errno.of(e.error()).code()};
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ClosedSinkException e) {
      return new long[] {Errno.of(FileError.BROKEN_PIPE).code()};
    } catch (IOException e) {
      if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
        throw interrupted();
      }
      return new long[] {Errno.of(FileError.of(e)).code()};
    } catch (HostThrew e) {
      throw Unchanged.<RuntimeException>thrown(e.getCause());
    } catch (RadicchioException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw RadicchioException.of(
              ErrorKind.TRAP, "wasm trap: WASI's " + name + " failed: " + ForeignText.thrown(e), e)
          .withKeyword("trap", "engine");
    } catch (OutOfMemoryError e) {
      throw RadicchioException.of(ErrorKind.LIMIT, "the JVM had no heap left for WASI's " + name, e)
          .withKeyword("limit", "heap");
    }
  }

  /** Sets the flag of the thread. The store, whose deadline also interrupts, knows whether it was the deadline. */
  private static RadicchioException interrupted() {
    Thread.currentThread().interrupt();
    return RadicchioException.of(ErrorKind.LIMIT, "the thread was interrupted")
        .withKeyword("limit", "interrupted");
  }

  @Override
  public String lastWords() {
    return lastWords.text();
  }

  @Override
  public void close() {
    try {
      in.close();
      out.close();
      err.close();
      descriptors.closeAll();
    } catch (FileFailure | IOException e) {
      throw RadicchioException.of(
          ErrorKind.CLOSED,
          "the instance is closed, but closing an open file of the guest failed: "
              + ForeignText.message(e),
          e);
    }
  }
}
