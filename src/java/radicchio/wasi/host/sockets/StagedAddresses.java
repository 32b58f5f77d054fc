package radicchio.wasi.host.sockets;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;

/** Addresses of {@code wasi:sockets} as staged values. */
public final class StagedAddresses {
  private static final int IPV4 = 0;
  private static final int IPV6 = 1;

  private StagedAddresses() {}

  /** An {@code ip-address-family}. */
  public static StandardProtocolFamily family(long staged) {
    return staged == IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
  }

  public static Long staged(StandardProtocolFamily family) {
    return family == StandardProtocolFamily.INET ? 0L : 1L;
  }

  /** An {@code ip-address}. */
  public static StagedCase staged(InetAddress address) {
    return new StagedCase(address instanceof Inet4Address ? IPV4 : IPV6, parts(address));
  }

  /** The tuple of an address: four bytes, or eight numbers of two bytes. */
  private static Object[] parts(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    boolean four = bytes.remaining() == 4;
    Object[] parts = new Object[four ? 4 : 8];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = (long) (four ? bytes.get() & 0xff : bytes.getShort() & 0xffff);
    }
    return parts;
  }

  /** An {@code ip-socket-address}; the JDK has no flow information. */
  public static StagedCase staged(InetSocketAddress address) {
    Long port = (long) address.getPort();
    Object[] parts = parts(address.getAddress());
    return address.getAddress() instanceof Inet6Address ipv6
        ? new StagedCase(
            IPV6, Staged.record(port, 0L, parts, Integer.toUnsignedLong(ipv6.getScopeId())))
        : new StagedCase(IPV4, Staged.record(port, parts));
  }

  /** Reads an {@code ip-socket-address}. An IPv6 address stays one, even if it contains an IPv4 address. */
  public static InetSocketAddress socketAddress(Object staged) {
    StagedCase address = (StagedCase) staged;
    Object[] fields = (Object[]) address.payload();
    int port = number(fields[0]);
    try {
      return address.index() == IPV4
          ? new InetSocketAddress(InetAddress.getByAddress(ipv4((Object[]) fields[1])), port)
          : new InetSocketAddress(ipv6((Object[]) fields[2], number(fields[3])), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // both lengths are those of addresses
    }
  }

  private static byte[] ipv4(Object[] parts) {
    byte[] bytes = new byte[4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) number(parts[i]);
    }
    return bytes;
  }

  /** @param scope 0 for none */
  private static Inet6Address ipv6(Object[] parts, int scope) throws UnknownHostException {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    for (Object part : parts) {
      bytes.putShort((short) number(part));
    }
    return Inet6Address.getByAddress(null, bytes.array(), scope == 0 ? -1 : scope);
  }

  private static int number(Object staged) {
    return ((Long) staged).intValue();
  }
}
