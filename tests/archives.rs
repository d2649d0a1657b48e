//! Files that hold other files: each kind as a small one made here, with all that can be wrong with
//! it.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/loaded.rs"]
mod loaded;

use std::io::Write as _;

use expect_test::expect;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use loaded::{check, read};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, proptest};
use rashomon::corpus::Corpus;
use rashomon::load::{FileRead, Watch, load, walk};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page about `what`.
fn page(what: &str) -> String {
    format!(
        "<html><head><title>{what}</title></head><body><article><h1>{what}</h1><p>The mayor’s word was that the {what} stays shut, and nobody was told before, said the harbour master.</p><p>Inspectors counted nine cracks.</p></article></body></html>"
    )
}

/// A record of a WARC.
fn record(kind: &str, url: &str, content: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-09T10:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A record with the answer of a server.
fn answer(name: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record(
        "response",
        &format!("https://echo.example/{name}"),
        "application/http; msgtype=response",
        &block,
    )
}

fn page_of(what: &str) -> Vec<u8> {
    answer(what, "200 OK\r\nContent-Type: text/html; charset=utf-8", page(what).as_bytes())
}

/// A crawl with what belongs to one.
fn crawl() -> Vec<Vec<u8>> {
    let html = "200 OK\r\nContent-Type: text/html";
    let latin = page("quay").replace('’', "'").replace("mayor", "ma\u{e9}r");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let packed = gzip(page("ferry").as_bytes());
    let (first, second) = packed.split_at(40);
    let between = format!("\r\n{:x}; last\r\n", second.len());
    let chunked = [&b"28\r\n"[..], first, between.as_bytes(), second, b"\r\n0\r\n\r\n"];
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(page("pier").as_bytes()).unwrap();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(page("lock").as_bytes()).unwrap();
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: made by hand\r\n"),
        record(
            "request",
            "https://echo.example/bridge",
            "application/http; msgtype=request",
            b"GET /bridge HTTP/1.1\r\n\r\n",
        ),
        page_of("bridge"),
        record("metadata", "https://echo.example/bridge", "application/warc-fields", b"via: x\r\n"),
        answer("quay", "200 OK\r\ncontent-type: text/html; charset=iso-8859-1", &latin),
        answer(
            "ferry",
            &format!("{html}\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked"),
            &chunked.concat(),
        ),
        answer(
            "2031/03/04/pier",
            &format!("{html}\r\nContent-Encoding: deflate"),
            &zlib.finish().unwrap(),
        ),
        answer("lock", &format!("{html}\r\nContent-Encoding: deflate"), &deflate.finish().unwrap()),
        answer(
            "kept",
            &format!("{html}\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked"),
            page("kept unpacked").as_bytes(),
        ),
        answer("brotli", &format!("{html}\r\nContent-Encoding: br"), b"\x0b\x02\x80packed"),
        answer("gone", "404 Not Found\r\nContent-Type: text/html", page("gone").as_bytes()),
        answer("moved", "302 Found\r\nContent-Type: text/html\r\nLocation: /bridge", b""),
        answer("picture", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        answer("menu", html, b"<html><body><ul><li><a href=x>Home</a></ul></body></html>"),
        record(
            "revisit",
            "https://echo.example/bridge",
            "application/http; msgtype=response",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        ),
        record("response", "dns:echo.example", "text/dns", b"echo.example. 300 IN A 127.0.0.1\n"),
        record("resource", "<https://echo.example/saved>", "text/html", page("mole").as_bytes()),
        record(
            "conversion",
            "https://echo.example/text",
            "text/plain",
            "The tide table\n\nNobody drowned.\n".as_bytes(),
        ),
    ]
}

#[test]
fn the_pages_of_a_web_archive_are_articles() {
    let whole = crawl().concat();
    check(
        "crawl.warc",
        &whole,
        &expect![[r#"
        crawl.warc | echo.example | bridge |  | - | https://echo.example/bridge
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | quay |  | - | https://echo.example/quay
            The maér's word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | ferry |  | - | https://echo.example/ferry
            The mayor’s word was that the ferry stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | pier |  | 2031-03-04 | https://echo.example/2031/03/04/pier
            The mayor’s word was that the pier stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | lock |  | - | https://echo.example/lock
            The mayor’s word was that the lock stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | kept unpacked |  | - | https://echo.example/kept
            The mayor’s word was that the kept unpacked stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | mole |  | - | https://echo.example/saved
            The mayor’s word was that the mole stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        crawl.warc | echo.example | Nobody drowned. |  | - | https://echo.example/text
            The tide table⏎⏎Nobody drowned.
        ! crawl.warc: no main text: 1 of its pages, record 14 (https://echo.example/menu) (lists and menus have none; save others from a browser)
        ! crawl.warc: packed with br, which is not read: 1 of its pages, record 10 (https://echo.example/brotli) (have the crawler ask for pages in gzip, or unpack them with another program)
    "#]],
    );
    let plain = read("crawl.warc", &whole);
    let members: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    let renamed = |name: &str| plain.replace("crawl.warc", name);
    assert_eq!(read("crawl.warc.gz", &gzip(&whole)), renamed("crawl.warc.gz"));
    assert_eq!(read("crawl.WARC.GZ", &members), renamed("crawl.WARC.GZ"));
    assert_eq!(read("crawl", &whole), renamed("crawl"));
}

#[test]
fn arc_is_read_as_warc_is() {
    let body = page("bridge");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    let arc = |length: usize| {
        format!(
            "filedesc://crawl.arc 0.0.0.0 20310309100000 text/plain 20\n1 0 Made by hand\nURL\n\ndns:echo.example 127.0.0.1 20310309100000 text/dns 5\nA 127\nhttps://echo.example/b c 127.0.0.1 20310309100000 text/html {length}\n{answer}\n"
        )
    };
    check(
        "crawl.arc",
        arc(answer.len()),
        &expect![[r#"
        crawl.arc | echo.example | bridge |  | - | https://echo.example/b c
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
    "#]],
    );
    check(
        "crawl.arc.gz",
        gzip(arc(answer.len()).as_bytes()),
        &expect![[r#"
        crawl.arc.gz | echo.example | bridge |  | - | https://echo.example/b c
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
    "#]],
    );
    check(
        "cut.arc",
        arc(answer.len() + 9),
        &expect![[r#"
        cut.arc | echo.example | bridge |  | - | https://echo.example/b c
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! cut.arc: record 3, at byte 139: the file breaks off in it: 243 of 251 bytes are there (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    check(
        "bad.arc",
        arc(answer.len()).replace("text/dns 5", "text/dns -1"),
        &expect![[r#"
        bad.arc | echo.example | bridge |  | - | https://echo.example/b c
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! bad.arc: record 2, at byte 80: its header cannot be read (what stands before and behind was read; copy or download the file again)
    "#]],
    );
}

#[test]
fn a_damaged_web_archive_loses_what_is_damaged() {
    let (bridge, ferry, quay) = (page_of("bridge"), page_of("ferry"), page_of("quay"));
    let cut = [&bridge[..], &ferry[..ferry.len() - 60]].concat();
    check(
        "cut.warc",
        &cut,
        &expect![[r#"
        cut.warc | echo.example | bridge |  | - | https://echo.example/bridge
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        cut.warc | echo.example | ferry |  | - | https://echo.example/ferry
            The mayor’s word was that the ferry stays shut, and nobody was told before, said the harbour master.⏎⏎Ins
        ! cut.warc: record 2, at byte 488: the file breaks off in it: 183 of 239 bytes are there (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    let packed = [gzip(&bridge), gzip(&ferry)].concat();
    check(
        "cut.warc.gz",
        &packed[..packed.len() - 60],
        &expect![[r#"
            cut.warc.gz | echo.example | bridge |  | - | https://echo.example/bridge
                The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            ! cut.warc.gz: record 2, at byte 488 unpacked: the file breaks off in it (what stands before and behind was read; copy or download the file again)
        "#]],
    );
    let mut members = [gzip(&bridge), gzip(&ferry), gzip(&quay)];
    let middle = members[1].len() / 2;
    members[1][middle..middle + 40].fill(0xff);
    check(
        "damaged.warc.gz",
        members.concat(),
        &expect![[r#"
        damaged.warc.gz | echo.example | bridge |  | - | https://echo.example/bridge
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        damaged.warc.gz | echo.example | quay |  | - | https://echo.example/quay
            The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! damaged.warc.gz: record 2, at byte 488 unpacked: it cannot be unpacked: corrupt gzip stream does not have a matching checksum (what stands before and behind was read; copy or download the file again)
    "#]],
    );
}

/// A record that says that it has so many bytes more.
fn with_length(record: &[u8], change: i64) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (before, behind) = text.split_once("Content-Length: ").unwrap();
    let (length, behind) = behind.split_once("\r\n").unwrap();
    let length = length.parse::<i64>().unwrap() + change;
    format!("{before}Content-Length: {length}\r\n{behind}").into_bytes()
}

#[test]
fn records_of_a_wrong_length_are_told() {
    let (bridge, ferry, quay) = (page_of("bridge"), page_of("ferry"), page_of("quay"));
    check(
        "short.warc",
        [&bridge[..], &with_length(&ferry, -70), &quay].concat(),
        &expect![[r#"
            short.warc | echo.example | bridge |  | - | https://echo.example/bridge
                The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            short.warc | echo.example | quay |  | - | https://echo.example/quay
                The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            ! short.warc: record 2, at byte 488: it is not as long as it says, or no record follows it (what stands before and behind was read; copy or download the file again)
        "#]],
    );
    check(
        "long.warc",
        [&bridge[..], &with_length(&ferry, 40), &quay].concat(),
        &expect![[r#"
        long.warc | echo.example | bridge |  | - | https://echo.example/bridge
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        long.warc | echo.example | ferry |  | - | https://echo.example/ferry
            The mayor’s word was that the ferry stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        long.warc | echo.example | quay |  | - | https://echo.example/quay
            The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! long.warc: record 2, at byte 488: it is shorter than it says (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    check(
        "huge.warc",
        [&bridge[..], &with_length(&ferry, 99_000_000), &quay].concat(),
        &expect![[r#"
            huge.warc | echo.example | bridge |  | - | https://echo.example/bridge
                The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            huge.warc | echo.example | quay |  | - | https://echo.example/quay
                The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            ! huge.warc: more than 64 MB, passed over: 1 of its pages, record 2 (https://echo.example/ferry) (where it matters, save the page from a browser)
        "#]],
    );
    check(
        "minus.warc",
        [&bridge[..], &with_length(&ferry, -5000), &quay].concat(),
        &expect![[r#"
        minus.warc | echo.example | bridge |  | - | https://echo.example/bridge
            The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        minus.warc | echo.example | quay |  | - | https://echo.example/quay
            The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! minus.warc: record 2, at byte 488: its length is no number: -4702 (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    check(
        "between.warc",
        [&bridge[..], b"What is this?\r\n", &quay].concat(),
        &expect![[r#"
            between.warc | echo.example | bridge |  | - | https://echo.example/bridge
                The mayor’s word was that the bridge stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            between.warc | echo.example | quay |  | - | https://echo.example/quay
                The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            ! between.warc: record 1, at byte 0: it is not as long as it says, or no record follows it (what stands before and behind was read; copy or download the file again)
        "#]],
    );
    let no_answer =
        record("response", "https://echo.example/x", "application/http", b"What is this?\r\n\r\n");
    check(
        "none.warc",
        [&no_answer[..], &quay].concat(),
        &expect![[r#"
        none.warc | echo.example | quay |  | - | https://echo.example/quay
            The mayor’s word was that the quay stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        ! none.warc: record 1, at byte 0: it holds no answer of a server (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    let pictures = answer("picture", "200 OK\r\nContent-Type: image/png", b"\x89PNG");
    check(
        "pictures.warc",
        pictures,
        &expect![[r#"
            ! folder: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ warc 1
        "#]],
    );
    check(
        "bomb.warc.gz",
        gzip(&vec![b' '; 70_000_000]),
        &expect![[r#"
        ! bomb.warc.gz: record 1, at byte 67108864 unpacked: it cannot be unpacked: it unpacks to more than 300 times its size (what stands before and behind was read; copy or download the file again)
    "#]],
    );
    let many = read("many.warc", "WARC/1.0\r\nWARC-Type: response\r\n\r\n".repeat(30).as_bytes());
    let last = many.lines().find(|line| line.contains("more records"));
    assert_eq!(many.lines().count(), 21);
    assert!(last.is_some_and(|line| line.contains(": 10 more records are cut off or damaged (")));
}

/// A ZIP archive of these members.
fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A member of a tar archive: header, bytes, and room up to the next.
fn tar_member(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut header = [0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    header[156] = kind;
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let room = vec![0; (512 - bytes.len() % 512) % 512];
    [&header[..], bytes, &room].concat()
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar: Vec<u8> =
        members.iter().flat_map(|(name, bytes)| tar_member(name, b'0', bytes)).collect();
    tar.extend([0; 1024]);
    tar
}

/// Folders of two outlets, as somebody packs them.
fn coverage() -> Vec<(&'static str, Vec<u8>)> {
    let text = b"Bridge shut\n\nThe mayor shut the bridge on Tuesday.\n".to_vec();
    vec![
        ("news/courier/bridge.txt", text.clone()),
        ("news/courier/.hidden.txt", text.clone()),
        ("__MACOSX/news/courier/._bridge.txt", text.clone()),
        ("news/courier/ferry.html", page("ferry").into_bytes()),
        ("news/courier/harbour.png", b"\x89PNG\0\0".to_vec()),
        ("news/post/lines.jsonl", b"{\"text\": \"The quay is closed.\"}\n{\"text\": \"brok\n{\"text\": \"The pier is open.\", \"outlet\": \"The Evening Post\"}\n".to_vec()),
        ("news/post/crawl.warc.gz", gzip(&page_of("lock"))),
        ("news/post/empty.txt", Vec::new()),
        ("news/post/older.zip", zipped(&[("a.txt", &text)])),
        ("../../outside.txt", text.clone()),
        ("/etc/absolute.txt", text.clone()),
        ("news/post/binary.txt", b"\x00\x01\x02".to_vec()),
        ("./noending", text),
    ]
}

fn borrowed<'a>(members: &'a [(&'static str, Vec<u8>)]) -> Vec<(&'static str, &'a [u8])> {
    members.iter().map(|(name, bytes)| (*name, &bytes[..])).collect()
}

#[test]
fn the_files_in_an_archive_are_read_by_their_kinds() {
    let members = coverage();
    let members = borrowed(&members);
    check(
        "news.zip",
        zipped(&members),
        &expect![[r#"
            news.zip | courier | The mayor shut the bridge on Tuesday. |  | -
                Bridge shut⏎⏎The mayor shut the bridge on Tuesday.⏎
            news.zip | courier | ferry |  | -
                The mayor’s word was that the ferry stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            news.zip | post | The quay is closed. |  | -
                The quay is closed.
            news.zip | The Evening Post | The pier is open. |  | -
                The pier is open.
            news.zip | post | lock |  | - | https://echo.example/lock
                The mayor’s word was that the lock stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            news.zip | The mayor shut? | The mayor shut the bridge on Tuesday. |  | -
                Bridge shut⏎⏎The mayor shut the bridge on Tuesday.⏎
            news.zip | The mayor shut? | The mayor shut the bridge on Tuesday. |  | -
                Bridge shut⏎⏎The mayor shut the bridge on Tuesday.⏎
            news.zip | The mayor shut? | The mayor shut the bridge on Tuesday. |  | -
                Bridge shut⏎⏎The mayor shut the bridge on Tuesday.⏎
            ! news.zip: its member news/post/binary.txt: not a text but a binary file (save it as text or as a web page first)
            ! news.zip: its member news/post/lines.jsonl, line 2: broken JSON at character 14: it breaks off (mend or delete the line; the others were read)
            ! news.zip: its member news/post/older.zip is an archive itself, and was not read (unpack it, and open the folder)
        "#]],
    );
    let plain = read("news.zip", &zipped(&members));
    let renamed = |name: &str| plain.replace("news.zip", name);
    let tar = tarred(&members);
    assert_eq!(read("news.tar", &tar), renamed("news.tar"));
    assert_eq!(read("news.tar.gz", &gzip(&tar)), renamed("news.tar.gz"));
    assert_eq!(read("news.TGZ", &gzip(&tar)), renamed("news.TGZ"));
}

#[test]
fn an_article_in_an_archive_is_called_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.zip");
    std::fs::write(&path, zipped(&borrowed(&coverage()))).unwrap();
    let corpus = Corpus::new(load(&[path], &Watch::default()).articles);
    let ids: Vec<&str> = corpus.articles().iter().map(|article| &*article.id).collect();
    assert_eq!(
        ids,
        [
            "news.zip",
            "news.zip#2",
            "news.zip#3",
            "news.zip#4",
            "news.zip#5",
            "news.zip#6",
            "news.zip#7",
            "news.zip#8"
        ]
    );
    assert!(corpus.articles().iter().all(|article| article.path.ends_with("news.zip")));
}

#[test]
fn a_packed_crawl_is_its_web_archives() {
    let pages = b"{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://echo.example/lock\", \"text\": \"The lock stays shut.\"}\n";
    let members: [(&str, &[u8]); 3] = [
        ("datapackage.json", b"{}"),
        ("archive/data.warc.gz", &gzip(&page_of("lock"))),
        ("pages/pages.jsonl", pages),
    ];
    check(
        "crawl.wacz",
        zipped(&members),
        &expect![[r#"
            crawl.wacz | echo.example | lock |  | - | https://echo.example/lock
                The mayor’s word was that the lock stays shut, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
        "#]],
    );
}

#[test]
fn tar_says_long_names_in_its_own_ways() {
    let text = b"Nine cracks were counted.\n";
    let long = format!("{}/bridge.txt", "folder".repeat(30));
    let pax = format!("{} path={long}\n", long.len() + 10);
    let mut prefixed = tar_member("bridge.txt", b'0', text);
    prefixed[345..349].copy_from_slice(b"post");
    prefixed[148..156].fill(b' ');
    let sum: u32 = prefixed[..512].iter().map(|byte| u32::from(*byte)).sum();
    prefixed[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let tar = [
        tar_member("global", b'g', b"18 comment=by hand\n"),
        tar_member("pax", b'x', pax.as_bytes()),
        tar_member("short.png", b'0', text),
        tar_member("././@LongLink", b'L', format!("{long}\0").as_bytes()),
        tar_member("short.png", b'0', text),
        tar_member("folder/", b'5', b""),
        tar_member("link.txt", b'2', b""),
        prefixed,
        tar_member("courier/bridge.txt", b'0', text),
    ];
    check(
        "names.tar",
        tar.concat(),
        &expect![[r#"
        names.tar | folderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolder | Nine cracks were counted. |  | -
            Nine cracks were counted.⏎
        names.tar | folderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolderfolder | Nine cracks were counted. |  | -
            Nine cracks were counted.⏎
        names.tar | post | Nine cracks were counted. |  | -
            Nine cracks were counted.⏎
        names.tar | courier | Nine cracks were counted. |  | -
            Nine cracks were counted.⏎
    "#]],
    );
}

#[test]
fn what_is_damaged_in_an_archive_is_told_with_its_name() {
    let text = b"The mayor shut the bridge on Tuesday, and all were told late.\n".to_vec();
    let members: [(&str, &[u8]); 3] = [("a.txt", &text), ("b.txt", &text), ("c.txt", &text)];
    let zip = zipped(&members);
    check(
        "cut.zip",
        &zip[..zip.len() / 2],
        &expect![[r#"
            cut.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            cut.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! cut.zip: it is cut off or damaged: invalid Zip archive: Could not find EOCD (what could be read was; download or copy it again)
            ! cut.zip: its member c.txt cannot be read: incomplete deflate stream (what could be read was; download or copy it again)
        "#]],
    );
    let mut locked = zip.clone();
    for (begin, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let second =
            locked.windows(4).enumerate().filter(|(_, bytes)| *bytes == begin).nth(1).unwrap().0;
        locked[second + flags] |= 1;
    }
    check(
        "locked.zip",
        &locked,
        &expect![[r#"
            locked.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            locked.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! locked.zip: its member b.txt is locked with a password, and was not read (unpack it with the password)
        "#]],
    );
    let mut damaged = zip.clone();
    let name = damaged.windows(5).position(|bytes| bytes == b"b.txt").unwrap();
    damaged[name + 5..name + 12].fill(0xff);
    check(
        "damaged.zip",
        &damaged,
        &expect![[r#"
            damaged.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            damaged.zip | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! damaged.zip: its member b.txt cannot be read: corrupt deflate stream (what could be read was; download or copy it again)
        "#]],
    );
    let tar = tarred(&members);
    check(
        "cut.tar",
        &tar[..1300],
        &expect![[r#"
            cut.tar | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! cut.tar: cannot be read to its end: what should be a member is none (what could be read was; download or copy it again)
        "#]],
    );
    let packed =
        gzip(&tarred(&[("a.txt", &text), ("b.html", page("ferry").repeat(40).as_bytes())]));
    check(
        "cut.tgz",
        &packed[..packed.len() - 40],
        &expect![[r#"
            cut.tgz | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! cut.tgz: cannot be read to its end: the archive breaks off in it (what could be read was; download or copy it again)
            ! cut.tgz: its member b.html cannot be read: incomplete deflate stream (what could be read was; download or copy it again)
        "#]],
    );
    let mut header = tar.clone();
    header[1024 + 3] = b'!';
    check(
        "header.tar",
        &header,
        &expect![[r#"
            header.tar | The mayor shut? | The mayor shut the bridge on Tuesday, and all were told late. |  | -
                The mayor shut the bridge on Tuesday, and all were told late.⏎
            ! header.tar: cannot be read to its end: what should be a member is none (what could be read was; download or copy it again)
        "#]],
    );
}

#[test]
fn an_archive_without_articles_is_passed_over() {
    check(
        "nothing.zip",
        zipped(&[]),
        &expect![[r#"
            ! folder: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ zip 1
        "#]],
    );
    check(
        "pictures.zip",
        zipped(&[("a.png", b"\x89PNG")]),
        &expect![[r#"
            ! folder: no articles in this folder (articles are .txt, .md, .json, .jsonl, .html, .mbox, .eml, .mhtml, .db, .xml, .zip, .pdf, .epub, .docx and .warc files; rashomon kinds says more)
            ~ zip 1
        "#]],
    );
    check(
        "none.zip",
        b"What is this?",
        &expect![[r#"
            ! none.zip: cannot be read to its end: it is neither a ZIP nor a tar archive (what could be read was; download or copy it again)
        "#]],
    );
}

#[test]
fn an_archive_that_unpacks_without_end_is_told() {
    let large = vec![b' '; 20_000_000];
    check(
        "member.zip",
        zipped(&[("a.txt", &large), ("b.txt", b"The pier is open.")]),
        &expect![[r#"
            member.zip | The pier is open? | The pier is open. |  | -
                The pier is open.
            ! member.zip: its member a.txt unpacks to more than 16 MB (it may be made to do harm; unpack it yourself if you trust it)
        "#]],
    );
    let lines = [&b"{\"a\": \""[..], &[b' '; 70_000_000], b"\"}"].concat();
    check(
        "lines.zip",
        zipped(&[("a.jsonl", &lines), ("b.txt", b"The pier is open.")]),
        &expect![[r#"
            ! lines.zip: it unpacks to more than 300 times its size; the rest was not read (it may be made to do harm; unpack it yourself if you trust it)
            ! lines.zip: its member a.jsonl, line 1: broken JSON at character 7: it breaks off (mend or delete the line; the others were read)
            ! lines.zip: its member a.jsonl: cannot be read to its end: it unpacks to more than 300 times its size (check that it is there and yours to read)
        "#]],
    );
    check(
        "lines.tgz",
        gzip(&tarred(&[("a.jsonl", &lines), ("b.txt", b"The pier is open.")])),
        &expect![[r#"
            ! lines.tgz: cannot be read to its end: the archive breaks off in it (what could be read was; download or copy it again)
            ! lines.tgz: its member a.jsonl, line 1: broken JSON at character 7: it breaks off (mend or delete the line; the others were read)
            ! lines.tgz: its member a.jsonl: cannot be read to its end: it unpacks to more than 300 times its size (check that it is there and yours to read)
        "#]],
    );
}

const CONTAINER: &str = "<?xml version=\"1.0\"?><container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"OEBPS/book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";

/// The package file of a book of these parts (names and what the manifest says of each).
fn package(metadata: &str, parts: &[(&str, &str)]) -> String {
    let item = |(name, more): &(&str, &str)| {
        format!(
            "<item id=\"{name}\" href=\"text/{name}.xhtml\" media-type=\"application/xhtml+xml\" {more}/>"
        )
    };
    let items: String = parts.iter().map(item).collect();
    let spine: String =
        parts.iter().map(|(name, _)| format!("<itemref idref=\"{name}\"/>")).collect();
    format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata>{metadata}</metadata><manifest>{items}<item id=\"ncx\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/><item id=\"font\" href=\"a.otf\" media-type=\"font/otf\"/></manifest><spine toc=\"ncx\">{spine}</spine><guide><reference type=\"title-page\" href=\"text/front.xhtml\"/></guide></package>"
    )
}

/// A part of a book.
fn part(title: &str, text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title/><style/></head><body>{title}{text}</body></html>"
    )
}

fn prose(about: &str) -> String {
    format!(
        "<p><a id=\"p1\"/>The {about} was counted on Tuesday &#8211; and nobody was told.</p><p>{}</p>",
        "Inspectors came with lamps and went without a word, and the town waited. ".repeat(4)
    )
}

fn book(metadata: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts = [
        ("cover", ""),
        ("front", ""),
        ("contents", "properties=\"nav\""),
        ("imprint", ""),
        ("one", ""),
        ("two", ""),
        ("three", ""),
        ("endnotes", ""),
    ];
    let texts = [
        ("OEBPS/text/cover.xhtml", part("", "<img src=\"cover.jpg\"/>")),
        ("OEBPS/text/front.xhtml", part("<h1>The Bridge</h1>", &prose("title"))),
        ("OEBPS/text/contents.xhtml", part("", "<nav epub:type=\"toc\"><ol><li><a href=\"two.xhtml#p1\">The second day</a></li></ol></nav>")),
        ("OEBPS/text/imprint.xhtml", part("", &format!("<p>ISBN 000</p>{}", prose("imprint")))),
        ("OEBPS/text/one.xhtml", part("<h2>Of the first day</h2>", &prose("bridge"))),
        ("OEBPS/text/two.xhtml", part("<h2>II</h2>", &prose("ferry"))),
        ("OEBPS/text/three.xhtml", part("<section epub:type=\"chapter\"/>", &prose("quay"))),
        ("OEBPS/text/endnotes.xhtml", part("<section epub:type=\"index\"></section>", &prose("index"))),
        ("OEBPS/toc.ncx", "<ncx><navMap><navPoint><navLabel><text>Part one</text></navLabel><content src=\"text/front.xhtml\"/><navPoint><navLabel><text>The third day</text></navLabel><content src=\"text/three.xhtml\"/></navPoint></navPoint></navMap></ncx>".to_owned()),
        ("OEBPS/book.opf", package(metadata, &parts)),
        ("META-INF/container.xml", CONTAINER.to_owned()),
    ];
    let mut members: Vec<(&str, &[u8])> = vec![("mimetype", b"application/epub+zip")];
    members.extend(texts.iter().map(|(name, text)| (*name, text.as_bytes())));
    members.extend(more);
    zipped(&members)
}

const METADATA: &str = "<dc:title>The Bridge</dc:title><dc:creator>Ana Belo</dc:creator><dc:date opf:event=\"modification\">2032-01-01</dc:date><dc:date>2031-03-04</dc:date><dc:publisher>Harbour Press</dc:publisher>";

#[test]
fn the_chapters_of_a_book_are_articles() {
    check(
        "bridge.epub",
        book(METADATA, &[]),
        &expect![[r#"
            bridge.epub | Harbour Press | Of the first day | Ana Belo | 2031-03-04
                Of the first day⏎⏎The bridge was counted on Tuesday – and nobody was told.⏎⏎Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited.
            bridge.epub | Harbour Press | The second day | Ana Belo | 2031-03-04
                The ferry was counted on Tuesday – and nobody was told.⏎⏎Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited.
            bridge.epub | Harbour Press | The third day | Ana Belo | 2031-03-04
                The quay was counted on Tuesday – and nobody was told.⏎⏎Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited. Inspectors came with lamps and went without a word, and the town waited.
        "#]],
    );
    let newspaper = "<dc:title>Evening Post [Tue, 04 Mar 2031]</dc:title><dc:creator>calibre</dc:creator><dc:publisher>calibre</dc:publisher>";
    let read = read("post.epub", &book(newspaper, &[]));
    assert!(read.starts_with("post.epub | Evening Post | Of the first day |  | -\n"), "{read}");
}

#[test]
fn a_book_that_cannot_be_read_says_why() {
    let encryption = |algorithm: &str, uri: &str| {
        format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"{algorithm}\"/><enc:CipherData><enc:CipherReference URI=\"{uri}\"/></enc:CipherData></enc:EncryptedData></encryption>"
        )
    };
    let locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/one.xhtml");
    check(
        "locked.epub",
        book(METADATA, &[("META-INF/encryption.xml", locked.as_bytes())]),
        &expect![[r#"
            ! locked.epub: a book that is locked (DRM) (only the programs of its shop can read it; open a copy that is not locked)
        "#]],
    );
    let fonts = encryption("http://www.idpf.org/2008/embedding", "OEBPS/a.otf");
    let with_fonts = book(METADATA, &[("META-INF/encryption.xml", fonts.as_bytes())]);
    assert_eq!(read("a.epub", &with_fonts), read("a.epub", &book(METADATA, &[])));
    let whole = book(METADATA, &[]);
    check(
        "cut.epub",
        &whole[..whole.len() / 2],
        &expect![[r#"
        ! cut.epub: it is cut off or damaged: invalid Zip archive: Could not find EOCD (download or copy it again)
    "#]],
    );
    check(
        "other.epub",
        zipped(&[("a.xhtml", b"<p>Nine cracks.</p>")]),
        &expect![[r#"
        ! other.epub: its member META-INF/container.xml is not there (export or save it again)
    "#]],
    );
    let empty = zipped(&[
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/book.opf", package(METADATA, &[("cover", ""), ("gone", "")]).as_bytes()),
        ("OEBPS/text/cover.xhtml", part("", "<img src=\"cover.jpg\"/>").as_bytes()),
    ]);
    check(
        "empty.epub",
        empty,
        &expect![[r#"
        ! empty.epub: its member OEBPS/text/gone.xhtml is not there (export or save it again)
    "#]],
    );
}

/// A PDF of these objects; the first is its catalog, the second the list of its pages.
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        pdf.extend(format!("{number} 0 obj\n").into_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    pdf.extend(b"trailer << /Root 1 0 R >>\n%%EOF\n");
    pdf
}

fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<< {dict} /Length {} >>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"]
        .concat()
}

/// A PDF with pages that are drawn so. `/F1` is a font of one byte a letter, `/F2` of two.
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 6 + page * 2)).collect();
    let map = b"1 beginbfchar <0001> <00D6> endbfchar 1 beginbfrange <0041> <005A> <0061> endbfrange 1 beginbfrange <0002> <0002> [<00660069>] endbfrange";
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(map).unwrap();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /Encoding << /Differences [1 /eacute /fi] >> >>".to_vec(),
        b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /DW 500 /W [1 [600]] >>] /ToUnicode 5 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &zlib.finish().unwrap()),
    ];
    for (number, page) in pages.iter().enumerate() {
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", 7 + number * 2)
                .into_bytes(),
        );
        objects.push(stream("", page.as_bytes()));
    }
    pdf_of(&objects)
}

/// Draws a line of text.
fn drawn(x: u32, y: u32, size: u32, text: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

/// Two pages in two columns that are drawn line by line across, with a head and a number on each.
fn columns() -> Vec<String> {
    let left = [
        "The mayor shut the bridge on Tues-",
        "day, and nobody was told before. A",
        "ferry sails.",
        "  Inspectors counted nine cracks in",
    ];
    let right = [
        "the steel. The caf\\001 at the quay",
        "is closed, too, and the \\002shermen",
        "wait for the harbour master. He",
        "came late, and said that the town",
    ];
    let columns = (0..4).map(|line| {
        let y = 600 - 12 * u32::try_from(line).unwrap();
        drawn(50, y, 10, left[line]) + &drawn(320, y, 10, right[line])
    });
    let first = drawn(50, 760, 8, "Harbour Echo 4 March 2031")
        + &drawn(50, 650, 24, "Bridge shut")
        + &columns.collect::<String>()
        + &drawn(300, 30, 8, "1");
    let second = drawn(50, 760, 8, "Harbour Echo 5 March 2031")
        + &drawn(50, 600, 10, "would wait for weeks.")
        + &drawn(300, 30, 8, "2");
    vec![first, second]
}

#[test]
fn the_text_of_a_pdf_is_an_article() {
    check(
        "bridge.pdf",
        pdf(&columns()),
        &expect![[r#"
        bridge.pdf | bridge? | Bridge shut |  | -
            Bridge shut⏎⏎The mayor shut the bridge on Tuesday, and nobody was told before. A ferry sails.⏎⏎Inspectors counted nine cracks in the steel. The café at the quay is closed, too, and the fishermen wait for the harbour master. He came late, and said that the town would wait for weeks.
    "#]],
    );
    let spaced = "BT /F2 10 Tf 50 700 Td [<00410042> -20 <0043> -400 <0044>] TJ 0 -12 TD <0001> Tj T* <00020044> Tj ET\nq 0 1 -1 0 0 0 cm BT /F1 10 Tf 9 9 Td (turned) Tj ET Q BI /W 1 ID \x01(\x02 EI\n".to_owned()
        + &drawn(50, 500, 10, "A paragraph \\(the last one\\) that stands alone, and is long enough to be read.");
    check(
        "spaced.pdf",
        pdf(&[spaced]),
        &expect![[r#"
        spaced.pdf | spaced? | A paragraph (the last one) that stands alone, and is long enough to be read. |  | -
            abc d Ö fid⏎⏎A paragraph (the last one) that stands alone, and is long enough to be read.
    "#]],
    );
}

#[test]
fn pdfs_keep_their_objects_in_several_ways() {
    let text =
        drawn(50, 500, 10, "Nine cracks were counted on Tuesday, and nobody was told before.");
    let inner = "1 0 2 34 3 70 << /Type /Catalog /Pages 2 0 R >>  << /Type /Pages /Kids [3 0 R] >>     << /Type /Page /Contents [5 0 R] >>";
    let first = inner.find("<<").unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(inner.as_bytes()).unwrap();
    let packed = stream(
        &format!("/Type /ObjStm /N 3 /First {first} /Filter /FlateDecode"),
        &zlib.finish().unwrap(),
    );
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for (number, object) in [
        (9, packed),
        (5, stream("/Filter /ASCIIHexDecode", format!("{hex}>").as_bytes())),
        (8, stream("/Type /XRef /Root 1 0 R", b"")),
    ] {
        pdf.extend([format!("{number} 0 obj ").as_bytes(), &object, b" endobj\n"].concat());
    }
    let packed = read("a.pdf", &pdf);
    assert!(
        packed.contains("    Nine cracks were counted on Tuesday, and nobody was told before.\n"),
        "{packed}"
    );
}

#[test]
fn a_pdf_that_holds_no_text_says_why() {
    check(
        "scan.pdf",
        pdf(&["q 600 0 0 800 0 0 cm /Im1 Do Q".to_owned()]),
        &expect![[r#"
        ! scan.pdf: a PDF that holds no text: its pages are pictures (a scan) (have a program read them (OCR), for example ocrmypdf)
    "#]],
    );
    let locked = [&pdf(&columns())[..], b"trailer << /Encrypt << /Filter /Standard >> >>"].concat();
    check(
        "locked.pdf",
        locked,
        &expect![[r#"
        ! locked.pdf: a PDF that is locked, even where it opens without a password (print it into a new PDF, or save its text)
    "#]],
    );
    check(
        "cut.pdf",
        b"%PDF-1.4\n1 0 obj << /Type /Catalog",
        &expect![[r#"
        ! cut.pdf: a PDF without pages: it is cut off or damaged (download or copy it again)
    "#]],
    );
    let unknown = format!("BT /F2 10 Tf 50 700 Td <{}> Tj ET", "0099".repeat(90));
    check(
        "unknown.pdf",
        pdf(&[unknown]),
        &expect![[r#"
        ! unknown.pdf: a PDF whose fonts do not say what its letters are (have a program read its pages (OCR), or find the text elsewhere)
    "#]],
    );
    let whole = pdf(&columns());
    let cut = read("cut.pdf", &whole[..whole.len() - 700]);
    assert!(
        cut.contains("The mayor shut the bridge on Tuesday, and nobody was told before."),
        "{cut}"
    );
}

#[test]
fn a_pdf_of_very_many_pages_is_bounded() {
    let page = |number: usize| drawn(50, 500, 10, &format!("Page {number} tells of the harbour."));
    let pages: Vec<String> = (0..2001).map(page).collect();
    let read = read("long.pdf", &pdf(&pages));
    assert!(read.contains("Page 1999 tells") && !read.contains("Page 2000 tells"));
    assert!(read.ends_with(
        "! long.pdf: it has 2001 pages, of which the first 2000 were read (split it into parts)\n"
    ));
    let looped = pdf(&columns()).into_iter().collect::<Vec<u8>>();
    let looped =
        String::from_utf8(looped.iter().filter(|byte| byte.is_ascii()).copied().collect()).unwrap();
    let looped = looped.replace("/Kids [6 0 R ", "/Kids [2 0 R 6 0 R 6 0 R ");
    assert!(self::read("loop.pdf", looped.as_bytes()).contains("Bridge shut"));
}

/// What the pieces of a file are together.
fn joined(name: &str, bytes: &[u8], size: usize) -> (FileRead, usize) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let walked = walk(&[folder.path().to_owned()]);
    let (mut whole, mut count) = (FileRead::default(), 0);
    walked.read_pieces(0, size, &Watch::default(), &mut |mut piece, from, _| {
        assert_eq!(from, whole.articles.len());
        for article in &mut piece.articles {
            article.path.clear();
        }
        for problem in &mut piece.problems {
            problem.path.clear();
        }
        whole.articles.extend(piece.articles);
        whole.says_outlet.extend(piece.says_outlet);
        whole.problems.extend(piece.problems);
        count += 1;
    });
    (whole, count)
}

#[test]
fn archives_come_in_pieces() {
    for (name, bytes) in [
        ("crawl.warc", crawl().concat()),
        ("crawl.warc.gz", gzip(&crawl().concat())),
        ("news.zip", zipped(&borrowed(&coverage()))),
        ("news.tgz", gzip(&tarred(&borrowed(&coverage())))),
    ] {
        let (whole, count) = joined(name, &bytes, usize::MAX);
        let least = count;
        for size in [1, 300, 500] {
            let (pieces, count) = joined(name, &bytes, size);
            assert_eq!(format!("{pieces:#?}"), format!("{whole:#?}"), "{name} by {size}");
            assert!(count > least || size > 1, "{name}: {count} pieces");
        }
    }
}

/// A file, and how it is spoiled: bytes that are other ones, a stretch that is cut out or said twice.
fn spoiled(files: Vec<(&'static str, Vec<u8>)>) -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let spoil = |(name, mut bytes): (&'static str, Vec<u8>),
                 changes: Vec<(prop::sample::Index, u8)>,
                 cut: (prop::sample::Index, usize, bool)| {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let from = cut.0.index(bytes.len());
        let to = (from + cut.1).min(bytes.len());
        let stretch = bytes[from..to].to_vec();
        bytes.splice(from..to, stretch.repeat(if cut.2 { 2 } else { 0 }));
        (name, bytes)
    };
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    let cut = (any::<prop::sample::Index>(), stretch(), any::<bool>());
    (prop::sample::select(files), changes, cut)
        .prop_map(move |(file, changes, cut)| spoil(file, changes, cut))
}

fn stretch() -> impl Strategy<Value = usize> {
    proptest::prop_oneof![3 => Just(0), 2 => 1_usize..40, 1 => 40_usize..4000]
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let members: Vec<u8> = crawl().iter().flat_map(|record| gzip(record)).collect();
    let coverage = coverage();
    let coverage = borrowed(&coverage);
    vec![
        ("a.warc", crawl().concat()),
        ("a.warc.gz", members),
        ("a.zip", zipped(&coverage)),
        ("a.tar", tarred(&coverage)),
        ("a.tgz", gzip(&tarred(&coverage))),
        ("a.epub", book(METADATA, &[])),
        ("a.pdf", pdf(&columns())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A parser that panics is caught and told: nothing here may.
    #[test]
    fn no_spoiled_archive_makes_a_parser_give_up((name, bytes) in spoiled(files())) {
        let read = read(name, &bytes);
        assert!(!read.contains("gave up"), "{read}");
    }
}
