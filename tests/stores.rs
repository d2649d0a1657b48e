//! The stores of feed readers, made here as those readers make them: what is read of them, while
//! somebody writes to them, too, and that nothing is ever left beside them.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

#[path = "support/loaded.rs"]
mod loaded;

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use rashomon::load::{FileRead, Watch, load, walk};
use rusqlite::Connection;
use tempfile::TempDir;

/// What newsboat makes of a new cache.
const NEWSBOAT: &str = r#"
    CREATE TABLE rss_feed ( rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "" );
    CREATE TABLE rss_item ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024), enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT "", content_mime_type VARCHAR(255) NOT NULL DEFAULT "" );
    CREATE INDEX idx_rssurl ON rss_feed(rssurl);
    INSERT INTO rss_feed (rssurl, url, title) VALUES ('https://echo.example/feed', 'https://echo.example', 'The Echo');
"#;

/// A text that no feed gives as a summary.
fn long() -> String {
    "The mayor shut the bridge and left. ".repeat(25)
}

fn add(database: &Connection, title: &str, content: &str, kind: &str, deleted: bool) {
    database
        .execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, deleted, content_mime_type) \
             VALUES (?1, ?1, 'Ana Belo', 'https://echo.example/1', 'https://echo.example/feed', 1930471320, ?2, 1, ?4, ?3)",
            (title, content, kind, deleted),
        )
        .unwrap();
}

/// A cache of newsboat in a folder of its own.
fn newsboat(setting: &str) -> (TempDir, PathBuf, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(&format!("{setting}{NEWSBOAT}")).unwrap();
    (folder, path, database)
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn titles(path: &Path) -> Vec<String> {
    let loaded = load(&[path.to_owned()], &Watch::default());
    loaded.articles.into_iter().map(|article| article.title).collect()
}

#[test]
fn newsboat_s_items_are_articles_of_their_feeds() {
    let (folder, _, database) = newsboat("");
    let whole = format!("<p>{}</p><script>x()</script><p>Nine cracks.</p>", long().trim());
    add(&database, "Bridge &amp; ferry", &whole, "text/html", false);
    add(&database, "Summary", "The mayor left.", "text/plain", false);
    add(&database, "Deleted", &whole, "text/html", true);
    add(&database, "Empty", "<p> </p>", "", false);
    let shown = loaded::of(folder.path(), folder.path());
    let shown = shown.replace(long().trim(), "[…]");
    expect![[r#"
        cache.db | The Echo | Bridge & ferry | Ana Belo | 2031-03-05T10:02:00Z | https://echo.example/1
            […]⏎⏎Nine cracks.
        cache.db | The Echo | Summary | Ana Belo | 2031-03-05T10:02:00Z | https://echo.example/1
            The mayor left.
        ! cache.db: 1 of its 3 entries with a summary only (save the pages that they lead to, for their whole texts)
        ! cache.db: 1 of its 3 entries without text (save the pages that they lead to, for their whole texts)
    "#]]
    .assert_eq(&shown);
}

/// An older one, without the columns that came later.
#[test]
fn a_store_of_an_older_version_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE rss_feed (rssurl TEXT, title TEXT);
             CREATE TABLE rss_item (title TEXT, feedurl TEXT, pubDate INTEGER, content TEXT);
             INSERT INTO rss_item VALUES ('Bridge shut', 'x', 0, 'The mayor left.');",
        )
        .unwrap();
    expect![[r#"
        cache.db | Bridge shut? | Bridge shut |  | -
            The mayor left.
        ! cache.db: 1 of its 1 entries with a summary only (save the pages that they lead to, for their whole texts)
    "#]]
    .assert_eq(&loaded::of(folder.path(), folder.path()));
}

#[test]
fn freshrss_and_liferea_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let freshrss = Connection::open(folder.path().join("db.sqlite")).unwrap();
    freshrss
        .execute_batch(
            "CREATE TABLE `category` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `name` VARCHAR(191) NOT NULL);
             CREATE TABLE `feed` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `url` VARCHAR(511) NOT NULL, `name` VARCHAR(255) NOT NULL, `website` VARCHAR(255));
             CREATE TABLE `entry` (`id` BIGINT NOT NULL, `guid` VARCHAR(760) NOT NULL, `title` VARCHAR(255) NOT NULL, `author` VARCHAR(255), `content` TEXT, `link` VARCHAR(1023) NOT NULL, `date` INTEGER, `lastSeen` INTEGER DEFAULT 0, `hash` BINARY(16), `is_read` BOOLEAN NOT NULL DEFAULT 0, `id_feed` INTEGER, `tags` VARCHAR(1023), PRIMARY KEY (`id`), UNIQUE (`id_feed`,`guid`));
             INSERT INTO feed VALUES (3, 'https://echo.example/feed', 'The Echo &amp; Post', 'https://echo.example/');
             INSERT INTO entry (id, guid, title, author, content, link, date, id_feed) VALUES
                 (1930471320000001, 'b', 'Bridge &quot;shut&quot;', ';Ana Belo; Jo Marsh', '<p>The mayor left.</p>', 'https://echo.example/b', 1930471320, 3),
                 (1930471320000000, 'a', 'Ferry sails', '', '<p>The ferry is full.</p>', 'https://echo.example/a', 1930471320, 3);",
        )
        .unwrap();
    let liferea = Connection::open(folder.path().join("liferea.db")).unwrap();
    liferea
        .execute_batch(
            "CREATE TABLE items (item_id INTEGER PRIMARY KEY AUTOINCREMENT, parent_item_id INTEGER, node_id TEXT, parent_node_id TEXT, title TEXT, read INTEGER, updated INTEGER, popup INTEGER, marked INTEGER, source TEXT, source_id TEXT, valid_guid INTEGER, description TEXT, date INTEGER, comment_feed_id TEXT, comment INTEGER);
             CREATE TABLE metadata (item_id INTEGER, nr INTEGER, key TEXT, value TEXT, PRIMARY KEY (item_id, nr));
             CREATE TABLE node (node_id STRING, parent_id STRING, title STRING, type INTEGER, PRIMARY KEY (node_id));
             INSERT INTO node VALUES ('abc', '', 'Hafenbote', 1);
             INSERT INTO items (node_id, title, source, description, date, comment) VALUES
                 ('abc', 'Brücke gesperrt', 'https://bote.example/1', '<div>Niemand wurde gefragt.</div>', 1930471320, 0),
                 ('abc', 'A comment', 'https://bote.example/1#c', '<div>So ist es.</div>', 1930471320, 1);
             INSERT INTO metadata VALUES (1, 0, 'author', 'Lena Öberg');",
        )
        .unwrap();
    expect![[r#"
        db.sqlite | The Echo & Post | Bridge "shut" | Ana Belo+Jo Marsh | 2031-03-05T10:02:00Z | https://echo.example/b
            The mayor left.
        db.sqlite | The Echo & Post | Ferry sails |  | 2031-03-05T10:02:00Z | https://echo.example/a
            The ferry is full.
        liferea.db | Hafenbote | Brücke gesperrt | Lena Öberg | 2031-03-05T10:02:00Z | https://bote.example/1
            Niemand wurde gefragt.
        ! db.sqlite: 2 of its 2 entries with a summary only (save the pages that they lead to, for their whole texts)
        ! liferea.db: 1 of its 1 entries with a summary only (save the pages that they lead to, for their whole texts)
    "#]]
    .assert_eq(&loaded::of(folder.path(), folder.path()));
}

/// Somebody else's databases are passed over in a folder, and told where they are the PATH.
#[test]
fn a_database_of_something_else_is_passed_over_unless_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let database = Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE song (title TEXT); CREATE TABLE feed (x);").unwrap();
    // What is called like the tables of a store is none.
    database
        .execute_batch("CREATE VIEW entry AS WITH RECURSIVE n(content) AS (SELECT 1 UNION ALL SELECT content + 1 FROM n) SELECT content FROM n;")
        .unwrap();
    fs::write(folder.path().join("thumbs.db"), b"\xd0\xcf\x11\xe0 no database").unwrap();
    fs::write(folder.path().join("bridge.txt"), "The mayor left.").unwrap();
    let walked = loaded::of(folder.path(), folder.path());
    assert!(walked.contains("~ db 2") && !walked.contains('!'), "{walked}");
    let named = loaded::of(folder.path(), &path);
    assert!(named.starts_with("! other.db: no article in it"), "{named}");
}

#[test]
fn a_store_is_read_while_it_is_written_to_and_nothing_is_left_beside_it() {
    for mode in ["DELETE", "TRUNCATE", "PERSIST", "WAL"] {
        let (folder, path, writer) = newsboat(&format!("PRAGMA journal_mode = {mode};"));
        add(&writer, "First", "<p>The mayor left.</p>", "", false);
        let before = names(folder.path());
        assert_eq!(titles(&path), ["First"], "{mode}");
        // A change that is not yet made is not seen, and does not stop the reading.
        writer.execute_batch("BEGIN IMMEDIATE").unwrap();
        add(&writer, "Second", "<p>Nine cracks.</p>", "", false);
        let during = names(folder.path());
        assert_eq!(titles(&path), ["First"], "{mode}");
        assert_eq!(names(folder.path()), during, "{mode}");
        writer.execute_batch("COMMIT").unwrap();
        assert_eq!(titles(&path), ["First", "Second"], "{mode}");
        assert_eq!(names(folder.path()), before, "{mode}");
        writer.close().unwrap();
        let after = names(folder.path());
        assert_eq!(titles(&path), ["First", "Second"], "{mode}");
        assert_eq!(names(folder.path()), after, "{mode}");
    }
}

/// Where its writer was killed in the middle, the change is taken back in a copy.
#[test]
fn a_store_whose_writer_was_killed_is_read_as_it_was_before() {
    let (folder, path, writer) = newsboat("PRAGMA cache_size = 2; PRAGMA page_size = 512;");
    add(&writer, "First", "<p>The mayor left.</p>", "", false);
    writer.execute_batch("BEGIN").unwrap();
    for number in 0..200 {
        add(&writer, &format!("Lost {number}"), &long(), "", false);
    }
    let left = tempfile::tempdir().unwrap();
    for name in names(folder.path()) {
        fs::copy(folder.path().join(&name), left.path().join(&name)).unwrap();
    }
    assert_eq!(names(left.path()), ["cache.db", "cache.db-journal"]);
    drop((writer, path));
    let bytes = fs::read(left.path().join("cache.db")).unwrap();
    assert_eq!(titles(&left.path().join("cache.db")), ["First"]);
    assert_eq!(fs::read(left.path().join("cache.db")).unwrap(), bytes);
    assert_eq!(names(left.path()), ["cache.db", "cache.db-journal"]);
}

#[test]
fn a_locked_store_is_told_with_the_way_out() {
    let (folder, path, writer) = newsboat("");
    add(&writer, "First", "<p>The mayor left.</p>", "", false);
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(
        loaded::of(folder.path(), &path),
        "! cache.db: locked by another program (quit the feed reader, or open it when that has done its work)\n"
    );
    writer.execute_batch("COMMIT").unwrap();
    assert_eq!(titles(&path), ["First"]);
}

#[test]
fn a_damaged_store_keeps_what_can_be_read() {
    let (folder, path, database) = newsboat("");
    for number in 0..2_000 {
        add(&database, &format!("Item {number}"), "<p>The mayor left.</p>", "", false);
    }
    drop(database);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let loaded = load(&[path], &Watch::default());
    assert!(loaded.articles.len() > 200, "{}", loaded.articles.len());
    let problems: Vec<_> = loaded.problems.iter().map(ToString::to_string).collect();
    let folder = folder.path().display();
    assert!(
        problems.contains(&format!("{folder}/cache.db: its database is damaged (what could be read was; sqlite3 FILE .recover may save more)")),
        "{problems:?}"
    );
}

/// What is read piece by piece is what is read at once.
#[test]
fn a_store_read_in_pieces_is_what_it_is_as_a_whole() {
    let (folder, _, database) = newsboat("");
    for number in 0..700 {
        let content = if number % 3 == 0 { " " } else { "<p>The mayor left.</p>" };
        add(&database, &format!("Item {number}"), content, "", number % 5 == 0);
    }
    let walked = walk(&[folder.path().to_owned()]);
    let (_, whole) = walked.read(&[0], &Watch::default()).pop().unwrap();
    for size in [1, 5_000, usize::MAX] {
        let (mut joined, mut count, mut ended) = (FileRead::default(), 0, false);
        walked.read_pieces(0, size, &Watch::default(), &mut |piece, from, is_last| {
            assert!(!ended);
            assert_eq!(from, joined.articles.len());
            joined.articles.extend(piece.articles);
            joined.says_outlet.extend(piece.says_outlet);
            joined.problems.extend(piece.problems);
            (count, ended) = (count + 1, is_last);
        });
        assert_eq!(format!("{joined:?}"), format!("{whole:?}"));
        assert_eq!(count == 2, size == usize::MAX, "{count} pieces of {size}");
    }
    assert!(whole.articles.len() > 300);
}

#[test]
fn a_store_on_standard_input_is_read() {
    let (folder, path, database) = newsboat("");
    add(&database, "Bridge shut", "<p>The mayor left.</p>", "", false);
    drop(database);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rashomon"))
        .args(["articles", "-"])
        .env("TMPDIR", folder.path())
        .stdin(fs::File::open(&path).unwrap())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("Bridge shut"), "{shown}");
    assert_eq!(names(folder.path()), ["cache.db"], "the copy is gone");
}

/// A page whose own head says little.
fn page(title: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><p>The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.</p><p>Inspectors counted nine cracks in it.</p></article></body></html>"
    )
}

/// A library of Zotero with two snapshots: of an article in a newspaper, and one without an item.
fn zotero() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    for key in ["ABCD2345", "EFGH6789"] {
        let below = folder.path().join("storage").join(key);
        fs::create_dir_all(&below).unwrap();
        fs::write(below.join("bridge.html"), page("Saved page")).unwrap();
    }
    let database = Connection::open(folder.path().join("zotero.sqlite")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT NOT NULL, libraryID INT NOT NULL, key TEXT NOT NULL);
             CREATE TABLE itemAttachments (itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT, contentType TEXT, path TEXT);
             CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT);
             CREATE TABLE itemData (itemID INT, fieldID INT, valueID INT, PRIMARY KEY (itemID, fieldID));
             CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value UNIQUE);
             CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, fieldMode INT);
             CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
             CREATE TABLE itemCreators (itemID INT, creatorID INT, creatorTypeID INT, orderIndex INT);
             INSERT INTO fields VALUES (1, 'title'), (2, 'publicationTitle'), (3, 'date'), (4, 'url'), (5, 'pages');
             INSERT INTO items VALUES (1, 20, 1, 'PARENT22'), (2, 3, 1, 'ABCD2345'), (3, 3, 1, 'EFGH6789');
             INSERT INTO itemAttachments VALUES (2, 1, 1, 'text/html', 'storage:bridge.html'), (3, NULL, 1, 'text/html', 'storage:bridge.html');
             INSERT INTO itemDataValues VALUES (1, 'Bridge shut'), (2, 'The Echo'), (3, '2031-03-04 4 March 2031'), (4, 'https://echo.example/1'), (5, 12), (6, 'https://post.example/2');
             INSERT INTO itemData VALUES (1, 1, 1), (1, 2, 2), (1, 3, 3), (1, 4, 4), (1, 5, 5), (3, 4, 6);
             INSERT INTO creators VALUES (1, 'Jo', 'Marsh', 0), (2, 'Ana', 'Belo', 0), (3, '', 'The Editors', 1);
             INSERT INTO creatorTypes VALUES (1, 'author'), (2, 'editor');
             INSERT INTO itemCreators VALUES (1, 1, 1, 1), (1, 2, 1, 0), (1, 3, 2, 2);",
        )
        .unwrap();
    (folder, database)
}

#[test]
fn snapshots_of_zotero_are_what_their_items_say() {
    let (folder, database) = zotero();
    let expected = expect![[r#"
        storage/ABCD2345/bridge.html | The Echo | Bridge shut | Ana Belo+Jo Marsh | 2031-03-04 | https://echo.example/1
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks in it.
        storage/EFGH6789/bridge.html | post.example | Saved page |  | - | https://post.example/2
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks in it.
        ~ sqlite 1
    "#]];
    expected.assert_eq(&loaded::of(folder.path(), folder.path()));
    // Zotero keeps it locked while it runs.
    database.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let before = names(folder.path());
    expected.assert_eq(&loaded::of(folder.path(), folder.path()));
    assert_eq!(names(folder.path()), before);
    // Without it the pages are saved pages.
    drop(database);
    fs::remove_file(folder.path().join("zotero.sqlite")).unwrap();
    let shown = loaded::of(folder.path(), &folder.path().join("storage/ABCD2345"));
    assert!(shown.contains("| Saved page |"), "{shown}");
}

#[test]
fn a_library_of_zotero_in_another_form_is_told_and_its_pages_are_read() {
    let (folder, database) = zotero();
    database.execute_batch("DROP TABLE itemCreators").unwrap();
    let shown = loaded::of(folder.path(), folder.path());
    assert!(shown.contains("| Saved page |"), "{shown}");
    assert!(
        shown.contains("! zotero.sqlite: cannot be read: no such table: itemCreators"),
        "{shown}"
    );
}

#[test]
fn pages_exported_by_omnivore_are_what_its_list_says() {
    let folder = tempfile::tempdir().unwrap();
    for below in ["content", "highlights"] {
        fs::create_dir(folder.path().join(below)).unwrap();
    }
    let list = r#"[{"id": "7d", "slug": "bridge-shut-192", "title": "Bridge shut", "description": "It is shut.", "author": "Ana Belo", "url": "https://echo.example/1", "state": "Archived", "readingProgress": 0, "labels": [], "savedAt": "2031-03-09T10:00:00.000Z", "updatedAt": "2031-03-09T10:00:00.000Z", "publishedAt": "2031-03-04T10:00:00.000Z"}]"#;
    fs::write(folder.path().join("metadata_0_to_1.json"), list).unwrap();
    fs::write(folder.path().join("content/bridge-shut-192.html"), page("x")).unwrap();
    fs::write(folder.path().join("highlights/bridge-shut-192.md"), "> Nine cracks.\n").unwrap();
    expect![[r#"
        content/bridge-shut-192.html | echo.example | Bridge shut | Ana Belo | 2031-03-04T10:00:00Z | https://echo.example/1
            The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.⏎⏎Inspectors counted nine cracks in it.
        ~ json 1
        ~ md 1
    "#]].assert_eq(&loaded::of(folder.path(), folder.path()));
    // The list alone holds links.
    fs::remove_dir_all(folder.path().join("content")).unwrap();
    fs::remove_dir_all(folder.path().join("highlights")).unwrap();
    let shown = loaded::of(folder.path(), folder.path());
    assert!(shown.starts_with("! metadata_0_to_1.json: 1 link and no texts"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However a store is damaged, it is read or told, and nothing panics or goes on for ever.
    #[test]
    fn a_store_of_any_bytes_is_read_or_told(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (_folder, path, database) = newsboat("PRAGMA page_size = 512;");
        for number in 0..40 {
            add(&database, &format!("Item {number}"), &long(), "", false);
        }
        drop(database);
        let mut bytes = fs::read(&path).unwrap();
        for (at, byte) in damage {
            // Its first bytes tell what it is.
            let at = 16 + at.index(bytes.len() - 16);
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()).max(100));
        }
        fs::write(&path, bytes).unwrap();
        let loaded = load(&[path], &Watch::default());
        assert!(loaded.articles.len() <= 10_000);
        let gave_up = |problem: &rashomon::corpus::Problem| problem.what.contains("gave up");
        assert!(!loaded.problems.iter().any(gave_up), "{:?}", loaded.problems);
    }
}
