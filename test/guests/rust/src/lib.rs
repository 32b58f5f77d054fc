//! The world of ../js/wit in Rust, as its standard toolchain makes it.

wit_bindgen::generate!({ path: "../js/wit", world: "greeter" });

use std::sync::atomic::{AtomicU32, Ordering};

struct Greeter;

static CALLS: AtomicU32 = AtomicU32::new(0);

impl Guest for Greeter {
    fn hello(name: String) -> String {
        format!("Hello, {name}!")
    }

    fn moved(places: Vec<Place>, dx: f64, dy: f64) -> Vec<Place> {
        places.into_iter().map(|p| Place { x: p.x + dx, y: p.y + dy, ..p }).collect()
    }

    fn reversed(mut bytes: Vec<u8>) -> Vec<u8> {
        bytes.reverse();
        bytes
    }

    fn parsed(text: String) -> Result<i32, String> {
        text.parse().map_err(|_| format!("not an integer: {text}"))
    }

    fn calls() -> u32 {
        CALLS.fetch_add(1, Ordering::Relaxed) + 1
    }
}

export!(Greeter);
