package radicchio.engine.chicory.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import radicchio.engine.CompiledAhead;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Compiled modules as ordinary classes of the class path, each with a file beside it that describes it. The file is written last,
 * so that a module with a file is complete.
 */
public final class AheadOfTime {
  private static final String SUFFIX = ".module";
  private static final System.Logger LOG = System.getLogger("radicchio.engine");

  private AheadOfTime() {}

  /** Returns the module with that digest, if its classes are on the class path of the user, the thread or this library. */
  static Optional<Compilation> find(String digest, Optional<ClassLoader> user) {
    String file = ClassNames.of(digest).replace('.', '/') + SUFFIX;
    return Stream.of(
            user.orElse(null),
            Thread.currentThread().getContextClassLoader(),
            AheadOfTime.class.getClassLoader())
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(loader -> find(digest, file, loader).stream())
        .findFirst();
  }

  private static Optional<Compilation> find(String digest, String file, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(file)) {
      if (in == null) {
        return Optional.empty();
      }
      ModuleSummary summary = KeptModule.read(in.readAllBytes(), digest).summary();
      return Optional.of(Compilation.of(loader, summary));
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.log(
          Level.WARNING,
          () ->
              "the module that was compiled ahead of time to "
                  + file
                  + " is not used: "
                  + ForeignText.message(e)
                  + "; compile it again");
      return Optional.empty();
    }
  }

  /** See {@link radicchio.engine.Engine#compileInto}. */
  public static CompiledAhead compile(byte[] wasm, Path folder) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(wasm);
    String digest = EngineDigest.of(wasm);
    Path summaryFile = folder.resolve(ClassNames.of(digest).replace('.', '/') + SUFFIX);
    try {
      Optional<CompiledAhead> present = present(summaryFile, digest, prepared);
      if (present.isPresent()) {
        return present.get();
      }
      KeptModule module =
          ClassCache.ofUser()
              .flatMap(cache -> cache.find(digest))
              .orElseGet(() -> FreshModule.compile(prepared, digest).module());
      Files.createDirectories(summaryFile.getParent());
      for (Map.Entry<String, byte[]> c : module.classes().entrySet()) {
        replace(folder.resolve(classFile(c.getKey())), c.getValue());
      }
      ByteArrayOutputStream summary = new ByteArrayOutputStream();
      new KeptModule(module.summary(), Map.of()).write(summary);
      replace(summaryFile, summary.toByteArray());
      long bytes = module.classes().values().stream().mapToLong(c -> c.length).sum();
      return result(module.summary(), prepared, bytes, true);
    } catch (IOException e) {
      throw RadicchioException.of(
          ErrorKind.CONFIG, "cannot write classes to " + folder + ": " + ForeignText.thrown(e), e);
    }
  }

  private static CompiledAhead result(
      ModuleSummary summary, ModuleBytes.Prepared prepared, long bytes, boolean written) {
    return new CompiledAhead(
        summary.className(),
        bytes,
        SlimModule.functionCount(prepared),
        summary.interpreted().indices().size(),
        written);
  }

  private static Path classFile(String name) {
    return Path.of(name.replace('.', '/') + ".class");
  }

  private static Optional<CompiledAhead> present(
      Path summaryFile, String digest, ModuleBytes.Prepared prepared) throws IOException {
    if (!Files.isRegularFile(summaryFile)) {
      return Optional.empty();
    }
    ModuleSummary summary;
    try {
      summary = KeptModule.read(Files.readAllBytes(summaryFile), digest).summary();
    } catch (IOException e) {
      return Optional.empty();
    }
    long bytes = 0;
    for (Path file : classFiles(summaryFile, summary)) {
      bytes += Files.size(file);
    }
    return bytes == 0 ? Optional.empty() : Optional.of(result(summary, prepared, bytes, false));
  }

  private static List<Path> classFiles(Path summaryFile, ModuleSummary summary) throws IOException {
    String prefix = summary.className().substring(ClassNames.PACKAGE.length());
    try (Stream<Path> files = Files.list(summaryFile.getParent())) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.getFileName().toString().endsWith(".class"))
          .toList();
    }
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path unfinished =
        file.resolveSibling(
            file.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
    try {
      Files.write(unfinished, bytes);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
