//! The rules of the house as ordinary tests: which layer may use which, who may touch a terminal or
//! a file, and that every file says what it is for.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, each of which may use only those before it.
const LAYERS: [&str; 11] = ["text", "corpus", "analysis", "view", "report", "load", "library", "config", "app", "tui", "cli"];
/// The layers that may touch files.
const WITH_FILES: [&str; 5] = ["load", "library", "config", "tui", "cli"];
/// What touches a file, or asks the machine where it is.
const FILE_ACCESS: [&str; 6] = ["std::fs", "fs::", "File::", "std::env::", "OpenOptions", "canonicalize()"];
/// What touches a terminal.
const TERMINAL: [&str; 2] = ["ratatui", "crossterm"];

/// What is wrong with `source`, the file `path` below `src`.
fn faults(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !source.starts_with("//!") {
        found.push(format!("{path} does not begin with //!"));
    }
    let Some(layer) = layer_of(path) else { return found };
    for (number, line) in (1..).zip(code(source)) {
        for (rank, other) in LAYERS.iter().enumerate() {
            if rank > layer && uses(line, other) {
                found.push(format!("{path}:{number}: {} uses {other}, which is below it", LAYERS[layer]));
            }
        }
        if LAYERS[layer] != "tui" && TERMINAL.iter().any(|name| word_in(line, name)) {
            found.push(format!("{path}:{number}: a terminal outside tui"));
        }
        if !WITH_FILES.contains(&LAYERS[layer]) && FILE_ACCESS.iter().any(|name| word_in(line, name)) {
            found.push(format!("{path}:{number}: file access in {}", LAYERS[layer]));
        }
    }
    found
}

/// The lines of a source that are code of the program: tests may use what they like, and comments say what they like.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let program = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    program.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) })
}

/// The rank of the layer that a file belongs to; the crate's root and the binary belong to none.
fn layer_of(path: &str) -> Option<usize> {
    let first = path.split('/').next()?.trim_end_matches(".rs");
    LAYERS.iter().position(|layer| *layer == first)
}

/// Whether a line names something of `layer`: `crate::layer`, or `layer` in a list behind `crate::{`.
fn uses(line: &str, layer: &str) -> bool {
    let named = |prefix: &str| word_in(line, &format!("{prefix}{layer}"));
    let listed =
        line.split("crate::{").skip(1).any(|list| list.split(['{', '}', ',']).any(|item| item.trim().split("::").next() == Some(layer)));
    named("crate::") || named("rashomon::") || listed
}

/// Whether `word` stands in a line, not as a part of a longer one. A word that ends in a mark may be followed by anything.
fn word_in(line: &str, word: &str) -> bool {
    let ends_in_letter = is_word(word.chars().next_back());
    let after_of = |at: usize| line.get(at + word.len()..).unwrap_or("").chars().next();
    let before_of = |at: usize| line.get(..at).unwrap_or("").chars().next_back();
    line.match_indices(word).any(|(at, _)| !(is_word(before_of(at)) || ends_in_letter && is_word(after_of(at))))
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for path in sources(&root.join("src")) {
        let shown = path.strip_prefix(root.join("src")).unwrap().to_string_lossy().replace('\\', "/");
        found.extend(faults(&shown, &fs::read_to_string(&path).unwrap()));
    }
    for path in sources(&root.join("tests")).into_iter().chain(sources(&root.join("benches"))) {
        if !fs::read_to_string(&path).unwrap().starts_with("//!") {
            found.push(format!("{} does not begin with //!", path.display()));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_layer_is_a_module_of_the_crate() {
    let root = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules = root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let strangers: Vec<_> = modules.filter(|module| !LAYERS.contains(module)).collect();
    assert_eq!(strangers, Vec::<&str>::new(), "modules that are no layer");
}

/// Made-up sources: each breaks one rule, and is told.
#[test]
fn each_rule_can_fail() {
    let told = |path: &str, source: &str| faults(path, source).join("; ");
    assert_eq!(
        told("text/a.rs", "use crate::corpus::Article;"),
        "text/a.rs does not begin with //!; text/a.rs:1: text uses corpus, which is below it"
    );
    assert_eq!(told("view.rs", "//! V.\nuse crate::{text::Span, load::Loaded};"), "view.rs:2: view uses load, which is below it");
    assert_eq!(told("app/keys.rs", "//! K.\nuse crossterm::event::KeyEvent;"), "app/keys.rs:2: a terminal outside tui");
    assert_eq!(told("cli.rs", "//! C.\nfn f() { ratatui::restore() }"), "cli.rs:2: a terminal outside tui");
    assert_eq!(told("analysis/a.rs", "//! A.\nlet a = std::fs::read(p);"), "analysis/a.rs:2: file access in analysis");
    assert_eq!(told("report/a.rs", "//! R.\nlet a = File::create(p);"), "report/a.rs:2: file access in report");
}

/// Made-up sources that break none.
#[test]
fn what_is_allowed_is_not_told() {
    let told = |path: &str, source: &str| faults(path, source);
    assert_eq!(told("cli.rs", "//! C.\nuse crate::tui;\nuse crate::{load, view::Coverage};\nstd::fs::read(p);"), Vec::<String>::new());
    assert_eq!(told("tui/draw.rs", "//! T.\nuse ratatui::Frame;"), Vec::<String>::new());
    assert_eq!(
        told(
            "text/a.rs",
            "//! T.\n// crate::corpus is another layer\nuse crate::text::Span;\n#[cfg(test)]\nmod tests {\nuse crate::corpus;\n}"
        ),
        Vec::<String>::new()
    );
    assert_eq!(told("view/a.rs", "//! V.\nlet loader = crate::loaders(); let tuition = 1; profs::x();"), Vec::<String>::new());
}
