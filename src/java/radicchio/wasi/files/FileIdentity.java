package radicchio.wasi.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The identity of a file, which does not depend on its name: the key from the file system, or else its current path.
 *
 * @param host the file system of the key
 * @param key the key of the file
 */
public record FileIdentity(FileSystem host, Object key) {
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Hides the numbers of the host in the hashes that guests get. */
  private static final long SECRET = new SplittableRandom().nextLong();

  static FileIdentity of(BasicFileAttributes found, Path path) {
    return new FileIdentity(
        path.getFileSystem(), Optional.ofNullable(found.fileKey()).orElseGet(() -> path));
  }

  /**
   * Returns a hash, which stays the same for a file while this JVM runs.
   *
   * @param which selects one of several hashes
   */
  public long hash(int which) {
    long hash = SECRET + which;
    for (byte b : key.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    return hash ^ hash >>> 29;
  }
}
