//! What the standard library hides: error codes, traps and waiting.

use std::net::{IpAddr, SocketAddr};
use wasip2::io::poll::{poll, Pollable};
use wasip2::io::streams::{InputStream, OutputStream};
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::ip_name_lookup::resolve_addresses;
use wasip2::sockets::network::{
    ErrorCode, IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress,
};
use wasip2::sockets::tcp::TcpSocket;
use wasip2::sockets::tcp_create_socket::create_tcp_socket;
use wasip2::sockets::udp::{OutgoingDatagram, OutgoingDatagramStream, IncomingDatagramStream, UdpSocket};
use wasip2::sockets::udp_create_socket::create_udp_socket;

type Outcome = Result<String, String>;

pub fn name(code: ErrorCode) -> String {
    code.name().to_string()
}

pub fn family(address: &IpSocketAddress) -> IpAddressFamily {
    match address {
        IpSocketAddress::Ipv4(_) => IpAddressFamily::Ipv4,
        IpSocketAddress::Ipv6(_) => IpAddressFamily::Ipv6,
    }
}

pub fn address(text: &str) -> IpSocketAddress {
    let parsed: SocketAddr = text.parse().expect("an address and a port");
    let port = parsed.port();
    match parsed.ip() {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets();
            IpSocketAddress::Ipv4(Ipv4SocketAddress { port, address: (a, b, c, d) })
        }
        IpAddr::V6(ip) => {
            let [a, b, c, d, e, f, g, h] = ip.segments();
            let address = (a, b, c, d, e, f, g, h);
            IpSocketAddress::Ipv6(Ipv6SocketAddress { port, flow_info: 0, address, scope_id: 0 })
        }
    }
}

fn ip(address: &IpAddress) -> String {
    match *address {
        IpAddress::Ipv4((a, b, c, d)) => format!("{a}.{b}.{c}.{d}"),
        IpAddress::Ipv6((a, b, c, d, e, f, g, h)) => {
            std::net::Ipv6Addr::new(a, b, c, d, e, f, g, h).to_string()
        }
    }
}

pub fn lookup(name_to_find: &str) -> Outcome {
    let stream = resolve_addresses(&instance_network(), name_to_find).map_err(name)?;
    let pollable = stream.subscribe();
    let mut found = Vec::new();
    loop {
        match stream.resolve_next_address() {
            Ok(Some(address)) => found.push(ip(&address)),
            Ok(None) => return Ok(found.join(" ")),
            Err(ErrorCode::WouldBlock) => pollable.block(),
            Err(e) => return Err(name(e)),
        }
    }
}

pub fn bound(at: &str) -> Result<TcpSocket, ErrorCode> {
    let local = address(at);
    let socket = create_tcp_socket(family(&local))?;
    socket.start_bind(&instance_network(), local)?;
    socket.finish_bind()?;
    Ok(socket)
}

pub fn listener(at: &str) -> Result<TcpSocket, ErrorCode> {
    let socket = bound(at)?;
    socket.start_listen()?;
    socket.finish_listen()?;
    Ok(socket)
}

pub fn connected(to: IpSocketAddress) -> Result<(TcpSocket, InputStream, OutputStream), ErrorCode> {
    let socket = create_tcp_socket(family(&to))?;
    socket.start_connect(&instance_network(), to)?;
    let pollable = socket.subscribe();
    loop {
        match socket.finish_connect() {
            Err(ErrorCode::WouldBlock) => pollable.block(),
            Err(e) => return Err(e),
            Ok((input, output)) => {
                drop(pollable);
                return Ok((socket, input, output));
            }
        }
    }
}

pub fn udp(at: &str) -> Result<UdpSocket, ErrorCode> {
    let local = address(at);
    let socket = create_udp_socket(family(&local))?;
    socket.start_bind(&instance_network(), local)?;
    socket.finish_bind()?;
    Ok(socket)
}

fn udp_streams() -> Result<(UdpSocket, IncomingDatagramStream, OutgoingDatagramStream), String> {
    let socket = udp("127.0.0.1:0").map_err(name)?;
    let own = socket.local_address().map_err(name)?;
    let (incoming, outgoing) = socket.stream(Some(own)).map_err(name)?;
    Ok((socket, incoming, outgoing))
}

pub fn start_connect(to: &str) -> Outcome {
    connected(address(to)).map(|_| "connected".to_string()).map_err(name)
}

pub fn start_bind(at: &str) -> Outcome {
    bound(at).map(|_| "bound".to_string()).map_err(name)
}

/// Drops a resource before a child of it.
pub fn drop_parent(which: &str) -> Outcome {
    let listener = listener("127.0.0.1:0").map_err(name)?;
    let (socket, input, output) = connected(listener.local_address().map_err(name)?).map_err(name)?;
    match which {
        "tcp-socket" => drop(socket),
        "tcp-socket-of-pollable" => {
            let pollable = listener.subscribe();
            drop(listener);
            drop(pollable);
        }
        "input-stream" => {
            let pollable = input.subscribe();
            drop(input);
            drop(pollable);
        }
        "output-stream" => {
            let pollable = output.subscribe();
            drop(output);
            drop(pollable);
        }
        "udp-socket" => {
            let (socket, incoming, _outgoing) = udp_streams()?;
            drop(socket);
            drop(incoming);
        }
        "incoming-datagram-stream" => {
            let (_socket, incoming, _outgoing) = udp_streams()?;
            let pollable = incoming.subscribe();
            drop(incoming);
            drop(pollable);
        }
        "outgoing-datagram-stream" => {
            let (_socket, _incoming, outgoing) = udp_streams()?;
            let pollable = outgoing.subscribe();
            drop(outgoing);
            drop(pollable);
        }
        "resolve-address-stream" => {
            let stream = resolve_addresses(&instance_network(), "127.0.0.1").map_err(name)?;
            let pollable = stream.subscribe();
            drop(stream);
            drop(pollable);
        }
        _ => return Err(format!("no resource {which}")),
    }
    Ok("dropped".to_string())
}

fn datagram() -> OutgoingDatagram {
    OutgoingDatagram { data: b"hello".to_vec(), remote_address: None }
}

pub fn send_too_much() -> Outcome {
    let (_socket, _incoming, outgoing) = udp_streams()?;
    let permitted = outgoing.check_send().map_err(name)?;
    let datagrams: Vec<_> = (0..permitted + 1).map(|_| datagram()).collect();
    outgoing.send(&datagrams).map(|n| n.to_string()).map_err(name)
}

/// Sends a second time without asking again.
pub fn send_unasked() -> Outcome {
    let (_socket, _incoming, outgoing) = udp_streams()?;
    outgoing.check_send().map_err(name)?;
    outgoing.send(&[]).map_err(name)?;
    outgoing.send(&[datagram()]).map_err(name)?;
    outgoing.send(&[datagram()]).map(|n| n.to_string()).map_err(name)
}

pub fn wait_for_connection() -> Outcome {
    let listener = listener("127.0.0.1:0").map_err(name)?;
    listener.subscribe().block();
    listener.accept().map(|_| "accepted".to_string()).map_err(name)
}

pub fn wait_for_bytes(from: &str) -> Outcome {
    let (_socket, input, _output) = connected(address(from)).map_err(name)?;
    input.blocking_read(10).map(|b| format!("{}", b.len())).map_err(|e| e.to_string())
}

pub fn wait_for_datagram() -> Outcome {
    let (_socket, incoming, _outgoing) = udp_streams()?;
    incoming.subscribe().block();
    incoming.receive(1).map(|d| format!("{}", d.len())).map_err(name)
}

/// Makes sockets until there are no more.
pub fn hoard() -> Outcome {
    let mut kept = Vec::new();
    loop {
        match create_tcp_socket(IpAddressFamily::Ipv4) {
            Ok(socket) => kept.push(socket),
            Err(e) => return Ok(format!("{} {}", kept.len(), name(e))),
        }
    }
}

/// Asks again and again for what does not come, beside something that is ready.
pub fn poll_often() -> Outcome {
    let listener = listener("127.0.0.1:0").map_err(name)?;
    let udp = udp("127.0.0.1:0").map_err(name)?;
    let (incoming, outgoing) = udp.stream(None).map_err(name)?;
    let ready: Pollable = outgoing.subscribe();
    let mut seen = 0;
    for _ in 0..20_000 {
        let one = listener.subscribe();
        let two = incoming.subscribe();
        seen += poll(&[&one, &two, &ready]).len();
    }
    Ok(seen.to_string())
}
