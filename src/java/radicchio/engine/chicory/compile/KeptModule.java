package radicchio.engine.chicory.compile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A compiled module in a file. The file contains the engine's digest, and ends with a checksum of everything before it.
 *
 * @param classes by name; empty if they are class files beside the file
 */
record KeptModule(ModuleSummary summary, Map<String, byte[]> classes) {
  private static final long MAGIC = 0x7261646963636831L;
  private static final int CHECKSUM = Long.BYTES;

  void write(OutputStream out) throws IOException {
    CRC32C checksum = new CRC32C();
    DataOutputStream data = new DataOutputStream(new CheckedOutputStream(out, checksum));
    data.writeLong(MAGIC);
    data.writeUTF(EngineDigest.VALUE);
    summary.write(data);
    data.writeInt(classes.size());
    for (Map.Entry<String, byte[]> c : classes.entrySet()) {
      data.writeUTF(c.getKey());
      data.writeInt(c.getValue().length);
      data.write(c.getValue());
    }
    data.writeLong(checksum.getValue());
    data.flush();
  }

  /**
   * @param digest the expected digest of the module
   * @throws IOException if the bytes are not a complete file of this engine, with a description
   */
  static KeptModule read(byte[] file, String digest) throws IOException {
    requireWhole(file);
    DataInputStream data =
        new DataInputStream(new ByteArrayInputStream(file, 0, file.length - CHECKSUM));
    if (data.readLong() != MAGIC) {
      throw new IOException("expected a compiled module, got a file of another kind");
    }
    String engine = data.readUTF();
    if (!engine.equals(EngineDigest.VALUE)) {
      throw new IOException(
          "expected a file of version " + EngineDigest.VALUE + ", got one of " + engine);
    }
    ModuleSummary summary = ModuleSummary.read(data);
    if (!summary.digest().equals(digest)) {
      throw new IOException("it contains another module, " + summary.digest());
    }
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int left = data.readInt(); left > 0; left--) {
      classes.put(data.readUTF(), data.readNBytes(data.readInt()));
    }
    return new KeptModule(summary, classes);
  }

  private static void requireWhole(byte[] file) throws IOException {
    if (file.length < 2 * CHECKSUM) {
      throw new IOException("it is damaged, with " + file.length + " bytes");
    }
    int end = file.length - CHECKSUM;
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, end);
    if (checksum.getValue() != ByteBuffer.wrap(file).getLong(end)) {
      throw new IOException("it is damaged: its checksum differs");
    }
  }
}
