package radicchio.wasi.streams;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source on a channel of the JDK, whose bytes are not copied to a buffer outside the heap. */
public interface ChannelSource extends ByteSource {

  /** Reads into the remaining bytes of the buffer, otherwise as {@link #read(byte[], int, int)}. */
  int read(ByteBuffer target) throws IOException;
}
