package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a directory, {@code .} and {@code ..} first. A link is listed as a link, whatever its target. One
 * thread at a time may use it. The caller must close it.
 */
public final class Listing implements AutoCloseable {
  /**
   * An entry.
   *
   * @param inode see {@link FileStat#inode}
   */
  public record Entry(String name, FileType type, long inode) {}

  private final HostDirectory directory;

  /** A second open directory, whose entries are read once. Names are looked up in the first. */
  private final HostDirectory reading;

  private final DirectoryStream<Path> stream;
  private final Iterator<Path> iterator;
  private final List<Entry> dots;
  private int given;

  private Listing(HostDirectory directory, HostDirectory reading, List<Entry> dots)
      throws IOException {
    this.directory = directory;
    this.reading = reading;
    this.stream = reading.entries();
    this.iterator = stream.iterator();
    this.dots = dots;
  }

  static Listing of(HostDirectory directory, boolean root) throws IOException {
    List<Entry> dots = dots(directory, root);
    HostDirectory reading = directory.again().keep();
    try {
      return new Listing(directory, reading, dots);
    } catch (IOException | RuntimeException e) {
      reading.close();
      throw e;
    }
  }

  /** Returns the entries {@code .} and {@code ..}. The parent of the granted directory is not shown. */
  private static List<Entry> dots(HostDirectory directory, boolean root) throws IOException {
    BasicFileAttributes self = directory.attributes();
    Optional<BasicFileAttributes> above =
        root
            ? Optional.of(self)
            : directory.attributes(directory.path().getFileSystem().getPath(".."));
    List<Entry> dots = new ArrayList<>();
    dots.add(new Entry(".", FileType.DIRECTORY, FileStat.of(self).inode()));
    dots.add(new Entry("..", FileType.DIRECTORY, FileStat.of(above.orElse(self)).inode()));
    return dots;
  }

  /**
   * Returns the next entry; empty at the end.
   *
   * @throws FileFailure {@code ILLEGAL_NAME} for a name that is not Unicode; a call after it returns the following
   *     entry
   */
  public Optional<Entry> next() throws FileFailure, InterruptedException {
    if (given < dots.size()) {
      return Optional.of(dots.get(given++));
    }
    return GrantLock.reading(
        () ->
            iterator.hasNext()
                ? Optional.of(entry(iterator.next().getFileName()))
                : Optional.empty());
  }

  private Entry entry(Path found) throws IOException, FileFailure {
    String name = found.toString();
    if (name.endsWith("/")) { // names of directories in zip files
      name = name.substring(0, name.length() - 1);
    }
    if (name.indexOf('\ufffd') >= 0 && !found.getFileSystem().getPath(name).equals(found)) {
      throw new FileFailure(FileError.ILLEGAL_NAME, "the name is not Unicode");
    }
    Optional<FileStat> stat = directory.attributes(found).map(FileStat::of);
    return new Entry(
        name,
        stat.map(FileStat::type).orElse(FileType.OTHER),
        stat.map(FileStat::inode).orElse(0L));
  }

  @Override
  public void close() throws FileFailure {
    GrantLock.cleaning(
        () -> {
          try {
            stream.close();
            return this;
          } finally {
            reading.close();
          }
        });
  }
}
