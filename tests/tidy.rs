//! The rules of the house as ordinary tests: which layer may use which, who may touch a terminal or
//! a file, and that every file says what it is for.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, each of which may use only those before it.
const LAYERS: [&str; 12] = [
    "text", "corpus", "analysis", "view", "report", "load", "library", "second", "config", "app",
    "tui", "cli",
];
/// The layers that may touch files.
const WITH_FILES: [&str; 6] = ["load", "library", "second", "config", "tui", "cli"];
/// What touches a file, or asks the machine where it is.
const FILE_ACCESS: [&str; 14] = [
    "std::fs",
    "fs::",
    "File::",
    "std::env::",
    "OpenOptions",
    "canonicalize()",
    ".exists()",
    ".is_dir()",
    ".is_file()",
    "read_dir",
    "std::process",
    "Command::new",
    "stdin()",
    "io::stdin",
];
/// What touches a terminal.
const TERMINAL: [&str; 4] = ["ratatui", "crossterm", "rustix", "signal_hook"];
/// What touches the network.
const NETWORK: [&str; 4] = ["ureq", "std::net", "TcpStream", "UdpSocket"];
/// Who may.
const WITH_NETWORK: [&str; 2] = ["second", "library/fetch"];
/// The layers whose answers must be the same at every hour.
const WITHOUT_CLOCK: [&str; 5] = ["text", "corpus", "analysis", "view", "report"];
/// What asks for the hour.
const CLOCK: [&str; 4] = ["Instant", "SystemTime", "Timestamp::now", "Zoned::now"];

/// The layers of which no file uses one that uses it, over however many others.
const ONE_WAY: [&str; 6] = ["report", "second", "config", "app", "tui", "cli"];
/// Where words of a language may stand in the source of the analysis: in the rooms of languages, and
/// in tests.
const WITH_WORDS: [&str; 3] =
    ["analysis/language", "analysis/speaker/tests.rs", "analysis/quote/tests.rs"];

/// What is wrong with `source`, the file `path` below `src`.
fn faults(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !source.starts_with("//!") {
        found.push(format!("{path} does not begin with //!"));
    }
    let Some(layer) = layer_of(path) else { return found };
    let lines: Vec<&str> = code(source).collect();
    for (line, other) in used(path, &lines.join("\n")) {
        if LAYERS.iter().position(|name| *name == other).is_some_and(|rank| rank > layer) {
            found.push(format!("{path}:{line}: {} uses {other}, which is below it", LAYERS[layer]));
        }
    }
    if LAYERS[layer] == "analysis" && !WITH_WORDS.iter().any(|room| path.starts_with(room)) {
        let words = lines
            .iter()
            .enumerate()
            .flat_map(|(at, line)| word_literals(line).into_iter().map(move |word| (at + 1, word)));
        found.extend(words.map(|(line, word)| format!("{path}:{line}: the word {word:?}")));
    }
    for (number, line) in (1..).zip(lines) {
        if WITHOUT_CLOCK.contains(&LAYERS[layer]) && CLOCK.iter().any(|name| word_in(line, name)) {
            found.push(format!("{path}:{number}: a clock in {}", LAYERS[layer]));
        }
        if LAYERS[layer] != "tui" && TERMINAL.iter().any(|name| word_in(line, name)) {
            found.push(format!("{path}:{number}: a terminal outside tui"));
        }
        if !WITH_NETWORK.iter().any(|room| path.starts_with(room))
            && NETWORK.iter().any(|name| word_in(line, name))
        {
            found.push(format!("{path}:{number}: the network outside second and library/fetch"));
        }
        if !WITH_FILES.contains(&LAYERS[layer])
            && FILE_ACCESS.iter().any(|name| word_in(line, name))
        {
            found.push(format!("{path}:{number}: file access in {}", LAYERS[layer]));
        }
    }
    found
}

/// The lines of a source that are code of the program: tests may use what they like, and comments
/// say what they like.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let tests = ["#[cfg(test)]\nmod tests {", "#[cfg(test)]\npub(crate) mod testing {"];
    let end = tests.iter().filter_map(|tests| source.find(tests)).min().unwrap_or(source.len());
    let program = source.get(..end).unwrap_or(source);
    program.lines().map(|line| {
        if line.trim_start().starts_with("//") {
            ""
        } else {
            line.split(" // ").next().unwrap_or(line)
        }
    })
}

/// The string literals in a line that are one word of a language, or the ending of one. What a match
/// gives (`Kind::Denial => "denial"`) is a name, and what an attribute says is none.
fn word_literals(line: &str) -> Vec<&str> {
    if line.trim_start().starts_with("#[") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut from, mut in_literal) = (0, false);
    for (at, c) in line.char_indices() {
        let before = line.get(..at).unwrap_or("");
        // A quotation mark as a character, and one behind a backslash, bound no literal.
        if c != '"' || before.ends_with('\\') || !in_literal && before.ends_with('\'') {
            continue;
        }
        if in_literal {
            let literal = line.get(from..at).unwrap_or("");
            let given = line.get(..from - 1).unwrap_or("").trim_end().ends_with("=>");
            if is_word_of_a_language(literal) && !given {
                found.push(literal);
            }
        }
        in_literal = !in_literal;
        from = at + 1;
    }
    found
}

fn is_word_of_a_language(literal: &str) -> bool {
    let inner = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-');
    literal.chars().all(inner) && literal.chars().any(char::is_alphabetic)
}

/// The rank of the layer that a file belongs to; the crate's root and the binary belong to none.
fn layer_of(path: &str) -> Option<usize> {
    let first = path.split('/').next()?.trim_end_matches(".rs");
    LAYERS.iter().position(|layer| *layer == first)
}

/// What `code`, the file `path`, names of the crate's root, with the line: `crate::name`, the names
/// of a list behind `crate::{` (over however many lines), and both behind as many `super::` as lead
/// to the root.
fn used<'a>(path: &str, code: &'a str) -> Vec<(usize, &'a str)> {
    let deep = path.matches('/').count() + 1;
    let to_root = "super::".repeat(deep);
    let mut found = Vec::new();
    for prefix in ["crate::", "rashomon::", &to_root] {
        for (at, _) in code.match_indices(prefix) {
            let before = code.get(..at).unwrap_or("");
            // One more `super::` before it is the same path, counted from elsewhere.
            if is_word(before.chars().next_back()) || before.ends_with("::") {
                continue;
            }
            let rest = at + prefix.len();
            found.extend(
                names(code.get(rest..).unwrap_or(""))
                    .into_iter()
                    .map(|(from, name)| (line_of(code, rest + from), name)),
            );
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The files of a layer, each with its path below `src` without the ending, in the order of their
/// names, and its code.
type Files = BTreeMap<String, String>;

/// The files that each file of a layer uses: by `crate::layer::…`, by `super::…`, and in the file of
/// the layer or of a folder by what it hands on from the files below it.
fn uses(files: &Files) -> BTreeMap<&str, BTreeSet<&str>> {
    let used = |path: &str, code: &str| -> BTreeSet<&str> {
        let modules: Vec<&str> = path.split('/').collect();
        let mut paths = Vec::new();
        for (prefix, base) in std::iter::once(("crate::".to_owned(), Vec::new())).chain(
            (1..modules.len())
                .map(|up| ("super::".repeat(up), modules[..modules.len() - up].to_vec())),
        ) {
            for (at, _) in code.match_indices(&prefix) {
                let before = code.get(..at).unwrap_or("");
                // A visibility is no use, and one more `super::` is the path of another turn.
                let is_other = is_word(before.chars().next_back())
                    || before.ends_with("::")
                    || before.ends_with("pub(in ");
                let rest = code.get(at + prefix.len()..).unwrap_or("");
                if !is_other && !rest.starts_with("super::") {
                    paths.extend(flat(rest, &base));
                }
            }
        }
        for (at, _) in code.match_indices("pub use ") {
            paths.extend(flat(code.get(at + "pub use ".len()..).unwrap_or(""), &modules));
        }
        let there = |path: &Vec<&str>| {
            let longest = (1..=path.len()).rev().map(|length| path[..length].join("/"));
            longest.into_iter().find_map(|name| files.get_key_value(&name))
        };
        let found = paths.iter().filter_map(there).map(|(name, _)| name.as_str());
        found.filter(|name| *name != path).collect()
    };
    files.iter().map(|(path, code)| (path.as_str(), used(path, code))).collect()
}

/// All paths that begin here, each below `base`: of a list each in it, of any other the one.
fn flat<'a>(path: &'a str, base: &[&'a str]) -> Vec<Vec<&'a str>> {
    let path = path.trim_start();
    if path.is_empty() {
        return Vec::new(); // behind the last comma of a list
    }
    let Some(list) = path.strip_prefix('{') else {
        let (name, rest) = path.split_at(path.find(|c| !is_word(Some(c))).unwrap_or(path.len()));
        let below = [base, &[name]].concat();
        return match rest.strip_prefix("::") {
            Some(rest) => flat(rest, &below),
            None => vec![below],
        };
    };
    let (mut found, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.extend(flat(list.get(from..at).unwrap_or(""), base));
                from = at + 1;
            }
            _ => {}
        }
        if c == '}' && depth == 0 && from == at + 1 {
            break;
        }
    }
    found
}

/// The files that use themselves over others.
fn circle(files: &Files) -> Vec<&str> {
    let uses = uses(files);
    let is_reached_again = |from: &&&str| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![**from]);
        while let Some(path) = left.pop() {
            left.extend(uses[path].iter().filter(|other| seen.insert(**other)));
        }
        seen.contains(**from)
    };
    uses.keys().filter(is_reached_again).copied().collect()
}

/// The code of the files of a layer.
fn files_of(layer: &str) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &Path| {
        let shown = path.strip_prefix(&root).unwrap().with_extension("");
        shown.to_string_lossy().replace('\\', "/")
    };
    let all = sources(&root).into_iter().map(|path| (name(&path), path));
    all.filter(|(name, _)| name.split('/').next() == Some(layer))
        .map(|(name, path)| {
            let source = fs::read_to_string(path).unwrap();
            (name, code(&source).collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

fn line_of(code: &str, at: usize) -> usize {
    1 + code.get(..at).unwrap_or("").matches('\n').count()
}

/// The first names of a path or, where a list begins here, of each path in the list, with the byte.
fn names(path: &str) -> Vec<(usize, &str)> {
    let name = |from: usize| {
        let rest = path.get(from..).unwrap_or("");
        let from = from + rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        (from, rest.get(..rest.find(|c| !is_word(Some(c))).unwrap_or(rest.len())).unwrap_or(""))
    };
    if !path.starts_with('{') {
        return vec![name(0)];
    }
    let (mut found, mut depth) = (Vec::new(), 0);
    for (at, c) in path.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && (at == 0 || c == ',') {
            found.push(name(at + 1));
        }
    }
    found
}

/// Whether `word` stands in a line, not as a part of a longer one. Where it begins or ends in a
/// mark, anything may stand there.
fn word_in(line: &str, word: &str) -> bool {
    let (begins_in_letter, ends_in_letter) =
        (is_word(word.chars().next()), is_word(word.chars().next_back()));
    let after_of = |at: usize| line.get(at + word.len()..).unwrap_or("").chars().next();
    let before_of = |at: usize| line.get(..at).unwrap_or("").chars().next_back();
    line.match_indices(word).any(|(at, _)| {
        !(begins_in_letter && is_word(before_of(at)) || ends_in_letter && is_word(after_of(at)))
    })
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
        let shown =
            path.strip_prefix(root.join("src")).unwrap().to_string_lossy().replace('\\', "/");
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
fn no_file_of_a_layer_uses_itself_over_others() {
    for layer in ONE_WAY {
        assert_eq!(circle(&files_of(layer)), Vec::<&str>::new(), "in {layer}");
    }
}

/// Made-up layers: a circle is told, however it is written.
#[test]
fn a_circle_is_told() {
    let told = |files: &[(&str, &str)]| {
        let own = |(path, code): &(&str, &str)| ((*path).to_owned(), (*code).to_owned());
        circle(&files.iter().map(own).collect()).join(" ")
    };
    let key = ("app/key", "");
    assert_eq!(told(&[("app", "pub use key::Key;"), key, ("app/go", "use crate::app::key;")]), "");
    let go = ("app/go", "use crate::app::{key, list::{self, List}};");
    assert_eq!(told(&[("app", ""), key, go, ("app/list", "use crate::view::go;")]), "");
    for list in
        ["use crate::app::go::go;", "use crate::{app::{\n    key,\n    go}};", "super::go::go();"]
    {
        assert_eq!(told(&[("app", ""), key, go, ("app/list", list)]), "app/go app/list", "{list}");
    }
    let over = ("app", "pub use go::go;");
    assert_eq!(told(&[over, ("app/go", "use crate::app::State;")]), "app app/go");
    assert_eq!(told(&[over, ("app/go", "pub(in crate::app) fn go() {}")]), "");
    let deep = ("app/over/a", "use super::super::go;");
    assert_eq!(
        told(&[deep, ("app/over", ""), ("app/go", "crate::app::over::a::b();")]),
        "app/go app/over/a"
    );
}

#[test]
fn every_layer_is_a_module_of_the_crate() {
    let root =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
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
    assert_eq!(
        told("view.rs", "//! V.\nuse crate::{text::Span, load::Loaded};"),
        "view.rs:2: view uses load, which is below it"
    );
    assert_eq!(
        told("app/keys.rs", "//! K.\nuse crossterm::event::KeyEvent;"),
        "app/keys.rs:2: a terminal outside tui"
    );
    assert_eq!(
        told("cli.rs", "//! C.\nfn f() { ratatui::restore() }"),
        "cli.rs:2: a terminal outside tui"
    );
    assert_eq!(
        told("analysis/a.rs", "//! A.\nlet a = std::fs::read(p);"),
        "analysis/a.rs:2: file access in analysis"
    );
    assert_eq!(
        told("report/a.rs", "//! R.\nlet a = File::create(p);"),
        "report/a.rs:2: file access in report"
    );
    for code in ["use ureq::Agent;", "std::net::TcpStream::connect(p)"] {
        for path in ["app/a.rs", "library/store.rs"] {
            assert_eq!(
                told(path, &format!("//! A.\n{code}")),
                format!("{path}:2: the network outside second and library/fetch"),
                "{code}"
            );
        }
    }
    for (code, word) in [
        ("word.is(\"while\")", "while"),
        ("matches!(word.stem.as_str(), \"guilti\" | \"”\")", "guilti"),
        ("\"n't\" => true,", "n't"),
        ("let quote = '\"'; word.is(\"über\")", "über"),
    ] {
        assert_eq!(
            told("analysis/conflict/a.rs", &format!("//! A.\n{code}")),
            format!("analysis/conflict/a.rs:2: the word {word:?}")
        );
    }
    assert_eq!(
        told(
            "view/a.rs",
            "//! V.\nuse crate::{\n    corpus::{self, Article},\n    load::{\n        Loaded,\n    },\n};"
        ),
        "view/a.rs:4: view uses load, which is below it"
    );
    for (path, code) in [
        ("text/a.rs", "use super::super::corpus::Article;"),
        ("text.rs", "super::corpus::x();"),
        ("text/a/b.rs", "use super::super::super::{corpus};"),
    ] {
        assert_eq!(
            told(path, &format!("//! T.\n{code}")),
            format!("{path}:2: text uses corpus, which is below it")
        );
    }
    let access = [
        "p.exists()",
        "p.is_dir()",
        "p.is_file()",
        "read_dir(p)",
        "std::process::id()",
        "Command::new(p)",
        "std::io::stdin()",
        "stdin().lock()",
    ];
    for code in access {
        assert_eq!(
            told("app/a.rs", &format!("//! A.\nlet a = {code};")),
            "app/a.rs:2: file access in app",
            "{code}"
        );
    }
    for code in
        ["Instant::now()", "std::time::SystemTime::now()", "jiff::Timestamp::now()", "Zoned::now()"]
    {
        assert_eq!(
            told("analysis/a.rs", &format!("//! A.\nlet a = {code};")),
            "analysis/a.rs:2: a clock in analysis",
            "{code}"
        );
    }
    for code in ["rustix::process::getpid()", "signal_hook::low_level::raise(1)"] {
        assert_eq!(
            told("cli.rs", &format!("//! C.\nlet a = {code};")),
            "cli.rs:2: a terminal outside tui",
            "{code}"
        );
    }
}

/// Made-up sources that break none.
#[test]
fn what_is_allowed_is_not_told() {
    let told = |path: &str, source: &str| faults(path, source);
    assert_eq!(
        told(
            "cli.rs",
            "//! C.\nuse crate::tui;\nuse crate::{load, view::Coverage};\nstd::fs::read(p);"
        ),
        Vec::<String>::new()
    );
    assert_eq!(told("tui/draw.rs", "//! T.\nuse ratatui::Frame;"), Vec::<String>::new());
    for path in ["second/client.rs", "library/fetch.rs", "library/fetch/address.rs"] {
        assert_eq!(told(path, "//! N.\nuse ureq::Agent;"), Vec::<String>::new());
    }
    for (path, code) in [
        ("analysis/language/english/tag.rs", "word.is(\"while\")"),
        ("analysis/a.rs", "word.is(\",\") || word.has(Feature::Contrast)"),
        ("analysis/a.rs", "Kind::Denial => \"denial\","),
        ("analysis/a.rs", "let why = format!(\"{who} said so\");"),
        ("analysis/a.rs", "#[serde(rename_all = \"lowercase\")]"),
        ("view/a.rs", "word.is(\"while\")"),
    ] {
        assert_eq!(told(path, &format!("//! A.\n{code}")), Vec::<String>::new(), "{code}");
    }
    assert_eq!(
        told(
            "text/a.rs",
            "//! T.\n// crate::corpus is another layer\nuse crate::text::Span;\n#[cfg(test)]\nmod tests {\nuse crate::corpus;\n}"
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        told("view/a.rs", "//! V.\nlet loader = crate::loaders(); let tuition = 1; profs::x();"),
        Vec::<String>::new()
    );
    assert_eq!(
        told(
            "view/a.rs",
            "//! V.\nuse crate::{corpus::{\n    load,\n}};\nuse super::load;\nlet instant = 1; Command::Quit;"
        ),
        Vec::<String>::new()
    );
}
