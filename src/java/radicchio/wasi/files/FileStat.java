package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attributes of a file.
 *
 * @param key the key from the file system, equal for equal files; empty if the file system has none
 * @param links the number of its names; 1 if the host does not know
 * @param changed the time when its attributes changed; if the host does not know, the time when it was modified
 */
public record FileStat(
    FileType type,
    Optional<Object> key,
    long links,
    long size,
    FileTime accessed,
    FileTime modified,
    FileTime changed) {

  /** The text of a file key on Unix, which is the only access to the numbers in it. */
  private static final Pattern UNIX_KEY = Pattern.compile("\\(dev=([0-9a-f]+),ino=([0-9]+)\\)");

  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** The attributes of an open file that its file system does not list yet. */
  static final FileStat UNSEEN =
      new FileStat(FileType.REGULAR, Optional.empty(), 1, 0, NEVER, NEVER, NEVER);

  static FileStat of(BasicFileAttributes found) {
    return new FileStat(
        FileType.of(found),
        Optional.ofNullable(found.fileKey()),
        1,
        found.size(),
        found.lastAccessTime(),
        found.lastModifiedTime(),
        found.lastModifiedTime());
  }

  /**
   * Does the same as {@link #of(BasicFileAttributes)}, and adds the attributes that need a path, if the same file is
   * there.
   */
  static FileStat of(BasicFileAttributes found, Path path) {
    FileStat basic = of(found);
    if (found.fileKey() == null
        || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return basic;
    }
    try {
      Map<String, Object> more =
          Files.readAttributes(path, "unix:fileKey,nlink,ctime", LinkOption.NOFOLLOW_LINKS);
      return found.fileKey().equals(more.get("fileKey"))
          ? basic.with(((Number) more.get("nlink")).longValue(), (FileTime) more.get("ctime"))
          : basic;
    } catch (IOException e) {
      return basic; // another process has moved the file
    }
  }

  /** Returns the number of its file system; 0 if the host does not know it. */
  public long device() {
    Matcher unix = unixKey();
    return unix.matches() ? Long.parseUnsignedLong(unix.group(1), 16) : 0;
  }

  /** Returns its number in the file system, equal for equal files; 0 if the host does not know it. */
  public long inode() {
    Matcher unix = unixKey();
    return unix.matches() ? Long.parseUnsignedLong(unix.group(2)) : key.hashCode();
  }

  private Matcher unixKey() {
    return UNIX_KEY.matcher(key.map(Object::toString).orElse(""));
  }

  private FileStat with(long newLinks, FileTime newChanged) {
    return new FileStat(type, key, newLinks, size, accessed, modified, newChanged);
  }

  FileStat withSize(long newSize) {
    return new FileStat(type, key, links, newSize, accessed, modified, changed);
  }
}
