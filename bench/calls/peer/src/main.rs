//! The calls on wasmtime, with Rust's types: reads "name operations" line by line, and prints the nanoseconds that they took.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use wasmtime::component::{bindgen, Component, HasSelf, Linker};
use wasmtime::{Engine, Result, Store};

bindgen!({ path: "../calls.wit", world: "calls" });

use bench::calls::types::{Person, Point};

struct Host;

impl bench::calls::host::Host for Host {
    fn tick(&mut self, n: u32) -> u32 {
        n + 1
    }
}

impl bench::calls::types::Host for Host {}

/// Measures `n` times `body`.
fn measured(n: u64, mut body: impl FnMut() -> Result<()>) -> Result<u128> {
    let start = Instant::now();
    for _ in 0..n {
        body()?;
    }
    Ok(start.elapsed().as_nanos())
}

fn main() -> Result<()> {
    let engine = Engine::default();
    let component = Component::from_file(&engine, std::env::args().nth(1).expect("the component's file"))?;
    let mut linker = Linker::new(&engine);
    Calls::add_to_linker::<_, HasSelf<_>>(&mut linker, |host| host)?;
    let mut store = Store::new(&engine, Host);
    let calls = Calls::instantiate(&mut store, &component, &linker)?;
    let shop = calls.bench_calls_shop().counter();

    let short = "a".repeat(16);
    let long = "a".repeat(4096);
    let bytes = vec![7u8; 1 << 20];
    let numbers: Vec<u32> = (0..100_000).collect();
    let ints: Vec<i32> = (0..100_000).collect();
    let points: Vec<Point> = (0..1000).map(|i| Point { x: i.into(), y: 0.5 }).collect();
    let people: Vec<Person> = (0..1000)
        .map(|i| Person { name: format!("person {i}"), age: i, height: 1.8 })
        .collect();

    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, n) = line.split_once(' ').expect("a name and a number");
        let n: u64 = n.parse()?;
        let store = &mut store;
        let nanos = match name {
            "add" => {
                let mut i = 0;
                measured(n, || {
                    i += 1;
                    calls.call_add(&mut *store, i, 3).map(drop)
                })?
            }
            "string-16" => measured(n, || calls.call_echo_string(&mut *store, &short).map(drop))?,
            "string-4096" => measured(n, || calls.call_echo_string(&mut *store, &long).map(drop))?,
            "bytes" => measured(n, || calls.call_echo_bytes(&mut *store, &bytes).map(drop))?,
            "numbers" => measured(n, || calls.call_echo_numbers(&mut *store, &numbers).map(drop))?,
            "sum" => measured(n, || calls.call_sum(&mut *store, &ints).map(drop))?,
            "points" => measured(n, || calls.call_points(&mut *store, &points).map(drop))?,
            "people" => measured(n, || calls.call_people(&mut *store, &people).map(drop))?,
            "ticks" => measured(n, || calls.call_ticks(&mut *store, 1000).map(drop))?,
            "resource" => measured(n, || {
                let counter = shop.call_constructor(&mut *store, 1)?;
                shop.call_add(&mut *store, counter, 2)?;
                counter.resource_drop(&mut *store)
            })?,
            "instances" => measured(n, || {
                let mut store = Store::new(&engine, Host);
                Calls::instantiate(&mut store, &component, &linker).map(drop)
            })?,
            other => panic!("no such measurement: {other}"),
        };
        println!("{nanos}");
        io::stdout().flush()?;
    }
    Ok(())
}
