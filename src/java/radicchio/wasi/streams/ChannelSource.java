package radicchio.wasi.streams;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A source on a channel of the JDK, from which bytes come without a copy to a buffer outside of the heap. */
public interface ChannelSource extends ByteSource {

  /** Reads into what remains of the buffer, otherwise as {@link #read(byte[], int, int)}. */
  int read(ByteBuffer target) throws IOException;
}
