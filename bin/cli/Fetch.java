import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches the files of a lock list from Maven Central into a local Maven repository: {@code java Fetch.java LIST REPOSITORY WHAT}.
 *
 * <p>A line of the list is a SHA-256 digest, two spaces, and a path below the repository. Existing files are kept. A new
 * file gets its name after its digest was compared, so that every file in the repository is complete.
 */
final class Fetch {
  private static final String CENTRAL = "https://repo1.maven.org/maven2/";
  private static final int ATTEMPTS = 3;

  private record Entry(String sha256, String path) {}

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(20))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Path repository;
  private final AtomicInteger done = new AtomicInteger();

  private Fetch(Path repository) {
    this.repository = repository;
  }

  public static void main(String[] args) throws Exception {
    List<Entry> missing = new ArrayList<>();
    Path repository = Path.of(args[1]);
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      Entry entry = new Entry(line.substring(0, 64), line.substring(66));
      if (!Files.exists(repository.resolve(entry.path))) {
        missing.add(entry);
      }
    }
    try {
      new Fetch(repository).all(missing, args[2]);
    } catch (ExecutionException e) {
      System.err.println(e.getCause().getMessage());
      System.exit(1);
    }
  }

  private void all(List<Entry> entries, String what)
      throws InterruptedException, ExecutionException {
    System.err.printf(
        "Fetching %s from Maven Central into %s: %d files ...%n", what, repository, entries.size());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            8,
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    List<Future<Void>> results = new ArrayList<>();
    for (Entry entry : entries) {
      Callable<Void> task = () -> one(entry, entries.size());
      results.add(pool.submit(task));
    }
    for (Future<Void> result : results) {
      result.get();
    }
  }

  private Void one(Entry entry, int of) throws IOException, InterruptedException {
    Path target = repository.resolve(entry.path);
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    try {
      download(URI.create(CENTRAL + entry.path), part);
      String sha256 = sha256(part);
      if (!sha256.equals(entry.sha256)) {
        throw new IOException(
            CENTRAL
                + entry.path
                + " has the SHA-256 digest "
                + sha256
                + ", expected "
                + entry.sha256
                + ": it was altered in transit, and was not installed.");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    int n = done.incrementAndGet();
    if (n % 10 == 0 || n == of) {
      System.err.printf("  %d of %d%n", n, of);
    }
    return null;
  }

  private void download(URI uri, Path to) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2)).build();
    for (int attempt = 1; ; attempt++) {
      String problem;
      try {
        int status = client.send(request, BodyHandlers.ofFile(to)).statusCode();
        if (status == 200) {
          return;
        }
        problem = "the response was HTTP |" + status;
      } catch (IOException e) {
        problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
      if (attempt == ATTEMPTS) {
        throw new IOException(
            "Could not fetch " + uri + ": " + problem + ". Check the network and start again.");
      }
      Thread.sleep(500L * attempt);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
