//! Every function of wasi:sockets, called on sockets that talk to each other on loopback.

use crate::raw::{address, name};
use std::fmt::Debug;
use wasip2::io::streams::{InputStream, OutputStream};
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::ip_name_lookup::resolve_addresses;
use wasip2::sockets::network::{ErrorCode, IpAddressFamily, IpSocketAddress, Network};
use wasip2::sockets::tcp::{ShutdownType, TcpSocket};
use wasip2::sockets::tcp_create_socket::create_tcp_socket;
use wasip2::sockets::udp::{OutgoingDatagram, UdpSocket};
use wasip2::sockets::udp_create_socket::create_udp_socket;

/// What was called and what it answered, a line each.
struct Transcript(String);

impl Transcript {
    fn note<T: Debug>(&mut self, function: &str, result: Result<T, ErrorCode>) {
        let answer = match result {
            Ok(value) => format!("{value:?}"),
            Err(code) => name(code),
        };
        self.0.push_str(&format!("{function} {answer}\n"));
    }

    /// Of a result that cannot be compared, whether it was one.
    fn done<T>(&mut self, function: &str, result: Result<T, ErrorCode>) -> T {
        match result {
            Ok(value) => {
                self.0.push_str(&format!("{function} ok\n"));
                value
            }
            Err(code) => panic!("{function}: {}", name(code)),
        }
    }
}

fn host(address: IpSocketAddress) -> String {
    match address {
        IpSocketAddress::Ipv4(a) => format!("{:?}", a.address),
        IpSocketAddress::Ipv6(a) => format!("{:?}", a.address),
    }
}

pub fn call_all(family: &str) -> Result<String, String> {
    let (family, at) = match family {
        "ipv4" => (IpAddressFamily::Ipv4, address("127.0.0.1:0")),
        _ => (IpAddressFamily::Ipv6, address("[::1]:0")),
    };
    let mut log = Transcript(String::new());
    let network = instance_network();
    log.note("instance-network", Ok(()));
    lookup(&mut log, &network);
    let listener = tcp_socket(&mut log, &network, family, at);
    let (client, input, output) = connect(&mut log, &network, family, &listener);
    converse(&mut log, &listener, &client, input, output);
    udp(&mut log, &network, family, at);
    Ok(log.0)
}

fn lookup(log: &mut Transcript, network: &Network) {
    let stream = log.done("resolve-addresses", resolve_addresses(network, "127.0.0.1"));
    let pollable = stream.subscribe();
    log.note("resolve-address-stream.subscribe", Ok(()));
    pollable.block();
    log.note("resolve-address-stream.resolve-next-address", stream.resolve_next_address().map(|a| a.is_some()));
    log.note("resolve-address-stream.resolve-next-address", stream.resolve_next_address().map(|a| a.is_some()));
}

fn tcp_socket(log: &mut Transcript, network: &Network, family: IpAddressFamily, at: IpSocketAddress) -> TcpSocket {
    let socket = log.done("create-tcp-socket", create_tcp_socket(family));
    log.note("tcp-socket.address-family", Ok(socket.address_family() == family));
    log.note("tcp-socket.set-listen-backlog-size", socket.set_listen_backlog_size(4));
    log.note("tcp-socket.set-keep-alive-enabled", socket.set_keep_alive_enabled(true));
    log.note("tcp-socket.keep-alive-enabled", socket.keep_alive_enabled());
    log.note("tcp-socket.set-keep-alive-idle-time", socket.set_keep_alive_idle_time(42_000_000_000));
    log.note("tcp-socket.keep-alive-idle-time", socket.keep_alive_idle_time());
    log.note("tcp-socket.set-keep-alive-interval", socket.set_keep_alive_interval(1));
    log.note("tcp-socket.keep-alive-interval", socket.keep_alive_interval());
    log.note("tcp-socket.set-keep-alive-count", socket.set_keep_alive_count(44));
    log.note("tcp-socket.keep-alive-count", socket.keep_alive_count());
    log.note("tcp-socket.set-hop-limit", socket.set_hop_limit(45));
    log.note("tcp-socket.hop-limit", socket.hop_limit());
    log.note("tcp-socket.set-receive-buffer-size", socket.set_receive_buffer_size(0x10000));
    log.note("tcp-socket.receive-buffer-size", socket.receive_buffer_size());
    log.note("tcp-socket.set-send-buffer-size", socket.set_send_buffer_size(0));
    log.note("tcp-socket.send-buffer-size", socket.send_buffer_size().map(|n| n > 0));
    log.note("tcp-socket.local-address", socket.local_address().map(host));
    log.note("tcp-socket.start-bind", socket.start_bind(network, at));
    log.note("tcp-socket.finish-bind", socket.finish_bind());
    log.note("tcp-socket.local-address", socket.local_address().map(host));
    log.note("tcp-socket.accept", socket.accept().map(|_| ()));
    log.note("tcp-socket.start-listen", socket.start_listen());
    log.note("tcp-socket.is-listening", Ok(socket.is_listening()));
    log.note("tcp-socket.finish-listen", socket.finish_listen());
    log.note("tcp-socket.is-listening", Ok(socket.is_listening()));
    log.note("tcp-socket.accept", socket.accept().map(|_| ()));
    socket
}

fn connect(
    log: &mut Transcript,
    network: &Network,
    family: IpAddressFamily,
    listener: &TcpSocket,
) -> (TcpSocket, InputStream, OutputStream) {
    let client = log.done("create-tcp-socket", create_tcp_socket(family));
    log.note("tcp-socket.finish-connect", client.finish_connect().map(|_| ()));
    log.note("tcp-socket.start-connect", client.start_connect(network, listener.local_address().unwrap()));
    let pollable = client.subscribe();
    log.note("tcp-socket.subscribe", Ok(()));
    pollable.block();
    let (input, output) = log.done("tcp-socket.finish-connect", client.finish_connect());
    log.note("tcp-socket.remote-address", client.remote_address().map(host));
    (client, input, output)
}

fn converse(log: &mut Transcript, listener: &TcpSocket, client: &TcpSocket, input: InputStream, output: OutputStream) {
    listener.subscribe().block();
    let (accepted, theirs, ours) = log.done("tcp-socket.accept", listener.accept());
    log.note("tcp-socket.keep-alive-idle-time", accepted.keep_alive_idle_time());
    log.note("tcp-socket.hop-limit", accepted.hop_limit());
    output.blocking_write_and_flush(b"hello").expect("to write");
    log.note("input-stream.blocking-read", Ok(String::from_utf8(theirs.blocking_read(10).expect("to read")).unwrap()));
    log.note("tcp-socket.shutdown", client.shutdown(ShutdownType::Send));
    log.note("output-stream.check-write", Ok(output.check_write().is_err()));
    log.note("input-stream.blocking-read", Ok(theirs.blocking_read(10).is_err()));
    log.note("tcp-socket.shutdown", accepted.shutdown(ShutdownType::Both));
    log.note("input-stream.blocking-read", Ok(input.blocking_read(10).is_err()));
    drop((theirs, ours));
}

fn udp_socket(log: &mut Transcript, network: &Network, family: IpAddressFamily, at: IpSocketAddress) -> UdpSocket {
    let socket = log.done("create-udp-socket", create_udp_socket(family));
    log.note("udp-socket.address-family", Ok(socket.address_family() == family));
    log.note("udp-socket.set-unicast-hop-limit", socket.set_unicast_hop_limit(46));
    log.note("udp-socket.unicast-hop-limit", socket.unicast_hop_limit());
    log.note("udp-socket.set-receive-buffer-size", socket.set_receive_buffer_size(0x10000));
    log.note("udp-socket.receive-buffer-size", socket.receive_buffer_size());
    log.note("udp-socket.set-send-buffer-size", socket.set_send_buffer_size(0x10000));
    log.note("udp-socket.send-buffer-size", socket.send_buffer_size());
    log.note("udp-socket.stream", socket.stream(None).map(|_| ()));
    log.note("udp-socket.start-bind", socket.start_bind(network, at));
    socket.subscribe().block();
    log.note("udp-socket.subscribe", Ok(()));
    log.note("udp-socket.finish-bind", socket.finish_bind());
    log.note("udp-socket.local-address", socket.local_address().map(host));
    log.note("udp-socket.remote-address", socket.remote_address().map(host));
    socket
}

fn udp(log: &mut Transcript, network: &Network, family: IpAddressFamily, at: IpSocketAddress) {
    let one = udp_socket(log, network, family, at);
    let other = log.done("create-udp-socket", create_udp_socket(family));
    other.start_bind(network, at).and_then(|_| other.finish_bind()).expect("to bind");
    let (incoming, _) = other.stream(None).expect("streams");
    let (_, outgoing) = log.done("udp-socket.stream", one.stream(Some(other.local_address().unwrap())));
    log.note("udp-socket.remote-address", one.remote_address().map(host));
    outgoing.subscribe().block();
    log.note("outgoing-datagram-stream.subscribe", Ok(()));
    log.note("outgoing-datagram-stream.check-send", outgoing.check_send().map(|n| n >= 2));
    let datagram = |text: &str| OutgoingDatagram { data: text.into(), remote_address: None };
    log.note("outgoing-datagram-stream.send", outgoing.send(&[datagram("one"), datagram("")]));
    log.note("incoming-datagram-stream.receive", incoming.receive(0).map(|d| d.len()));
    let mut received = Vec::new();
    while received.len() < 2 {
        incoming.subscribe().block();
        received.extend(incoming.receive(10).expect("datagrams"));
    }
    log.note("incoming-datagram-stream.subscribe", Ok(()));
    let texts: Vec<_> = received.iter().map(|d| String::from_utf8_lossy(&d.data).into_owned()).collect();
    log.note("incoming-datagram-stream.receive", Ok(texts));
    log.note("incoming-datagram-stream.receive", Ok(host(received[0].remote_address)));
}
