package radicchio.wasi.host.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.files.OpenFlag;
import radicchio.wasi.files.Opened;

/**
 * Converts a user's {@link Path} to a {@code descriptor} for reading and writing. For a user, a descriptor is an opaque handle.
 */
public record DescriptorConversion(OpenLimit limit)
    implements JavaResource.Conversion<GuestDescriptor> {

  @Override
  public Optional<Object> toUser(GuestDescriptor descriptor) {
    return Optional.empty();
  }

  @Override
  public GuestDescriptor ofUser(Object value) {
    if (!(value instanceof Path path)) {
      throw Refusal.of(
          "expected a Path or a handle of a descriptor, got " + ForeignText.printed(value));
    }
    try {
      limit.take();
      return opened(path);
    } catch (IOException | FileFailure e) {
      throw Refusal.of("cannot open " + ForeignText.printed(path) + ": " + ForeignText.message(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of("the thread was interrupted");
    }
  }

  private GuestDescriptor opened(Path path) throws IOException, FileFailure, InterruptedException {
    if (Files.isDirectory(path)) {
      return new GuestDescriptor.Folder(Directory.grant(path, false), true, true, limit);
    }
    Path real = path.toRealPath();
    Directory around = Directory.grant(real.getParent(), false);
    try {
      Opened file =
          around.open(real.getFileName().toString(), EnumSet.of(OpenFlag.READ, OpenFlag.WRITE));
      return new GuestDescriptor.File(new SharedFile((OpenFile) file, limit), true, true);
    } finally {
      around.close();
    }
  }
}
