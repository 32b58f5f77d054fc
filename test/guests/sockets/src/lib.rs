//! Scenarios with sockets: some through Rust's standard library, some through the bindings of wasi:sockets.

wit_bindgen::generate!({ path: "wit", world: "sockets" });

mod every;
mod raw;
mod standard;

struct Sockets;

impl Guest for Sockets {
    fn run(scenario: String, arguments: Vec<String>) -> Result<String, String> {
        let first = arguments.first().map(String::as_str).unwrap_or("");
        match scenario.as_str() {
            "connect" => standard::connect(first),
            "pull" => standard::pull(first),
            "push" => standard::push(first),
            "listen" => standard::listen(first),
            "echo-one" => standard::echo_one(),
            "udp-ask" => standard::udp_ask(first),
            "udp-bind" => standard::udp_bind(first),
            "udp-answer-one" => standard::udp_answer_one(),
            "resolve" => standard::resolve(first),
            "every-function" => every::call_all(first),
            "lookup" => raw::lookup(first),
            "start-connect" => raw::start_connect(first),
            "start-bind" => raw::start_bind(first),
            "drop-parent" => raw::drop_parent(first),
            "send-too-much" => raw::send_too_much(),
            "send-unasked" => raw::send_unasked(),
            "wait-for-connection" => raw::wait_for_connection(),
            "wait-for-bytes" => raw::wait_for_bytes(first),
            "wait-for-datagram" => raw::wait_for_datagram(),
            "hoard" => raw::hoard(),
            "poll-often" => raw::poll_often(),
            _ => Err(format!("no scenario {scenario}")),
        }
    }
}

export!(Sockets);
