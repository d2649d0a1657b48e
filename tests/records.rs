//! Records as archives, search engines and news services give them out: Aleph's entities, dumps of
//! Elasticsearch, answers of NewsAPI, JSON Feed, and what read-it-later services export.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/loaded.rs"]
mod loaded;

use std::fs;

use expect_test::expect;
use loaded::{check, read};
use proptest::prelude::{any, prop, proptest};
use rashomon::load::{FileRead, Watch, load, walk};
use serde_json::json;

/// Entities of a case: two documents whose pages are scattered, a page of a document that is not
/// there, a web page, a mail, a scan without text, and a person.
fn entities() -> Vec<String> {
    let page = |document: &str, index: u32, text: &str| json!({"id": format!("{document}.{index}"), "schema": "Page", "properties": {"document": [document], "index": [index.to_string()], "bodyText": [text]}});
    [
        page("permit", 2, "Nobody asked the ferry."),
        json!({"id": "ana", "schema": "Person", "properties": {"name": ["Ana Belo"]}}),
        page("letter", 10, "Ten cracks."),
        json!({"id": "permit", "schema": "Pages", "properties": {"title": ["The permit"], "fileName": ["permit.pdf"], "publishedAt": ["2031-03-04"], "author": ["Jo Marsh"], "publisher": ["Port Elsin Council"], "sourceUrl": ["https://council.example/permit.pdf"], "bodyText": ["is not its pages"]}}),
        json!({"id": "note", "schema": "PlainText", "properties": {"title": ["A note"], "bodyText": ["The mayor left."], "date": ["2031-03-05"]}}),
        page("permit", 1, "The council permits the works."),
        json!({"id": "web", "schema": "HyperText", "properties": {"title": ["Bridge shut"], "bodyText": ["flat"], "bodyHtml": ["<html><body><article><p>The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.</p><p>Inspectors counted nine cracks.</p></article></body></html>"]}}),
        json!({"id": "scan", "schema": "Document", "properties": {"title": ["A scan"]}}),
        json!({"id": "mail", "schema": "Email", "properties": {"subject": ["Re: bridge"], "bodyHtml": ["<p>Shut it.</p>"]}}),
        page("letter", 9, "Nine cracks."),
        json!({"id": "short", "schema": "Pages", "properties": {"title": ["One sheet"], "bodyText": ["All on one sheet."]}}),
    ]
    .iter()
    .map(ToString::to_string)
    .collect()
}

#[test]
fn aleph_s_pages_are_joined_to_their_documents() {
    check(
        "case.jsonl",
        entities().join("\n"),
        &expect![[r#"
            note | A note? | A note |  | 2031-03-05
                The mayor left.
            web | Bridge shut? | Bridge shut |  | -
                The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks.
            mail | Re: bridge? | Re: bridge |  | -
                Shut it.
            permit | Port Elsin Council | The permit | Jo Marsh | 2031-03-04 | https://council.example/permit.pdf
                The council permits the works.⏎⏎Nobody asked the ferry.
            letter | Nine cracks? | Nine cracks. |  | -
                Nine cracks.⏎⏎Ten cracks.
            short | One sheet? | One sheet |  | -
                All on one sheet.
            ! case.jsonl: 1 of its 7 entries without text (save the pages that they lead to, for their whole texts)
        "#]],
    );
    // As a list, too.
    let listed = read("case.json", format!("[{}]", entities().join(",")).as_bytes());
    assert_eq!(
        listed,
        read("case.jsonl", entities().join("\n").as_bytes()).replace("case.jsonl", "case.json")
    );
}

/// Nothing but persons is no problem in a folder.
#[test]
fn entities_without_texts_are_passed_over() {
    let person = json!({"id": "ana", "schema": "Person", "properties": {"name": ["Ana Belo"]}});
    let shown = read("people.jsonl", format!("{person}\n{person}\n").as_bytes());
    assert!(
        shown.ends_with("~ jsonl 1\n") && shown.starts_with("! folder: no articles"),
        "{shown}"
    );
}

/// A large file is read in pieces; its documents come behind its lines.
#[test]
fn entities_read_in_pieces_are_what_they_are_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("case.jsonl"), entities().join("\n")).unwrap();
    let walked = walk(&[folder.path().to_owned()]);
    let (_, whole) = walked.read(&[0], &Watch::default()).pop().unwrap();
    assert_eq!(whole.articles.len(), 6);
    for size in [1, 30, 400, usize::MAX] {
        let mut joined = FileRead::default();
        walked.read_pieces(0, size, &Watch::default(), &mut |piece, from, _| {
            assert_eq!(from, joined.articles.len());
            joined.articles.extend(piece.articles);
            joined.says_outlet.extend(piece.says_outlet);
            joined.problems.extend(piece.problems);
        });
        assert_eq!(format!("{joined:?}"), format!("{whole:?}"), "pieces of {size}");
    }
}

const DUMPED: &str = r#"{"_index":"mc_search","_id":"a1","_score":null,"_source":{"article_title":"Bridge shut","text_content":"The mayor left.\n\nNine cracks.","publication_date":"2031-03-04","canonical_domain":"echo.example","original_url":"https://echo.example/1?x=2","url":"https://echo.example/1","language":"en","indexed_date":"2031-04-01T10:00:00"},"sort":[7]}
{"_index":"mc_search","_id":"a2","_source":{"article_title":"Ferry sails","text_content":"The ferry is full.","publication_date":"2031-03-05","canonical_domain":"post.example","original_url":"https://post.example/2"}}
{"_index":"mc_search","_id":"a3","_source":{"article_title":"Nothing"}}
"#;

#[test]
fn dumps_of_elasticsearch_are_read() {
    check(
        "dump.jsonl",
        DUMPED,
        &expect![[r#"
        a1 | echo.example | Bridge shut |  | 2031-03-04 | https://echo.example/1
            The mayor left.⏎⏎Nine cracks.
        a2 | post.example | Ferry sails |  | 2031-03-05 | https://post.example/2
            The ferry is full.
        ! dump.jsonl:3: a record without text (an article has a field text or html)
    "#]],
    );
    let lines: Vec<&str> = DUMPED.lines().take(2).collect();
    let answer = format!(r#"{{"took": 3, "hits": {{"total": 2, "hits": [{}]}}}}"#, lines.join(","));
    check(
        "answer.json",
        answer,
        &expect![[r#"
        a1 | echo.example | Bridge shut |  | 2031-03-04 | https://echo.example/1
            The mayor left.⏎⏎Nine cracks.
        a2 | post.example | Ferry sails |  | 2031-03-05 | https://post.example/2
            The ferry is full.
    "#]],
    );
}

#[test]
fn what_newsapi_cuts_off_is_told() {
    check(
        "newsapi.json",
        r#"{"status": "ok", "totalResults": 3, "articles": [
            {"source": {"id": null, "name": "The Echo"}, "author": "Ana Belo", "title": "Bridge shut", "description": "The bridge is shut.", "url": "https://echo.example/1", "urlToImage": null, "publishedAt": "2031-03-04T10:00:00Z", "content": "The mayor shut the bridge on Tues… [+1234 chars]"},
            {"source": {"id": null, "name": "Evening Post"}, "author": null, "title": "Ferry sails", "description": "The ferry is full.", "url": "https://post.example/2", "publishedAt": "2031-03-05T10:00:00Z", "content": null},
            {"source": {"id": null, "name": "The Echo"}, "author": null, "title": "Short", "description": "", "url": "https://echo.example/3", "publishedAt": "2031-03-05T10:00:00Z", "content": "All there is, [+x chars] and no more."}
        ]}"#,
        &expect![[r#"
            newsapi.json | The Echo | Bridge shut | Ana Belo | 2031-03-04T10:00:00Z | https://echo.example/1
                The mayor shut the bridge on Tues…
            newsapi.json | Evening Post | Ferry sails |  | 2031-03-05T10:00:00Z | https://post.example/2
                The ferry is full.
            newsapi.json | The Echo | Short |  | 2031-03-05T10:00:00Z | https://echo.example/3
                All there is, [+x chars] and no more.
            ! newsapi.json: 2 of its 3 entries with a summary only (save the pages that they lead to, for their whole texts)
        "#]],
    );
}

#[test]
fn json_feed_is_read_and_its_summaries_are_told() {
    check(
        "feed.json",
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Echo", "items": [
            {"id": "1", "url": "https://echo.example/1", "title": "Bridge shut", "content_html": "<p>The mayor left.</p><p>Nine cracks.</p>", "summary": "Shut.", "date_published": "2031-03-04T10:00:00Z", "authors": [{"name": "Ana Belo"}]},
            {"id": "2", "url": "https://echo.example/2", "title": "Ferry sails", "summary": "The ferry is full.", "date_published": "2031-03-05T10:00:00Z"}
        ]}"#,
        &expect![[r#"
            feed.json | The Echo | Bridge shut | Ana Belo | 2031-03-04T10:00:00Z | https://echo.example/1
                The mayor left.⏎⏎Nine cracks.
            feed.json | The Echo | Ferry sails |  | 2031-03-05T10:00:00Z | https://echo.example/2
                The ferry is full.
            ! feed.json: 1 of its 2 entries with a summary only (save the pages that they lead to, for their whole texts)
        "#]],
    );
}

#[test]
fn the_older_wallabag_is_read() {
    check(
        "wallabag-v1.json",
        r#"[{"0": "3", "1": "Bridge shut", "2": "https://echo.example/1", "5": "<p>Twice.</p>", "id": "3", "title": "Bridge shut", "url": "https://echo.example/1", "is_read": "0", "is_fav": "1", "content": "\n\t<p>The mayor left.</p>\n<p>Nine cracks.</p>", "user_id": "1", "tags": ""}]"#,
        &expect![[r#"
            3 | echo.example | Bridge shut |  | - | https://echo.example/1
                The mayor left.⏎⏎Nine cracks.
        "#]],
    );
}

proptest! {
    /// However entities and answers are damaged, they are read or told.
    #[test]
    fn damaged_records_are_read_or_told(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        is_dump in any::<bool>(),
    ) {
        let text = if is_dump { DUMPED.to_owned() } else { entities().join("\n") };
        let mut bytes = text.into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.jsonl");
        fs::write(&path, bytes).unwrap();
        let loaded = load(&[path], &Watch::default());
        assert!(!loaded.articles.is_empty() || !loaded.problems.is_empty());
        let gave_up = |problem: &rashomon::corpus::Problem| problem.what.contains("gave up");
        assert!(!loaded.problems.iter().any(gave_up), "{:?}", loaded.problems);
    }
}
