//! What bench/radicchio/bench/wasi.clj measures: `files WHAT COUNT` does something so often with files of the first
//! granted directory, in pieces of 64 KiB, by functions of WASI 0.2 or by those of Rust's library.

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use wasip2::filesystem::preopens::get_directories;
use wasip2::filesystem::types::{Descriptor, DescriptorFlags, OpenFlags, PathFlags};
use wasip2::io::streams::StreamError;

const PIECE: usize = 64 * 1024;

fn opened(directory: &Descriptor, name: &str, make: OpenFlags, flags: DescriptorFlags) -> Descriptor {
    directory.open_at(PathFlags::empty(), name, make, flags).unwrap()
}

fn read_stream(directory: &Descriptor) -> u64 {
    let file = opened(directory, "data", OpenFlags::empty(), DescriptorFlags::READ);
    let stream = file.read_via_stream(0).unwrap();
    let mut sum = 0;
    loop {
        match stream.blocking_read(PIECE as u64) {
            Ok(bytes) => sum += black_box(bytes).len() as u64,
            Err(StreamError::Closed) => return sum,
            Err(e) => panic!("{e:?}"),
        }
    }
}

fn read_at(directory: &Descriptor) -> u64 {
    let file = opened(directory, "data", OpenFlags::empty(), DescriptorFlags::READ);
    let mut sum = 0;
    loop {
        let (bytes, end) = file.read(PIECE as u64, sum).unwrap();
        sum += black_box(bytes).len() as u64;
        if end {
            return sum;
        }
    }
}

fn write_stream(directory: &Descriptor, pieces: u64) {
    let file = opened(directory, "new", OpenFlags::CREATE | OpenFlags::TRUNCATE, DescriptorFlags::WRITE);
    let stream = file.write_via_stream(0).unwrap();
    let bytes = vec![7; PIECE];
    for _ in 0..pieces {
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(stream.check_write().unwrap() as usize));
            stream.write(now).unwrap();
            rest = later;
        }
    }
    stream.blocking_flush().unwrap();
}

fn write_at(directory: &Descriptor, pieces: u64) {
    let file = opened(directory, "new", OpenFlags::CREATE | OpenFlags::TRUNCATE, DescriptorFlags::WRITE);
    let bytes = vec![7; PIECE];
    for i in 0..pieces {
        assert_eq!(PIECE as u64, file.write(&bytes, i * PIECE as u64).unwrap());
    }
}

fn read_std(path: &str) -> u64 {
    let mut file = File::open(path).unwrap();
    let mut bytes = vec![0; PIECE];
    let mut sum = 0;
    loop {
        match file.read(&mut bytes).unwrap() {
            0 => return sum,
            n => sum += n as u64,
        }
    }
}

fn write_std(mut out: impl Write, pieces: u64) {
    let bytes = vec![7; PIECE];
    for _ in 0..pieces {
        out.write_all(&bytes).unwrap();
    }
    out.flush().unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let count: u64 = arguments[2].parse().unwrap();
    let (directory, path) = get_directories().into_iter().next().unwrap();
    match arguments[1].as_str() {
        "read-stream" => assert_eq!(count * PIECE as u64, read_stream(&directory)),
        "read" => assert_eq!(count * PIECE as u64, read_at(&directory)),
        "read-std" => assert_eq!(count * PIECE as u64, read_std(&format!("{path}/data"))),
        "write-stream" => write_stream(&directory, count),
        "write" => write_at(&directory, count),
        "write-std" => write_std(File::create(format!("{path}/new")).unwrap(), count),
        "stat" => {
            for _ in 0..count {
                black_box(directory.stat_at(PathFlags::empty(), "data").unwrap());
            }
        }
        "stat-std" => {
            for _ in 0..count {
                black_box(std::fs::metadata(format!("{path}/data")).unwrap());
            }
        }
        "out" => write_std(std::io::stdout().lock(), count),
        other => panic!("unknown: {other}"),
    }
}
