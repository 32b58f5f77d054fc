package radicchio.engine.chicory.compile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import radicchio.engine.ClearedCache;
import radicchio.engine.chicory.compiler.MethodSize;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Compiled modules in a private folder of the user, a file each, named by its module and its compiler. Any number of processes may
 * share it: files are written under another name and moved into place, and used only if they are complete. A failure here is never
 * an error: the module is then compiled, as without a cache.
 */
public final class ClassCache {
  static final String LIMIT_PROPERTY = "radicchio.cache.bytes";
  private static final long DEFAULT_LIMIT = 1L << 30;
  private static final String SUFFIX = ".classes";
  private static final String UNFINISHED = ".unfinished";
  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final System.Logger LOG = System.getLogger("radicchio.engine");

  private final Path folder;

  private ClassCache(Path folder) {
    this.folder = folder;
  }

  /** Returns the cache of this user; empty if it is turned off. */
  static Optional<ClassCache> ofUser() {
    return CacheFolder.configured().map(ClassCache::new);
  }

  /** Returns the module with that digest, if it is present, complete and of this engine. */
  Optional<KeptModule> find(String digest) {
    Path file = file(digest);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      requirePrivate();
      KeptModule kept = KeptModule.read(Files.readAllBytes(file), digest);
      touch(file);
      return Optional.of(kept);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "the cached module " + file + " is not used: " + text(e));
      return Optional.empty();
    }
  }

  private Path file(String digest) {
    int wanted = MethodSize.wanted();
    String size = wanted == MethodSize.DEFAULT ? "" : "-" + wanted;
    return folder.resolve(digest + "-" + EngineDigest.VALUE + size + SUFFIX);
  }

  private void requirePrivate() throws IOException {
    Path mine = CacheFolder.newFile(folder, UNFINISHED);
    try {
      CacheFolder.requirePrivate(folder, mine);
    } finally {
      Files.deleteIfExists(mine);
    }
  }

  /** Sets the time of a file, so that it is dropped last. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "cannot set the time of " + file + ": " + text(e));
    }
  }

  /** Writes a module, replacing an existing one, and drops those that were unused longest if the cache is too large. */
  void keep(KeptModule module) {
    Path file = file(module.summary().digest());
    long limit = limit();
    try {
      CacheFolder.make(folder);
      Path unfinished = CacheFolder.newFile(folder, UNFINISHED);
      try {
        CacheFolder.requirePrivate(folder, unfinished);
        write(module, unfinished);
        if (Files.size(unfinished) <= limit) {
          Files.move(
              unfinished,
              file,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        Files.deleteIfExists(unfinished);
      }
      evict(file, limit);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "cannot cache the compiled module in " + folder + ": " + text(e));
    }
  }

  private static void write(KeptModule module, Path to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      module.write(out);
    }
  }

  private static long limit() {
    String given = System.getProperty(LIMIT_PROPERTY, Long.toString(DEFAULT_LIMIT));
    if (given.matches("[0-9]{1,18}")) {
      return Long.parseLong(given);
    }
    throw RadicchioException.of(
        ErrorKind.CONFIG, LIMIT_PROPERTY + ": expected a number of bytes, got " + given);
  }

  private record Entry(Path file, long size, FileTime used) {}

  private void evict(Path justWritten, long limit) throws IOException {
    List<Entry> entries = new ArrayList<>();
    long sum = 0;
    for (Path file : files()) {
      Optional<Entry> entry = entry(file);
      if (entry.isEmpty()) {
        continue;
      }
      if (!file.toString().endsWith(UNFINISHED)) {
        entries.add(entry.get());
        sum += entry.get().size();
      } else if (entry.get().used().toInstant().isBefore(Instant.now().minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (sum > limit && !entry.file().equals(justWritten)) {
        Files.deleteIfExists(entry.file());
        sum -= entry.size();
      }
    }
  }

  /** Returns an entry; empty if another process deleted it. */
  private static Optional<Entry> entry(Path file) throws IOException {
    try {
      return Optional.of(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(SUFFIX) || f.toString().endsWith(UNFINISHED))
          .toList();
    }
  }

  /** See {@link radicchio.engine.Engine#clearCache}. */
  public static ClearedCache clear() {
    Optional<Path> folder = CacheFolder.configured();
    if (folder.filter(Files::isDirectory).isEmpty()) {
      return new ClearedCache(folder, 0, 0);
    }
    try {
      return new ClassCache(folder.get()).deleteAll();
    } catch (IOException e) {
      throw RadicchioException.of(
          ErrorKind.CONFIG, "cannot clear the cache " + folder.get() + ": " + text(e), e);
    }
  }

  private ClearedCache deleteAll() throws IOException {
    int modules = 0;
    long bytes = 0;
    for (Path file : files()) {
      Optional<Entry> entry = entry(file);
      if (entry.isPresent() && Files.deleteIfExists(file) && file.toString().endsWith(SUFFIX)) {
        modules++;
        bytes += entry.get().size();
      }
    }
    return new ClearedCache(Optional.of(folder), modules, bytes);
  }

  /** Returns the message of an exception. For one of the file system, its class, and its reason if it has one. */
  private static String text(IOException e) {
    return e instanceof FileSystemException f
        ? f.getClass().getSimpleName() + (f.getReason() == null ? "" : ", " + f.getReason())
        : ForeignText.message(e);
  }
}
