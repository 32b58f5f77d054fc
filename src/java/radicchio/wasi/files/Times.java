package radicchio.wasi.files;

import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** New times of a file. An absent time is not changed. */
public record Times(Optional<FileTime> accessed, Optional<FileTime> modified) {}
