//! A component of `wasi:http/proxy` whose paths are what a server must bear: it answers, streams, forwards, and misbehaves.

use std::sync::atomic::{AtomicU32, Ordering};

use wasip2::clocks::monotonic_clock;
use wasip2::exports::http::incoming_handler::Guest;
use wasip2::http::outgoing_handler;
use wasip2::http::types::{
    ErrorCode, Fields, IncomingBody, IncomingRequest, Method, OutgoingBody, OutgoingRequest, OutgoingResponse,
    ResponseOutparam, Scheme,
};
use wasip2::io::streams::{InputStream, OutputStream, StreamError};

struct Server;

wasip2::http::proxy::export!(Server);

static ANSWERED: AtomicU32 = AtomicU32::new(0);

impl Guest for Server {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let target = request.path_with_query().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        match path {
            "/hello" => text(out, 200, "hello\n"),
            "/count" => text(out, 200, &ANSWERED.fetch_add(1, Ordering::Relaxed).to_string()),
            "/request" => text(out, 200, &described(&request)),
            "/echo" => echo(request, out),
            "/sink" => sink(request, out),
            "/source" => source(query.parse().unwrap(), out),
            "/unread" => text(out, 200, "unread"),
            "/status" => text(out, query.parse().unwrap(), ""),
            "/forward" => forward(query, out),
            "/unset" => {}
            "/error" => ResponseOutparam::set(out, Err(ErrorCode::InternalError(Some("as asked".into())))),
            "/trap" => panic!("as asked"),
            "/late-trap" => begin(out, |stream| {
                stream.blocking_write_and_flush(b"begun").unwrap();
                panic!("as asked")
            }),
            "/hang" => loop {
                std::hint::black_box(0);
            },
            "/sleep" => monotonic_clock::subscribe_duration(3_600_000_000_000).block(),
            "/late-sleep" => begin(out, |stream| {
                stream.blocking_write_and_flush(b"begun").unwrap();
                monotonic_clock::subscribe_duration(3_600_000_000_000).block()
            }),
            "/endless" => begin(out, |stream| while stream.blocking_write_and_flush(&[b'x'; 4096]).is_ok() {}),
            "/short" => short(out),
            "/unfinished" => unfinished(out),
            _ => text(out, 404, "there is no such path"),
        }
    }
}

fn response(status: u16, headers: &[(String, Vec<u8>)]) -> OutgoingResponse {
    let response = OutgoingResponse::new(Fields::from_list(headers).unwrap());
    response.set_status_code(status).unwrap();
    response
}

fn text(out: ResponseOutparam, status: u16, text: &str) {
    let response = response(status, &[("Content-Type".into(), b"text/plain".to_vec())]);
    let body = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    let stream = body.write().unwrap();
    write(&stream, text.as_bytes()).unwrap();
    drop(stream);
    OutgoingBody::finish(body, None).unwrap();
}

fn begin(out: ResponseOutparam, go_on: impl FnOnce(&OutputStream)) {
    let response = response(200, &[]);
    let body = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    let stream = body.write().unwrap();
    go_on(&stream);
    drop(stream);
    let _ = OutgoingBody::finish(body, None);
}

fn write(stream: &OutputStream, bytes: &[u8]) -> Result<(), StreamError> {
    bytes.chunks(4096).try_for_each(|chunk| stream.blocking_write_and_flush(chunk))
}

fn described(request: &IncomingRequest) -> String {
    let mut lines = format!(
        "{:?} {:?} {:?} {:?}\n",
        request.method(),
        request.scheme(),
        request.authority(),
        request.path_with_query()
    );
    for (name, value) in request.headers().entries() {
        lines += &format!("{name}: {}\n", String::from_utf8_lossy(&value));
    }
    lines
}

/// Calls with each piece, to the end.
fn read(stream: &InputStream, mut each: impl FnMut(&[u8])) {
    loop {
        match stream.blocking_read(65536) {
            Ok(piece) => each(&piece),
            Err(StreamError::Closed) => return,
            Err(StreamError::LastOperationFailed(e)) => panic!("{}", e.to_debug_string()),
        }
    }
}

/// Sends what comes as it comes, and the trailers after it.
fn echo(request: IncomingRequest, out: ResponseOutparam) {
    let body = request.consume().unwrap();
    let response = response(200, &[]);
    let sent = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    let to = sent.write().unwrap();
    let from = body.stream().unwrap();
    read(&from, |piece| write(&to, piece).unwrap());
    drop((from, to));
    let trailers = trailers(body);
    OutgoingBody::finish(sent, trailers).unwrap();
}

fn trailers(body: IncomingBody) -> Option<Fields> {
    let future = IncomingBody::finish(body);
    future.subscribe().block();
    let trailers = future.get().unwrap().unwrap().unwrap();
    trailers.map(|t| t.clone())
}

fn sink(request: IncomingRequest, out: ResponseOutparam) {
    let body = request.consume().unwrap();
    let stream = body.stream().unwrap();
    let mut count = 0;
    read(&stream, |piece| count += piece.len() as u64);
    drop(stream);
    text(out, 200, &count.to_string());
}

fn source(mut count: u64, out: ResponseOutparam) {
    begin(out, |stream| {
        let pollable = stream.subscribe();
        while count > 0 {
            pollable.block();
            let permit = stream.check_write().unwrap().min(count);
            stream.write_zeroes(permit).unwrap();
            count -= permit;
        }
    });
}

/// `get` of an http:// or https:// URL, whose answer it passes on.
fn forward(url: &str, out: ResponseOutparam) {
    let (scheme, rest) = match url.strip_prefix("https://") {
        Some(rest) => (Scheme::Https, rest),
        None => (Scheme::Http, url.strip_prefix("http://").unwrap()),
    };
    let (authority, path) = rest.split_once('/').unwrap();
    let request = OutgoingRequest::new(Fields::new());
    request.set_method(&Method::Get).unwrap();
    request.set_scheme(Some(&scheme)).unwrap();
    request.set_authority(Some(authority)).unwrap();
    request.set_path_with_query(Some(&format!("/{path}"))).unwrap();
    let future = match outgoing_handler::handle(request, None) {
        Ok(future) => future,
        Err(e) => return text(out, 502, &format!("{e:?}")),
    };
    future.subscribe().block();
    match future.get().unwrap().unwrap() {
        Err(e) => text(out, 502, &format!("{e:?}")),
        Ok(answer) => {
            let response = response(answer.status(), &[]);
            let sent = response.body().unwrap();
            ResponseOutparam::set(out, Ok(response));
            let body = answer.consume().unwrap();
            let to = sent.write().unwrap();
            let from = body.stream().unwrap();
            read(&from, |piece| write(&to, piece).unwrap());
            drop((from, to));
            OutgoingBody::finish(sent, None).unwrap();
        }
    }
}

/// Says that it has ten bytes, and writes five.
fn short(out: ResponseOutparam) {
    let response = response(200, &[("Content-Length".into(), b"10".to_vec())]);
    let body = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    let stream = body.write().unwrap();
    write(&stream, b"short").unwrap();
    drop(stream);
    OutgoingBody::finish(body, None).unwrap_err();
}

/// Returns while it still has the body.
fn unfinished(out: ResponseOutparam) {
    let response = response(200, &[]);
    let body = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    std::mem::forget(body);
}
