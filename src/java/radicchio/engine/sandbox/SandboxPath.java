package radicchio.engine.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;

/**
 * A path as a guest spelled it, below the root of its file system. Its text is never normalized: what {@code ..}
 * means depends on links, and is found out when the path is used.
 */
final class SandboxPath implements Path {
  private final SandboxFileSystem system;
  private final String text;
  private final String said;

  /**
   * @param text from the root on
   * @param said what the guest said last, from some directory on: the target of a link that it makes, or that a
   *     link has
   */
  SandboxPath(SandboxFileSystem system, String text, String said) {
    this.system = system;
    this.text = text;
    this.said = said;
  }

  SandboxFileSystem system() {
    return system;
  }

  String said() {
    return said;
  }

  /** The path before what was said last. */
  SandboxPath before() {
    return relative(text.substring(0, text.length() - said.length()));
  }

  /** Its elements, empty ones and {@code .} among them; the last is empty where the text ends in a slash. */
  List<String> elements() {
    return List.of(text.split("/", -1));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(elements());
    names.removeIf(String::isEmpty);
    return names;
  }

  private SandboxPath relative(String path) {
    return new SandboxPath(system, path, path);
  }

  @Override
  public FileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return text.startsWith("/");
  }

  @Override
  public Path getRoot() {
    return system.root();
  }

  /** What was said last: the name of a directory's entry, and the whole of a link's target. */
  @Override
  public Path getFileName() {
    return relative(said);
  }

  @Override
  public Path getParent() {
    List<String> names = names();
    return names.isEmpty() ? null : relative(String.join("/", names.subList(0, names.size() - 1)));
  }

  @Override
  public int getNameCount() {
    return names().size();
  }

  @Override
  public Path getName(int index) {
    return relative(names().get(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return relative(String.join("/", names().subList(beginIndex, endIndex)));
  }

  @Override
  public boolean startsWith(Path other) {
    List<String> names = names();
    return other instanceof SandboxPath p && p.system == system
        && p.names().size() <= names.size()
        && names.subList(0, p.names().size()).equals(p.names());
  }

  @Override
  public boolean endsWith(Path other) {
    List<String> names = names();
    return other instanceof SandboxPath p && p.system == system
        && p.names().size() <= names.size()
        && names.subList(names.size() - p.names().size(), names.size()).equals(p.names());
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    String more = other.toString();
    return new SandboxPath(system, text.isEmpty() ? more : text + "/" + more, more);
  }

  @Override
  public Path relativize(Path other) {
    if (!other.startsWith(this)) {
      throw new IllegalArgumentException(other + " is not below " + this);
    }
    return other.getNameCount() == getNameCount()
        ? relative("")
        : other.subpath(getNameCount(), other.getNameCount());
  }

  @Override
  public URI toUri() {
    throw new UnsupportedOperationException("a URI of a guest's path");
  }

  @Override
  public Path toAbsolutePath() {
    return this;
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return relative(String.join("/", Place.of(this, Place.follows(options)).elements()));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("watches");
  }

  @Override
  public int compareTo(Path other) {
    return text.compareTo(other.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SandboxPath path && path.system == system && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
