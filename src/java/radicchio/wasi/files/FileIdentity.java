package radicchio.wasi.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The identity of a file, which does not depend on its name: the file system's own key, else the path where it is now.
 *
 * @param host the file system of the key
 * @param key the key of the file
 */
public record FileIdentity(FileSystem host, Object key) {
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Hashes tell guests nothing of the host's numbers. */
  private static final long SECRET = new SplittableRandom().nextLong();

  static FileIdentity of(BasicFileAttributes found, Path path) {
    return new FileIdentity(
        path.getFileSystem(), Optional.ofNullable(found.fileKey()).orElseGet(() -> path));
  }

  /**
   * A hash, the same for the same file as long as this JVM runs.
   *
   * @param which another number gives another hash
   */
  public long hash(int which) {
    long hash = SECRET + which;
    for (byte b : key.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    return hash ^ hash >>> 29;
  }
}
