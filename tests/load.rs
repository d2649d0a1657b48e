//! Loading from real files and folders: every format, every encoding, and everything that can be
//! wrong with a file, each of which is one line in a list while the rest loads.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use expect_test::{Expect, expect};
use rashomon::load::{FileRead, Loaded, Walked, Watch, load, walk};
use tempfile::TempDir;

const STORY: &str =
    "The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.";

/// A folder with these files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(folder: &TempDir) -> Loaded {
    load(&[folder.path().to_owned()], &Watch::default())
}

/// Articles, problems and what was passed over, in lines, with the folder's own path left out.
#[track_caller]
fn check(folder: &Path, loaded: &Loaded, expected: &Expect) {
    let mut lines = Vec::new();
    for article in &loaded.articles {
        let outlet =
            format!("{}{}", article.outlet.name, if article.outlet.guessed { "?" } else { "" });
        let date = article.published.map_or("-".to_owned(), |date| date.to_string());
        let language = article.language.as_deref().unwrap_or("-");
        let (id, title, authors, url) = (
            &article.id,
            &article.title,
            article.authors.join("+"),
            article.url.as_deref().unwrap_or("-"),
        );
        lines.push(format!(
            "{id} | {outlet} | {title} | {authors} | {date} | {url} | {language} | {}",
            article.text.replace('\r', "␍").replace('\n', "⏎")
        ));
    }
    lines.extend(loaded.problems.iter().map(|problem| format!("! {problem}")));
    lines.extend(loaded.skipped.iter().map(|(extension, count)| format!("~ {extension} {count}")));
    let shown = lines
        .join("\n")
        .replace(&*folder.canonicalize().unwrap().to_string_lossy(), "")
        .replace(&*folder.to_string_lossy(), "");
    expected.assert_eq(&(shown + "\n"));
}

#[test]
fn each_format_becomes_an_article() {
    let page = format!(
        r##"<!doctype html><html><head><title>Bridge shut - The Courier</title>
        <meta property="og:title" content="Bridge shut"><meta property="og:site_name" content="The Courier">
        <link rel="canonical" href="https://www.courier.example/2025/03/04/bridge">
        <script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage"}},{{"@type":"NewsArticle",
        "headline":"Bridge shut","datePublished":"2025-03-04T09:30:00+01:00","author":[{{"@id":"#p"}}]}},{{"@id":"#p","name":"Danny Spratt"}}]}}</script>
        </head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><article><h1>Bridge shut</h1><p>{STORY}</p><figure><img src=a.jpg><figcaption>The bridge. Photo: J. Marsh</figcaption></figure><p><a href="/x">Read more: ferries</a></p><p>Inspectors, who came at dawn, counted nine cracks in the deck.</p><ul><li>The ferry sails twice an hour, and is full.</li></ul></article></body></html>"##
    );
    let markdown = format!(
        "---\ntitle: Bridge shut\noutlet: Harbour Radio\ndate: 2025-03-05\nauthor: Wenna Pryde\nurl: https://radio.example/1\n---\n\n# Bridge shut\n\nThe *mayor* [spoke](https://x.example).\n\n> {STORY}\n"
    );
    let record = |id: &str| {
        format!(
            "{{\"id\": {id}, \"source\": \"Evening Post\", \"author\": [\"Maren Lisk\", \"Jo Marsh\"], \"published\": \"4 March 2025\", \"title\": \"Shut\", \"url\": \"https://post.example/1\", \"text\": \"{STORY}\"}}\n"
        )
    };
    let plain = format!(
        "Mayor shuts the Harbour Bridge\r\n\r\nBy Lena Oberg\r\n\r\nMarch 4, 2025 Updated: March 5, 2025\r\n\r\n{STORY} Inspectors counted nine cracks in it, and more below.\r\n"
    );
    let folder = folder(&[
        ("a.html", page.as_bytes()),
        ("b.md", markdown.as_bytes()),
        ("c.jsonl", (record("\"own-id\"") + &record("7")).as_bytes()),
        ("d.json", record("null").as_bytes()),
        ("e.json", format!("[{}]", record("\"x\"")).as_bytes()),
        ("f.txt", plain.as_bytes()),
        ("noextension", STORY.as_bytes()),
    ]);
    check(
        folder.path(),
        &read(&folder),
        &expect![[r#"
            a.html | The Courier | Bridge shut | Danny Spratt | 2025-03-04T09:30:00+01:00 | https://www.courier.example/2025/03/04/bridge | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.⏎⏎Inspectors, who came at dawn, counted nine cracks in the deck.⏎⏎The ferry sails twice an hour, and is full.
            b.md | Harbour Radio | Bridge shut | Wenna Pryde | 2025-03-05 | https://radio.example/1 | en | Bridge shut⏎⏎The mayor spoke.⏎⏎The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            own-id | Evening Post | Shut | Maren Lisk+Jo Marsh | 2025-03-04 | https://post.example/1 | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            7 | Evening Post | Shut | Maren Lisk+Jo Marsh | 2025-03-04 | https://post.example/1 | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            d.json | Evening Post | Shut | Maren Lisk+Jo Marsh | 2025-03-04 | https://post.example/1 | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            x | Evening Post | Shut | Maren Lisk+Jo Marsh | 2025-03-04 | https://post.example/1 | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            f.txt | Mayor shuts the Harbour? | Mayor shuts the Harbour Bridge | Lena Oberg | 2025-03-04 | - | en | Mayor shuts the Harbour Bridge␍⏎␍⏎By Lena Oberg␍⏎␍⏎March 4, 2025 Updated: March 5, 2025␍⏎␍⏎The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. Inspectors counted nine cracks in it, and more below.␍⏎
            noextension | noextension? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
        "#]],
    );
}

#[test]
fn what_is_wrong_is_named_and_the_rest_loads() {
    let folder = folder(&[
        ("binary.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00"),
        ("document.txt", b"%PDF-1.7 ..."),
        ("empty.txt", b""),
        ("blank.md", b" \n\n"),
        ("good.txt", STORY.as_bytes()),
        ("broken.jsonl", format!("{{\"text\": \"{STORY}\"}}\n{{\"text\": \n\n[1]\n{{\"text\": \"\"}}\n{{\"text\": 5}}\n").as_bytes()),
        ("broken.json", b"{\n  \"text\": \"x\",\n  oops\n}"),
        ("damaged.txt", b"\xe2\x80\x9cNobody was told before,\xe2\x80\x9d sa\xffid the harbour master.\n"),
        ("page.html", b"<html><head><title>Wait</title></head><body><script>go()</script><p>Please turn on JavaScript.</p></body></html>"),
        ("gold.json", b"{\"topics\": []}"),
        ("events.jsonl", b"{\"event\": 1}\n{\"event\": 2}\n"),
        ("picture.PNG", b"\x89PNG"),
        ("rashomon.toml", b"colour = 1\n"),
    ]);
    check(
        folder.path(),
        &read(&folder),
        &expect![[r#"
            broken.jsonl | The mayor shut? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            damaged.txt | damaged? | “Nobody was told before,” sa�id the harbour master. |  | - | - | - | “Nobody was told before,” sa�id the harbour master.⏎
            good.txt | good? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            ! /binary.txt: not a text but a binary file (save it as text or as a web page first)
            ! /blank.md: the file is empty (delete it, or save the article again)
            ! /broken.json:3: broken JSON: key must be a string (mend that line, or save the file again)
            ! /broken.jsonl:2: broken JSON at character 8: it breaks off (mend or delete the line; the others were read)
            ! /broken.jsonl:4: a record without text (an article has a field text or html)
            ! /broken.jsonl:5: its text is empty (an article has a field text or html)
            ! /broken.jsonl:6: its text is not a string (an article has a field text or html)
            ! /damaged.txt: some bytes are not valid in its encoding and are shown as � (save the file as UTF-8)
            ! /document.txt: not a text but a PDF file (name it .pdf)
            ! /empty.txt: the file is empty (delete it, or save the article again)
            ! /page.html: a page with no main text (save it again when it is fully shown, or save its text as a .txt file)
            ! /rashomon.toml:1: unknown key colour (known are outlet and [[article]])
            ~ json 1
            ~ jsonl 1
            ~ png 1
        "#]],
    );
}

#[test]
fn folders_without_articles_and_paths_that_are_not_there() {
    let folder = folder(&[
        ("empty/.hidden.txt", b"x"),
        ("pictures/a.png", b"x"),
        ("news/a.txt", STORY.as_bytes()),
    ]);
    let path = |name: &str| folder.path().join(name);
    let loaded = load(
        &[path("empty"), path("pictures"), path("news"), path("nowhere"), path("nor/here.txt")],
        &Watch::default(),
    );
    assert_eq!(loaded.missing, 2);
    check(
        folder.path(),
        &loaded,
        &expect![[r#"
            a.txt | The mayor shut? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            ! /empty: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ! /nor/here.txt: no such file or folder (there is no nor in )
            ! /nowhere: no such file or folder (there is no nowhere in )
            ! /pictures: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ png 1
        "#]],
    );
}

#[test]
fn a_file_given_by_name_is_read_whatever_it_is_called() {
    let folder = folder(&[
        ("story.article", STORY.as_bytes()),
        ("lines.dat", format!("{{\"text\": \"{STORY}\"}}\n{{\"text\": \"{STORY}\"}}\n").as_bytes()),
        ("gold.json", b"{\"topics\": []}"),
    ]);
    let paths: Vec<PathBuf> = ["story.article", "lines.dat", "gold.json", "story.article"]
        .map(|name| folder.path().join(name))
        .to_vec();
    check(
        folder.path(),
        &load(&paths, &Watch::default()),
        &expect![[r#"
            story.article | The mayor shut? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            lines.dat | The mayor shut? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            lines.dat | The mayor shut? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            ! /gold.json: no article in it (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_lead_nowhere_are_problems() {
    let folder = folder(&[("deep/a.txt", STORY.as_bytes())]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("deep/back")).unwrap();
    std::os::unix::fs::symlink("no-such-file.txt", folder.path().join("gone.txt")).unwrap();
    std::os::unix::fs::symlink("deep/a.txt", folder.path().join("again.txt")).unwrap();
    check(
        folder.path(),
        &read(&folder),
        &expect![[r#"
            again.txt | again? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            ! /deep/back: a link that leads back to  (remove the link; its files are read once, where they are)
            ! /gone.txt: a link that leads nowhere (remove the link, or put back what it points to)
        "#]],
    );
}

#[test]
fn outlets_come_from_the_best_that_is_said() {
    let folder = folder(&[
        ("courier/a.txt", STORY.as_bytes()),
        ("post/b.txt", STORY.as_bytes()),
        ("post/c.md", format!("---\noutlet: Post\n---\n{STORY}").as_bytes()),
        ("top.txt", STORY.as_bytes()),
        ("url.jsonl", format!("{{\"text\": \"{STORY}\", \"url\": \"https://www.mirror.example/1\"}}").as_bytes()),
        ("told.txt", STORY.as_bytes()),
        ("rashomon.toml", b"[[article]]\nfile = \"told*\"\noutlet = \"Sarvik Mirror\"\ndate = \"2025-03-04\"\ntitle = \"Told\"\n"),
    ]);
    check(
        folder.path(),
        &read(&folder),
        &expect![[r#"
            courier/a.txt | courier | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            post/b.txt | post | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            post/c.md | Post | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            told.txt | Sarvik Mirror | Told |  | 2025-03-04 | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            top.txt | top? | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | - | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
            url.jsonl | mirror.example | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. |  | - | https://www.mirror.example/1 | en | The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master.
        "#]],
    );
}

#[test]
fn folders_given_side_by_side_are_outlets_too() {
    let folder = folder(&[("courier/a.txt", STORY.as_bytes()), ("post/b.txt", STORY.as_bytes())]);
    let loaded =
        load(&[folder.path().join("courier"), folder.path().join("post")], &Watch::default());
    let outlets: Vec<_> = loaded
        .articles
        .iter()
        .map(|article| (article.id.as_str(), article.outlet.name.as_str()))
        .collect();
    assert_eq!(outlets, [("a.txt", "courier"), ("b.txt", "post")]);
}

#[test]
fn texts_in_many_encodings_are_the_same() {
    let story = "“Señor Núñez was not told,” the café’s owner said – and the mayor wasn’t either, on Tuesday.";
    let marked = |utf_16: Vec<u8>| utf_16;
    let encoded = |encoding: &'static encoding_rs::Encoding| encoding.encode(story).0.into_owned();
    let little = marked(
        "\u{feff}".encode_utf16().chain(story.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
    );
    let big = marked(
        "\u{feff}".encode_utf16().chain(story.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
    );
    let folder = folder(&[
        ("utf-8.txt", story.as_bytes()),
        ("utf-8-bom.txt", format!("\u{feff}{story}").as_bytes()),
        ("utf-16-le.txt", &little),
        ("utf-16-be.txt", &big),
        ("windows-1252.txt", &encoded(encoding_rs::WINDOWS_1252)),
        ("record.jsonl", format!("\u{feff}{{\"text\": \"{story}\"}}\r\n").as_bytes()),
    ]);
    let loaded = read(&folder);
    assert_eq!((loaded.problems.len(), loaded.articles.len()), (0, 6));
    for article in &loaded.articles {
        assert_eq!(article.text, story, "{}", article.id);
    }
}

#[test]
fn a_line_of_fifty_megabytes_is_read() {
    let sentence = format!("{STORY} ");
    let line = sentence.repeat(50_000_000 / sentence.len());
    let folder = folder(&[
        ("one.txt", line.as_bytes()),
        ("one.jsonl", format!("{{\"text\": \"{line}\"}}\n").as_bytes()),
    ]);
    let loaded = read(&folder);
    assert_eq!(loaded.problems, []);
    assert_eq!(
        loaded.articles.iter().map(|article| article.text.len()).collect::<Vec<_>>(),
        [line.len(), line.len()]
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("secret.txt", STORY.as_bytes()), ("open.txt", STORY.as_bytes())]);
    fs::set_permissions(folder.path().join("secret.txt"), fs::Permissions::from_mode(0o000))
        .unwrap();
    let allowed_all_the_same = fs::read(folder.path().join("secret.txt")).is_ok(); // the superuser may
    let loaded = read(&folder);
    if !allowed_all_the_same {
        assert!(loaded.problems.iter().any(|problem| problem.path.ends_with("secret.txt")
            && problem.what.contains("cannot be read")));
    }
    assert!(loaded.articles.iter().any(|article| article.id == "open.txt"));
}

#[test]
fn loading_can_be_followed_and_stopped() {
    let folder = folder(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
    let watch = Watch::default();
    assert_eq!(load(&[folder.path().to_owned()], &watch).articles.len(), 2);
    assert_eq!((watch.total.load(Ordering::Relaxed), watch.done.load(Ordering::Relaxed)), (2, 2));
    watch.cancelled.store(true, Ordering::Relaxed);
    assert_eq!(load(&[folder.path().to_owned()], &watch).articles.len(), 0);
}

#[test]
fn the_order_is_the_same_every_time() {
    let files: Vec<(String, String)> =
        (0..200).map(|n| (format!("{}/{n}.txt", n % 7), format!("{STORY} {n}"))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    let ids = |loaded: &Loaded| {
        loaded.articles.iter().map(|article| article.id.clone()).collect::<Vec<_>>()
    };
    let first = ids(&read(&folder));
    assert_eq!(first.len(), 200);
    assert!(first.is_sorted());
    assert_eq!(first, ids(&read(&folder)));
}

mod any_bytes {
    //! No bytes, whatever their file is called, may bring the loaders down.

    use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
    use rashomon::load::from_memory;

    fn names() -> impl Strategy<Value = &'static str> {
        prop_oneof![
            Just("a.txt"),
            Just("a.md"),
            Just("a.html"),
            Just("a.jsonl"),
            Just("a.json"),
            Just("a"),
            Just("rashomon.toml")
        ]
    }

    /// Pieces of the formats, shuffled: they come further than random bytes do.
    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let pieces = [
            "---\n",
            "+++\n",
            "title: x\n",
            "<html>",
            "<p>",
            "<script type='application/ld+json'>",
            "{\"text\": \"",
            "\"}",
            "[[",
            "article]]\n",
            "file = '*'\n",
            "\u{feff}",
            "é",
            "March 4, 2025 5:18 p.m. CT ",
            "\n\n",
            "# ",
            "> - ",
            "\u{1b}[2J",
            "“Nobody,” he said. ",
        ];
        let piece = prop_oneof![9 => prop::sample::select(pieces.map(str::as_bytes).to_vec()), 1 => Just(&b"\xff\xfe\xe2\x80"[..])];
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn never_panic(name in names(), bytes in any::<Vec<u8>>()) {
            let loaded = from_memory(&[(name, &bytes)]);
            assert!(!loaded.problems.iter().any(|problem| problem.what.contains("gave up")));
        }

        #[test]
        fn never_panic_on_what_looks_right(name in names(), bytes in pieces()) {
            let loaded = from_memory(&[(name, &bytes), ("b.txt", b"text")]);
            assert!(!loaded.problems.iter().any(|problem| problem.what.contains("gave up")));
        }
    }
}

#[test]
fn what_shows_nothing_is_empty_in_every_format() {
    for name in ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "noextension"] {
        for bytes in [
            &b"\xef\xbb\xbf"[..],
            b"\xff\xfe",
            b"\xff\xfe\x20\x00\x0a\x00",
            "\u{a0}\u{2003}\n\u{200b}".as_bytes(),
        ] {
            let folder = folder(&[(name, bytes)]);
            let loaded = load(&[folder.path().join(name)], &Watch::default());
            let problems: Vec<_> = loaded
                .problems
                .iter()
                .map(|problem| (problem.what.as_str(), problem.hint.is_empty()))
                .collect();
            assert_eq!(
                (loaded.articles.len(), problems),
                (0, vec![("the file is empty", false)]),
                "{name} {bytes:?}"
            );
        }
    }
}

#[test]
fn json_that_is_not_utf_8_is_named_with_its_line() {
    let line =
        |letter: &[u8]| [b"{\"text\": \"The caf", letter, b" is shut on the quay.\"}\n"].concat();
    let (sound, latin) = (line("é".as_bytes()), line(b"\xe9"));
    let array = [&b"[\n"[..], &latin, b"]"].concat();
    let folder = folder(&[
        ("a.jsonl", &[&sound[..], &latin, &sound, &latin].concat()),
        ("b.json", &array),
        ("c.json", &[&sound[..], &latin].concat()),
        ("sound.jsonl", &sound),
    ]);
    check(
        folder.path(),
        &read(&folder),
        &expect![[r#"
            a.jsonl | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            a.jsonl | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            a.jsonl | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            a.jsonl | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            b.json | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            c.json | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            c.json | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            sound.jsonl | The café is shut? | The café is shut on the quay. |  | - | - | - | The café is shut on the quay.
            ! /a.jsonl:2: not valid UTF-8, nor is 1 line below; some letters may be wrong (save the file as UTF-8)
            ! /b.json:2: not valid UTF-8; some letters may be wrong (save the file as UTF-8)
            ! /c.json:2: not valid UTF-8; some letters may be wrong (save the file as UTF-8)
        "#]],
    );
}

#[test]
fn what_is_on_no_disk_has_no_path() {
    let loaded = rashomon::load::from_memory(&[("Cargo.toml.txt", STORY.as_bytes())]);
    assert_eq!(
        (loaded.articles[0].path.as_str(), loaded.articles[0].source()),
        ("", "Cargo.toml.txt")
    );
}

/// The pieces of a file joined, and how many there were.
fn joined(walked: &Walked, size: usize) -> (FileRead, usize) {
    let (mut whole, mut count, mut ended) = (FileRead::default(), 0, false);
    walked.read_pieces(0, size, &Watch::default(), &mut |piece, from, is_last| {
        assert!(!ended, "a piece behind the last");
        assert_eq!(from, whole.articles.len());
        assert!(is_last || !piece.articles.is_empty() && piece.problems.is_empty());
        whole.articles.extend(piece.articles);
        whole.says_outlet.extend(piece.says_outlet);
        whole.problems.extend(piece.problems);
        (count, ended) = (count + 1, is_last);
    });
    assert!(ended);
    (whole, count)
}

/// Files of lines with everything that may be wrong with them, read in pieces of every size.
#[test]
fn a_file_read_in_pieces_is_what_it_is_as_a_whole() {
    let record = |id: &str, text: &str| {
        format!("{{\"id\": \"{id}\", \"outlet\": \"Évening Post\", \"text\": \"{text}\"}}")
            .into_bytes()
    };
    let plain = |text: &str| format!("{{\"text\": \"{text}\"}}").into_bytes();
    let latin = b"{\"text\": \"The caf\xe9 by the bridge closed at noon.\"}".to_vec();
    let lines: Vec<Vec<u8>> = vec![
        record("1", "“Nine cracks” — the mayor’s word, naïve or not."),
        b"{\"text\": \"broken".to_vec(),
        Vec::new(),
        b"{\"nothing\": true}\r".to_vec(),
        plain("Řeka 🌊 rose on Tuesday.\\nNobody drowned."),
        latin.clone(),
        b"  \t\r".to_vec(),
        b"not json".to_vec(),
        record("2", "Ferries sail on Wednesday.\\r\\n"),
        b"[]".to_vec(),
        latin,
        plain("橋は火曜日に閉鎖された。"),
    ];
    let lines = lines.join(&b'\n');
    let wide = |text: &[u8]| {
        String::from_utf8_lossy(text).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let files: [(&str, Vec<u8>); 9] = [
        ("no_end.jsonl", lines.clone()),
        ("end.ndjson", [&lines[..], b"\n"].concat()),
        ("ends.jsonl", [&lines[..], b"\n\r\n\n"].concat()),
        ("mark.jsonl", [b"\xef\xbb\xbf", &lines[..]].concat()),
        ("wide.jsonl", [b"\xff\xfe", &wide(&lines)[..]].concat()),
        ("other.jsonl", b"{\"a\": 1}\n{\"b\": 2}\n".to_vec()),
        ("broken.jsonl", b"{\"a\": 1}\n{\"b\": \n{\"c\": 2}".to_vec()),
        ("blank.jsonl", b" \n\n".to_vec()),
        ("story.txt", STORY.as_bytes().to_vec()),
    ];
    for (name, bytes) in files {
        let folder = folder(&[(name, &bytes)]);
        // A file that is named says so where it is no article; one in a folder does not.
        for path in [folder.path().to_owned(), folder.path().join(name)] {
            let walked = walk(&[path]);
            let whole = walked.read(&[0], &Watch::default()).remove(0).1;
            let mut most = 0;
            for size in (1..80).chain((80..bytes.len() + 2).step_by(37)) {
                let (read, pieces) = joined(&walked, size);
                assert_eq!(
                    format!("{read:#?}"),
                    format!("{whole:#?}"),
                    "{name} in pieces of {size}"
                );
                most = most.max(pieces);
            }
            assert_eq!(most > 1, whole.articles.len() > 1, "{name}: {most} pieces");
        }
    }
}

#[test]
fn reading_in_pieces_stops_when_asked() {
    let record = format!("{{\"text\": \"{STORY}\"}}\n");
    let folder = folder(&[("a.jsonl", record.repeat(9).as_bytes())]);
    let (walked, watch) = (walk(&[folder.path().to_owned()]), Watch::default());
    let mut seen = Vec::new();
    walked.read_pieces(0, 1, &watch, &mut |piece, from, is_last| {
        seen.push((piece.articles.len(), from, is_last));
        watch.cancelled.store(seen.len() == 3, Ordering::Relaxed);
    });
    assert_eq!(seen, [(1, 0, false), (1, 1, false), (1, 2, false)]);
    assert_eq!(watch.done.load(Ordering::Relaxed), 0);
}

#[test]
fn one_deep_page_costs_the_others_nothing() {
    const LEVELS: usize = 20_000;
    let folder = folder(&[("good.txt", STORY.as_bytes())]);
    for (number, piece) in [
        "<ul><li>",
        "<i><em>",
        "<b>",
        "<div>",
        "<table><tr><td>",
        "<blockquote>",
        "<form><div></form>",
    ]
    .iter()
    .enumerate()
    {
        let html =
            format!("{}<p>{STORY} Inspectors counted nine cracks in it.", piece.repeat(LEVELS));
        fs::write(folder.path().join(format!("{number}.html")), &html).unwrap();
        fs::write(
            folder.path().join(format!("{number}.jsonl")),
            format!("{{\"html\": \"{html}\"}}\n"),
        )
        .unwrap();
        fs::write(folder.path().join(format!("{number}.md")), format!("{STORY}\n\n{html}\n"))
            .unwrap();
    }
    fs::write(folder.path().join("quotes.md"), format!("{STORY}\n\n{} deep\n", ">".repeat(LEVELS)))
        .unwrap();
    fs::write(folder.path().join("lists.md"), format!("{STORY}\n\n{}deep\n", "- ".repeat(LEVELS)))
        .unwrap();
    fs::write(
        folder.path().join("deep.json"),
        format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS)),
    )
    .unwrap();
    let loaded = read(&folder);
    assert!(loaded.articles.iter().any(|article| article.path.ends_with("good.txt")));
    assert_eq!(loaded.articles.iter().filter(|article| article.path.ends_with(".md")).count(), 9);
    let told = |name: &str| {
        loaded
            .problems
            .iter()
            .filter(|problem| problem.path.ends_with(name))
            .map(|problem| problem.what.clone())
            .next()
    };
    assert_eq!(
        told("deep.json").as_deref(),
        Some("broken JSON: it is nested deeper than 127 levels")
    );
    let flattened =
        "HTML nested deeper than 400 elements; what lies deeper was read as running text";
    assert_eq!(
        (told("3.html").as_deref(), told("3.jsonl").as_deref()),
        (Some(flattened), Some(flattened))
    );
}
