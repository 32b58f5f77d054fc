package radicchio.wasi.files;

import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** New times of a file; what is absent stays as it is. */
public record Times(Optional<FileTime> accessed, Optional<FileTime> modified) {}
