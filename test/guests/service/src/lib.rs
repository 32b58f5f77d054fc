//! A service of `wasi:http/handler` of WASI 0.3, for tests: each path does one thing.

use std::sync::atomic::{AtomicU32, Ordering};
use wasip3::http::client;
use wasip3::http::types::{ErrorCode, Fields, Method, Request, Response, Scheme, Trailers};
use wasip3::wit_bindgen::{self, FutureReader, StreamReader};
use wasip3::{clocks::monotonic_clock, wit_future, wit_stream};

wasip3::http::service::export!(Service);

struct Service;

/// How many requests this instance has got.
static REQUESTS: AtomicU32 = AtomicU32::new(0);

/// How many it answers now, and the most that it has answered at a time.
static ACTIVE: AtomicU32 = AtomicU32::new(0);
static MOST: AtomicU32 = AtomicU32::new(0);

type Rest = FutureReader<Result<Option<Trailers>, ErrorCode>>;

fn no_trailers() -> Rest {
    let (writer, reader) = wit_future::new(|| Ok(None));
    drop(writer);
    reader
}

fn response(status: u16, contents: Option<StreamReader<u8>>, rest: Rest) -> Response {
    let headers = Fields::new();
    headers.append("content-type", b"text/plain").unwrap();
    let (response, _sent) = Response::new(headers, contents, rest);
    response.set_status_code(status).unwrap();
    response
}

fn text(status: u16, text: String) -> Response {
    let (mut writer, reader) = wit_stream::new();
    wit_bindgen::spawn_local(async move {
        writer.write_all(text.into_bytes()).await;
    });
    response(status, Some(reader), no_trailers())
}

/// Sends the bytes and the trailers of a request back, as they come.
fn echo(request: Request) -> Response {
    let (handled, result) = wit_future::new(|| Ok(()));
    drop(handled);
    let (contents, rest) = Request::consume_body(request, result);
    response(200, Some(contents), rest)
}

/// Gets `/` of an authority, and gives what came.
async fn fetch(authority: &str) -> Result<Response, ErrorCode> {
    let (request, _sent) = Request::new(Fields::new(), None, no_trailers(), None);
    request.set_method(&Method::Get).unwrap();
    request.set_scheme(Some(&Scheme::Http)).unwrap();
    request.set_authority(Some(authority)).unwrap();
    request.set_path_with_query(Some("/")).unwrap();
    client::send(request).await
}

async fn wait() -> Response {
    let active = ACTIVE.fetch_add(1, Ordering::SeqCst) + 1;
    MOST.fetch_max(active, Ordering::SeqCst);
    monotonic_clock::wait_for(300_000_000).await;
    ACTIVE.fetch_sub(1, Ordering::SeqCst);
    text(200, format!("{}", MOST.load(Ordering::SeqCst)))
}

/// Writes without end.
fn endless() -> Response {
    let (mut writer, reader) = wit_stream::new();
    wit_bindgen::spawn_local(async move {
        while writer.write_all(vec![b'x'; 4096]).await.is_empty() {}
    });
    response(200, Some(reader), no_trailers())
}

impl wasip3::exports::http::handler::Guest for Service {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let count = REQUESTS.fetch_add(1, Ordering::SeqCst) + 1;
        let path = request.get_path_with_query().unwrap_or_default();
        match path.split_once('?').unwrap_or((&path, "")) {
            ("/hello", name) => Ok(text(200, format!("hello {name}\n"))),
            ("/echo", _) => Ok(echo(request)),
            ("/count", _) => Ok(text(200, format!("{count}"))),
            ("/wait", _) => Ok(wait().await),
            ("/endless", _) => Ok(endless()),
            ("/fetch", authority) => fetch(authority).await,
            ("/error", _) => Err(ErrorCode::HttpRequestBodySize(None)),
            ("/trap", _) => panic!("as asked"),
            ("/stuck", _) => {
                monotonic_clock::wait_for(u64::MAX).await;
                unreachable!()
            }
            _ => Ok(response(404, None, no_trailers())),
        }
    }
}
