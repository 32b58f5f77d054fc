package radicchio.wasi;

import java.util.List;

/**
 * Initializes every class that WASI 0.2 and 0.3 may otherwise initialize while a guest runs. A guest determines the
 * depth of the stack at a call, and a class whose initialization runs out of stack can never be used again in this
 * JVM.
 */
final class HostStates {
  /** By name, because the compiler's own classes (for a {@code switch} over an enum) have no class literal. */
  private static final List<String> CLASSES =
      List.of(
          "clocks.GrantedClocks",
          "files.Directory",
          "files.FileError",
          "files.FileIdentity",
          "files.FileStat",
          "files.FileType",
          "files.GrantLock",
          "files.GuestPath",
          "files.HostDirectory",
          "files.OpenFile",
          "files.OpenFlag",
          "host.HostInterface$Grant",
          "host.Signatures",
          "host.Staged",
          "host.filesystem.FilesystemErrorCode",
          "host.filesystem.FilesystemErrorCode$1",
          "host.filesystem.PathFunctions",
          "host.http.FieldRules",
          "host.http.HeaderError",
          "host.http.RequestTarget",
          "host.http.StagedHttp",
          "host.http.StagedHttp$1",
          "host.random.RandomInterfaces",
          "http.BodySource",
          "http.HttpErrorKind",
          "http.client.AllowedOrigins",
          "http.client.Authority",
          "http.client.Timeouts",
          "p2.ReadBuffer",
          "p2.clocks.MonotonicClockInterface",
          "p2.filesystem.DatetimeForm$1",
          "p2.filesystem.FilesystemInterfaces",
          "p2.io.GuestOutput",
          "p2.sockets.SocketErrorCode",
          "p2.sockets.SocketErrorCode$1",
          "p2.sockets.TcpInterface",
          "p3.cli.StandardStreamInterfaces$StreamError",
          "p3.clocks.MonotonicMarksInterface",
          "p3.filesystem.DescriptorInterfaces",
          "p3.filesystem.InstantForm$1",
          "p3.sockets.SocketErrors",
          "sockets.Lookups",
          "sockets.Network",
          "sockets.Resolver",
          "sockets.channel.ChannelSelector",
          "sockets.channel.OpenSockets",
          "sockets.channel.SocketError",
          "sockets.channel.SocketSetting",
          "sockets.grant.HostNames",
          "sockets.grant.NetworkGrant",
          "sockets.tcp.TcpSocket",
          "sockets.tcp.TcpSocket$Direction",
          "streams.Aside",
          "streams.ByteSource",
          "streams.HostOutput",
          "streams.Pollable",
          "streams.StandardStreams",
          "streams.StandardStreams$Holder",
          "streams.Waiting");

  private HostStates() {}

  static void initialize() {
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio.wasi." + name, true, HostStates.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
