//! Pages fetched from a server on this machine, which stands for the web: what is saved, what is
//! refused, and that nothing is asked for unless the reader wants it.

#![allow(clippy::unwrap_used, reason = "a test whose setting fails has failed")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Bridge shut</title></head><body><article><p>The mayor shut the bridge on Tuesday, and nobody was told before, said the harbour master.</p><p>Inspectors counted nine cracks in it.</p></article></body></html>";

/// A site: what it was asked for, and its address.
struct Site {
    asked: Arc<Mutex<Vec<String>>>,
    address: String,
}

/// Answers by path: status, headers and body.
type Answer = (u16, Vec<(&'static str, String)>, Vec<u8>);

fn site(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let Some(path) = path(&stream) else { continue };
            told.lock().unwrap().push(path.clone());
            let (status, headers, body) = answer(&path);
            let mut head = format!("HTTP/1.1 {status} Said\r\nConnection: close\r\n");
            for (name, value) in headers {
                head += &format!("{name}: {value}\r\n");
            }
            head += &format!("Content-Length: {}\r\n\r\n", body.len());
            // Whoever has read enough hangs up.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    Site { asked, address }
}

fn path(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    lines.find(String::is_empty)?;
    Some(path)
}

fn html(body: &str) -> Answer {
    (200, vec![("Content-Type", "text/html; charset=utf-8".to_owned())], body.into())
}

fn to(location: &str) -> Answer {
    (302, vec![("Location", location.to_owned())], Vec::new())
}

/// A site that allows everything, and has a page at `/bridge.html`.
fn plain() -> Site {
    site(|path| match path {
        "/bridge.html" => html(PAGE),
        _ => (404, Vec::new(), Vec::new()),
    })
}

impl Site {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Somebody who has nothing yet.
fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.args(arguments).current_dir(home).stdin(Stdio::null());
    for place in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env(place, home.join(".home"));
    }
    command.env("RASHOMON_FETCH_LOOPBACK", "1");
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    command(home, arguments).output().unwrap()
}

/// What is said where a page is not fetched.
fn refused(url: &str) -> String {
    let home = home();
    let output = run(home.path(), &["articles", "--fetch", url]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(saved(home.path()), Vec::<PathBuf>::new(), "{said}");
    said.replace(url, "URL")
}

fn saved(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join(".home/rashomon/saved")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_page_is_saved_with_its_url_and_read() {
    let (site, home) = (plain(), home());
    let url = site.url("/bridge.html");
    let output = run(home.path(), &["articles", "--fetch", "--format", "json", &url]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(shown.contains("Bridge shut") && shown.contains(&url), "{shown}");
    assert_eq!(site.asked(), ["/robots.txt", "/bridge.html"]);
    let [page] = &saved(home.path())[..] else { panic!("{:?}", saved(home.path())) };
    assert_eq!(page.file_name().unwrap(), "127.0.0.1-bridge.html");
    assert_eq!(page.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(page.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, format!("rashomon: {url} is saved as {}\n", page.display()));
    // The same page again is the same file; another of its name stands beside it.
    run(home.path(), &["articles", "--fetch", &url]);
    assert_eq!(saved(home.path()).len(), 1);
    fs::write(page, "mine").unwrap();
    run(home.path(), &["articles", "--fetch", &url]);
    assert_eq!(fs::read_to_string(page).unwrap(), "mine");
    assert_eq!(saved(home.path()).len(), 2);
}

#[test]
fn nothing_is_fetched_unless_it_is_asked_for() {
    let (site, home) = (plain(), home());
    let url = site.url("/bridge.html");
    let output = run(home.path(), &["articles", &url]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        format!(
            "rashomon: {url}: an address, and nothing is fetched unless you ask for it (--fetch fetches and saves the page; or save it with your browser, and open that file)\n"
        )
    );
    assert_eq!(site.asked(), Vec::<String>::new());
    // By the settings, too.
    let settings = home.path().join(".home/rashomon");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("config.toml"), "fetch = true\n").unwrap();
    assert_eq!(run(home.path(), &["articles", &url]).status.code(), Some(0));
    assert_eq!(saved(home.path()).len(), 1);
}

#[test]
fn what_robots_do_not_allow_is_not_asked_for() {
    let site = site(|path| match path {
        "/robots.txt" => (200, Vec::new(), b"User-agent: *\nDisallow: /private/\n".to_vec()),
        "/from" => to("/private/bridge.html"),
        _ => html(PAGE),
    });
    let said = refused(&site.url("/private/bridge.html"));
    assert_eq!(
        said,
        "rashomon: URL: the robots.txt of 127.0.0.1 does not allow it to be fetched (open it in a browser and save it from there)\n"
    );
    refused(&site.url("/from"));
    assert_eq!(site.asked(), ["/robots.txt", "/robots.txt", "/from"]);
    let broken = self::site(|path| match path {
        "/robots.txt" => (503, Vec::new(), Vec::new()),
        _ => html(PAGE),
    });
    assert!(refused(&broken.url("/bridge.html")).contains("answers 503 for robots.txt"));
    assert_eq!(broken.asked(), ["/robots.txt"]);
}

#[test]
fn redirections_are_followed_as_far_as_they_may_lead() {
    let site = site(|path| match path {
        "/robots.txt" => to("/robots"),
        "/robots" => (404, Vec::new(), Vec::new()),
        "/1" => to("2?x"),
        "/2?x" => to("/bridge.html"),
        "/bridge.html" => html(PAGE),
        "/file" => to("file:///etc/passwd"),
        "/private" => to("http://10.0.0.1/"),
        "/metadata" => to("http://169.254.169.254/latest"),
        "/mapped" => to("http://[::ffff:10.0.0.1]/"),
        path => to(&format!("{path}x")),
    });
    let home = home();
    let output = run(home.path(), &["articles", "--fetch", &site.url("/1")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(&saved(home.path())[0]).unwrap();
    let url = site.url("/bridge.html");
    assert!(
        page.starts_with(&format!(
            "\u{feff}<!-- saved from url=({:04}){url} -->\n<!DOC",
            url.len()
        ))
    );
    for path in ["/private", "/metadata", "/mapped"] {
        let said = refused(&site.url(path));
        assert!(
            said.contains("in a network of its own, where nothing is fetched"),
            "{path}: {said}"
        );
    }
    assert!(refused(&site.url("/file")).contains("begins with neither http:// nor https://"));
    assert!(refused(&site.url("/on")).contains("it sends elsewhere more than 5 times"));
}

/// Without the test's own word this machine is as private as any other.
#[test]
fn nothing_is_fetched_from_this_machine() {
    let (site, home) = (plain(), home());
    let port = site.address.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"] {
        let url = format!("http://{host}:{port}/bridge.html");
        let mut command = command(home.path(), &["articles", "--fetch", &url]);
        let output = command.env_remove("RASHOMON_FETCH_LOOPBACK").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{host}: {said}");
        assert!(said.contains("where nothing is fetched"), "{host}: {said}");
    }
    assert_eq!(site.asked(), Vec::<String>::new());
}

#[test]
fn what_is_no_page_or_too_large_is_told() {
    let site = site(|path| match path {
        "/large" => html(&"a ".repeat(9 * 1024 * 1024)),
        "/paper.pdf" => (200, vec![("Content-Type", "application/pdf".to_owned())], b"%PDF".into()),
        "/packed" => {
            let headers = vec![("Content-Encoding", "br".to_owned())];
            (200, headers, b"x".into())
        }
        "/empty" => html(" "),
        _ => (404, Vec::new(), Vec::new()),
    });
    assert!(refused(&site.url("/large")).contains("larger than 16 MB"));
    assert!(refused(&site.url("/paper.pdf")).contains("no page but application/pdf"));
    assert!(refused(&site.url("/packed")).contains("packs it (br) unasked"));
    assert!(refused(&site.url("/empty")).contains("answers with nothing"));
    assert!(refused(&site.url("/gone")).contains("its server answers 404"));
}

#[test]
fn a_page_is_saved_in_the_letters_that_its_server_names() {
    let site = site(|path| match path {
        "/bote" => {
            let page = PAGE.replace("Bridge shut", "Brücke gesperrt");
            let bytes = encoding_rs::WINDOWS_1252.encode(&page).0.into_owned();
            (200, vec![("Content-Type", "text/html; charset=\"ISO-8859-1\"".to_owned())], bytes)
        }
        _ => (404, Vec::new(), Vec::new()),
    });
    let home = home();
    let output = run(home.path(), &["articles", "--fetch", &site.url("/bote")]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("Brücke gesperrt"), "{shown}");
}
