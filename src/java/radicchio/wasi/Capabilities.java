package radicchio.wasi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.host.filesystem.OpenLimit;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.Resolver;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.HostOutput;
import radicchio.wasi.streams.LastWords;

/**
 * The opened grants of one instance. All generations of WASI share them.
 *
 * @param directories the granted directories, by their names for the guest
 * @param openFiles counts the open files and directories of the guest, without the granted ones
 * @param lastWords the last output to standard error
 */
record Capabilities(
    Grants grants,
    Map<String, Directory> directories,
    OpenLimit openFiles,
    HostInput in,
    HostOutput out,
    HostOutput err,
    LastWords lastWords,
    Network network) {

  /**
   * Opens the granted files, streams and directories. The caller must close the results of {@link #opened}.
   *
   * @throws IOException if a granted directory is missing; then nothing is open
   */
  static Capabilities open(Grants grants) throws IOException {
    Map<String, Directory> directories = directories(grants);
    Grants.Standard standard = grants.standard();
    LastWords words = new LastWords();
    HostOutput out = new HostOutput(standard.out().orElseGet(OutputStream::nullOutputStream));
    HostOutput err =
        HostOutput.remembering(standard.err().orElseGet(OutputStream::nullOutputStream), words);
    if (standard.patient()) {
      out.bePatient();
      err.bePatient();
    }
    return new Capabilities(
        grants,
        directories,
        new OpenLimit(grants.limits().openFiles()),
        standard.in().orElseGet(() -> new HostInput(InputStream.nullInputStream())),
        out,
        err,
        words,
        new Network(grants.network(), grants.limits().openFiles(), Resolver.SYSTEM));
  }

  private static Map<String, Directory> directories(Grants grants) throws IOException {
    Map<String, Directory> directories = new LinkedHashMap<>();
    try {
      for (var each : grants.directories().entrySet()) {
        Grants.GrantedDirectory granted = each.getValue();
        directories.put(each.getKey(), Directory.grant(granted.path(), granted.readOnly()));
      }
      return directories;
    } catch (IOException | RuntimeException e) {
      directories.values().forEach(directory -> closeQuietly(directory, e));
      throw e;
    }
  }

  private static void closeQuietly(Directory directory, Exception because) {
    try {
      directory.close();
    } catch (FileFailure e) {
      because.addSuppressed(e);
    }
  }

  /** Returns the open objects, in the order in which they must be closed. */
  List<AutoCloseable> opened() {
    List<AutoCloseable> all = new ArrayList<>();
    directories.values().forEach(directory -> all.add(directory::close));
    all.addAll(List.of(in, out, err, network));
    return all;
  }
}
