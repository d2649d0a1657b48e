//! Makes the versions of what is kept from the sources that it depends on, so that nobody has to
//! remember to count one up when a finding changes.

use std::fs;
use std::path::{Path, PathBuf};

/// What decides what an analysis finds: rules, texts, lists, and the libraries by their versions.
const ANALYSIS: [&str; 7] = [
    "assets/lexicon",
    "Cargo.lock",
    "src/analysis",
    "src/analysis.rs",
    "src/corpus.rs",
    "src/text",
    "src/text.rs",
];
/// What decides how it is kept.
const STORE: [&str; 3] = ["src/library/store", "src/library/store.rs", "src/view/shelf.rs"];
/// What decides what is read of a file.
const READING: [&str; 2] = ["src/load", "src/load.rs"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    version("RASHOMON_ANALYSIS", &ANALYSIS);
    version("RASHOMON_STORE", &STORE);
    version("RASHOMON_READING", &READING);
}

/// Gives the program, under `name`, a number that changes with what is in `paths`.
fn version(name: &str, paths: &[&str]) {
    let mut files = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut files);
    }
    files.sort();
    // FNV-1a.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.to_string_lossy().into_owned().into_bytes();
        for byte in name.into_iter().chain(fs::read(&file).unwrap_or_default()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    // Fits what SQLite calls a version of its user: 31 bits.
    println!("cargo::rustc-env={name}={}", hash >> 33);
}

/// Adds a file, or all files in a folder.
fn add(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| add(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
