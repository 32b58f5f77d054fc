//! Greets who the path names, and shouts what it is sent.

use wasip2::exports::http::incoming_handler::Guest;
use wasip2::http::types::{Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};
use wasip2::io::streams::OutputStream;

struct Greetings;

wasip2::http::proxy::export!(Greetings);

impl Guest for Greetings {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        match path.strip_prefix("/hello/") {
            Some(name) => respond(out, 200, |body| write(body, format!("Hello, {name}!\n").as_bytes())),
            None if path == "/shout" => respond(out, 200, |body| shout(request, body)),
            None => respond(out, 404, |body| write(body, b"Nobody is greeted here.\n")),
        }
    }
}

/// The response is on its way while its body is written.
fn respond(out: ResponseOutparam, status: u16, fill: impl FnOnce(&OutputStream)) {
    let headers = Fields::from_list(&[("Content-Type".to_string(), b"text/plain".to_vec())]).unwrap();
    let response = OutgoingResponse::new(headers);
    response.set_status_code(status).unwrap();
    let body = response.body().unwrap();
    ResponseOutparam::set(out, Ok(response));
    let stream = body.write().unwrap();
    fill(&stream);
    drop(stream);
    OutgoingBody::finish(body, None).unwrap();
}

fn write(body: &OutputStream, bytes: &[u8]) {
    for piece in bytes.chunks(4096) {
        body.blocking_write_and_flush(piece).unwrap();
    }
}

/// Sends each piece of the request's body back as it comes.
fn shout(request: IncomingRequest, to: &OutputStream) {
    let body = request.consume().unwrap();
    let from = body.stream().unwrap();
    while let Ok(piece) = from.blocking_read(4096) {
        write(to, &piece.to_ascii_uppercase());
    }
}
