package radicchio.wasi.sockets.channel;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

/** The addresses that a socket accepts. */
public final class SocketAddresses {
  private SocketAddresses() {}

  /** Returns the address that means all addresses of this machine. */
  public static InetSocketAddress unspecified(StandardProtocolFamily family) {
    byte[] zeros = new byte[family == StandardProtocolFamily.INET ? 4 : 16];
    try {
      return new InetSocketAddress(InetAddress.getByAddress(zeros), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // both are lengths of addresses
    }
  }

  public static boolean isOf(InetSocketAddress address, StandardProtocolFamily family) {
    InetAddress ip = address.getAddress();
    return family == StandardProtocolFamily.INET
        ? ip instanceof Inet4Address
        : ip instanceof Inet6Address ipv6 && !holdsIpv4(ipv6);
  }

  /** Tests whether an address is IPv4-mapped, or IPv4-compatible, which is deprecated. A socket has one family. */
  private static boolean holdsIpv4(Inet6Address address) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    boolean mapped = bytes[10] == -1 && bytes[11] == -1;
    boolean compatible = bytes[10] == 0 && bytes[11] == 0;
    return mapped || compatible && !address.isAnyLocalAddress() && !address.isLoopbackAddress();
  }

  public static boolean isUnicast(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    return !ip.isMulticastAddress() && !isBroadcast(ip);
  }

  private static boolean isBroadcast(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return false;
    }
    for (byte each : address.getAddress()) {
      if (each != -1) {
        return false;
      }
    }
    return true;
  }

  /** Tests whether the address can be that of a peer. */
  public static boolean isRemote(InetSocketAddress address) {
    return !address.getAddress().isAnyLocalAddress() && address.getPort() != 0;
  }
}
