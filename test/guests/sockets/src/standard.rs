//! What Rust's standard library does.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};

thread_local! {
    static LISTENER: RefCell<Option<TcpListener>> = const { RefCell::new(None) };
    static SOCKET: RefCell<Option<UdpSocket>> = const { RefCell::new(None) };
}

type Outcome = Result<String, String>;

fn kind(e: std::io::Error) -> String {
    format!("{:?}", e.kind())
}

/// Says hello, ends its side, and gives what the other side says until it ends its own.
pub fn connect(address: &str) -> Outcome {
    let mut stream = TcpStream::connect(address).map_err(kind)?;
    stream.write_all(b"hello").map_err(kind)?;
    stream.shutdown(Shutdown::Write).map_err(kind)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(kind)?;
    Ok(answer)
}

/// How many bytes come, and their sum.
pub fn pull(address: &str) -> Outcome {
    let mut stream = TcpStream::connect(address).map_err(kind)?;
    let mut buffer = vec![0; 65536];
    let (mut count, mut sum) = (0u64, 0u64);
    loop {
        let n = stream.read(&mut buffer).map_err(kind)?;
        if n == 0 {
            return Ok(format!("{count} {sum}"));
        }
        count += n as u64;
        sum += buffer[..n].iter().map(|b| *b as u64).sum::<u64>();
    }
}

/// Sends 8 MiB of counted bytes.
pub fn push(address: &str) -> Outcome {
    let mut stream = TcpStream::connect(address).map_err(kind)?;
    let bytes: Vec<u8> = (0..8 * 1024 * 1024).map(|i: u32| (i % 251) as u8).collect();
    stream.write_all(&bytes).map_err(kind)?;
    Ok(format!("{}", bytes.len()))
}

pub fn listen(address: &str) -> Outcome {
    let listener = TcpListener::bind(address).map_err(kind)?;
    let local = listener.local_addr().map_err(kind)?;
    LISTENER.with(|kept| kept.replace(Some(listener)));
    Ok(local.to_string())
}

/// Accepts a connection of the listener and sends back what comes.
pub fn echo_one() -> Outcome {
    LISTENER.with(|kept| {
        let kept = kept.borrow();
        let listener = kept.as_ref().ok_or("no listener")?;
        let (mut stream, peer) = listener.accept().map_err(kind)?;
        let mut content = Vec::new();
        stream.read_to_end(&mut content).map_err(kind)?;
        stream.write_all(&content).map_err(kind)?;
        Ok(peer.to_string())
    })
}

pub fn udp_ask(address: &str) -> Outcome {
    let any = if address.starts_with('[') { "[::]:0" } else { "0.0.0.0:0" };
    let socket = UdpSocket::bind(any).map_err(kind)?;
    socket.connect(address).map_err(kind)?;
    socket.send(b"question").map_err(kind)?;
    let mut buffer = [0; 100];
    let n = socket.recv(&mut buffer).map_err(kind)?;
    Ok(String::from_utf8_lossy(&buffer[..n]).into_owned())
}

pub fn udp_bind(address: &str) -> Outcome {
    let socket = UdpSocket::bind(address).map_err(kind)?;
    let local = socket.local_addr().map_err(kind)?;
    SOCKET.with(|kept| kept.replace(Some(socket)));
    Ok(local.to_string())
}

pub fn udp_answer_one() -> Outcome {
    SOCKET.with(|kept| {
        let kept = kept.borrow();
        let socket = kept.as_ref().ok_or("no socket")?;
        let mut buffer = [0; 100];
        let (n, peer) = socket.recv_from(&mut buffer).map_err(kind)?;
        buffer[..n].reverse();
        socket.send_to(&buffer[..n], peer).map_err(kind)?;
        Ok(peer.to_string())
    })
}

pub fn resolve(name: &str) -> Outcome {
    let found = (name, 80).to_socket_addrs().map_err(kind)?;
    Ok(found.map(|a| a.ip().to_string()).collect::<Vec<_>>().join(" "))
}
