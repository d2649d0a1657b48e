//! A page of the web, saved among the reader's own files and then read as any other. Nothing is
//! fetched unless the reader asks for it.
//!
//! Only http and https; only addresses that the whole world has, which are looked up once, checked,
//! and connected to as they are; at most so many bytes, so much time and so many redirections; and
//! nothing that the site's `robots.txt` does not allow.

mod address;
mod robots;

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use encoding_rs::{Encoding, UTF_8};
use ureq::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use ureq::http::{Response, Uri};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error};

use crate::corpus::{Problem, is_web};
use crate::library::private;
use address::Public;
use robots::Rules;

/// A page has at most so many bytes,
const MOST: u64 = 16 * 1024 * 1024;
/// and what is read of a `robots.txt`.
const MOST_RULES: u64 = 500 * 1024;
/// How long all may take, with robots and redirections.
const TIME: Duration = Duration::from_secs(20);
/// How often a page may send elsewhere.
const REDIRECTIONS: usize = 5;
/// The folder of saved pages, in the folder of what is the reader's.
const FOLDER: &str = "saved";
/// The name of a saved page has at most so many letters.
const NAME: usize = 80;
/// So many pages of one name can be saved.
const NAMESAKES: usize = 1_000;
/// How this program is called by those who allow and forbid.
const CALLED: &str = "rashomon";

/// Whether a PATH is the address of a page.
pub fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(is_web)
}

/// Fetches the page `url` and saves it below `data`, the folder of what is the reader's, with its
/// URL noted in it; gives its path. No file is written over; where the same page is there already,
/// it is that one.
///
/// # Errors
/// Why it could not be fetched or saved, and what can be done.
pub fn fetch(url: &str, data: &Path) -> Result<PathBuf, Problem> {
    let told = |fault: Fault| Problem {
        path: url.to_owned(),
        line: None,
        what: fault.what,
        hint: fault.hint.to_owned(),
    };
    let page = page(url).map_err(told)?;
    let folder = data.join(FOLDER);
    save(&folder, &page).map_err(|error| Problem {
        path: folder.to_string_lossy().into_owned(),
        line: None,
        what: format!("a page cannot be saved here: {error}"),
        hint: "make room, or make the folder yours to write".to_owned(),
    })
}

/// Why a page is not fetched, and what can be done.
#[derive(Debug)]
struct Fault {
    what: String,
    hint: &'static str,
}

/// What would help with most.
const BY_HAND: &str = "open it in a browser and save it from there";
const CHECK: &str = "check the address";

fn fault(what: impl Into<String>, hint: &'static str) -> Fault {
    Fault { what: what.into(), hint }
}

/// A page as it came.
struct Page {
    /// Where it stands, behind all redirections.
    url: Uri,
    /// The charset that its server names.
    charset: Option<&'static Encoding>,
    bytes: Vec<u8>,
}

fn page(url: &str) -> Result<Page, Fault> {
    let mut fetcher = Fetcher::new();
    let (url, mut response) = fetcher.followed(parsed(url)?, Heed::Robots)?;
    let status = response.status().as_u16();
    if status != 200 {
        return Err(fault(format!("its server answers {status}"), BY_HAND));
    }
    let header = |name: HeaderName| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some(value.to_ascii_lowercase())
    };
    if let Some(packed) = header(CONTENT_ENCODING).filter(|how| how != "identity") {
        return Err(fault(format!("its server packs it ({packed}) unasked"), BY_HAND));
    }
    let kind = header(CONTENT_TYPE).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    if !matches!(name, "" | "text/html" | "application/xhtml+xml") {
        return Err(fault(format!("no page but {name}"), BY_HAND));
    }
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    let charset = charset.and_then(|label| Encoding::for_label(label.trim_matches('"').as_bytes()));
    let body = response.body_mut().with_config().limit(MOST).read_to_vec();
    let bytes = body.map_err(|error| failed(&error))?;
    if bytes.trim_ascii().is_empty() {
        return Err(fault("its server answers with nothing", BY_HAND));
    }
    Ok(Page { url, charset, bytes })
}

/// The address `written`, as far as it is one to fetch.
fn parsed(written: &str) -> Result<Uri, Fault> {
    let mut escaped = String::with_capacity(written.len());
    for byte in written.trim().split('#').next().unwrap_or_default().bytes() {
        match byte {
            b'!'..=b'~' if !matches!(byte, b'<' | b'>' | b'"' | b'\\') => {
                escaped.push(char::from(byte));
            }
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    if !is_web(&escaped) {
        return Err(fault("an address that begins with neither http:// nor https://", CHECK));
    }
    let uri: Uri = escaped.parse().map_err(|_| fault("no address of a page", CHECK))?;
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    if authority.is_empty() {
        return Err(fault("an address that names no site", CHECK));
    }
    if authority.contains('@') {
        return Err(fault("an address with a name or password", "leave them out"));
    }
    Ok(uri)
}

/// Where `location` leads from the page `base`.
fn joined(base: &Uri, location: &str) -> Result<Uri, Fault> {
    let scheme = base.scheme_str().unwrap_or("https");
    let origin = format!("{scheme}://{}", base.authority().map_or("", |host| host.as_str()));
    let before = location.split(['/', '?', '#']).next().unwrap_or_default();
    if before.contains(':') {
        return parsed(location);
    }
    if location.starts_with("//") {
        return parsed(&format!("{scheme}:{location}"));
    }
    let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    match location.chars().next() {
        Some('/') => parsed(&format!("{origin}{location}")),
        Some('?') => parsed(&format!("{origin}{}{location}", base.path())),
        _ => parsed(&format!("{origin}{folder}/{location}")),
    }
}

/// Whether what a site allows is asked for first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heed {
    Robots,
    Nothing,
}

struct Fetcher {
    agent: Agent,
    until: Instant,
    /// The site that was asked last for what it allows, and that.
    rules: Option<(String, Rules)>,
}

impl Fetcher {
    fn new() -> Self {
        let config = Agent::config_builder()
            // A proxy would look names up itself.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent(concat!("rashomon/", env!("CARGO_PKG_VERSION")))
            .accept("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1")
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Public::default());
        Fetcher { agent, until: Instant::now() + TIME, rules: None }
    }

    /// The answer at `url`, or wherever that sends; and where it stands.
    fn followed(&mut self, mut url: Uri, heed: Heed) -> Result<(Uri, Response<Body>), Fault> {
        for _ in 0..=REDIRECTIONS {
            if heed == Heed::Robots {
                self.check_allowed(&url)?;
            }
            let response = self.asked(&url)?;
            let location = response
                .headers()
                .get(LOCATION)
                .filter(|_| matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308));
            match location {
                None => return Ok((url, response)),
                Some(location) => {
                    let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
                    url = joined(&url, &location)?;
                }
            }
        }
        Err(fault(format!("it sends elsewhere more than {REDIRECTIONS} times"), BY_HAND))
    }

    fn asked(&self, url: &Uri) -> Result<Response<Body>, Fault> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(failed(&Error::Timeout(ureq::Timeout::Global)));
        }
        let request = self.agent.get(url).config().timeout_global(Some(left)).build();
        request.call().map_err(|error| failed(&error))
    }

    /// That the site of `url` allows it.
    fn check_allowed(&mut self, url: &Uri) -> Result<(), Fault> {
        let site = joined(url, "/robots.txt")?;
        let name = site.to_string();
        let rules = match self.rules.take().filter(|(of, _)| *of == name) {
            Some((_, rules)) => rules,
            None => self.rules_at(site)?,
        };
        let place = url.path_and_query().map_or("/", |place| place.as_str());
        let is_allowed = rules.allow(place);
        self.rules = Some((name, rules));
        if is_allowed {
            return Ok(());
        }
        let host = url.host().unwrap_or_default();
        Err(fault(format!("the robots.txt of {host} does not allow it to be fetched"), BY_HAND))
    }

    fn rules_at(&mut self, url: Uri) -> Result<Rules, Fault> {
        let (_, mut response) = self.followed(url, Heed::Nothing)?;
        match response.status().as_u16() {
            200..=299 => {
                let mut text = Vec::new();
                let read = response.body_mut().as_reader().take(MOST_RULES).read_to_end(&mut text);
                read.map_err(|error| failed(&Error::Io(error)))?;
                Ok(Rules::of(&String::from_utf8_lossy(&text), CALLED))
            }
            // There are none.
            400..=499 => Ok(Rules::default()),
            status => Err(fault(
                format!(
                    "its server answers {status} for robots.txt, so it is not known what may be fetched"
                ),
                "try again later",
            )),
        }
    }
}

/// What is said of an error on the way.
fn failed(error: &Error) -> Fault {
    log::info!("fetching: {error}");
    match error {
        Error::Timeout(_) => fault(format!("not there within {} s", TIME.as_secs()), BY_HAND),
        Error::BodyExceedsLimit(_) => {
            fault(format!("larger than {} MB", MOST / 1024 / 1024), BY_HAND)
        }
        Error::HostNotFound => fault("nobody of that name", CHECK),
        Error::Io(error) if error.kind() == ErrorKind::PermissionDenied => fault(
            "it stands on this machine or in a network of its own, where nothing is fetched",
            BY_HAND,
        ),
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => {
            fault(format!("not there within {} s", TIME.as_secs()), BY_HAND)
        }
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => {
            fault("its certificate does not hold, or it speaks no TLS", CHECK)
        }
        error => fault(format!("cannot be fetched: {error}"), CHECK),
    }
}

/// Saves a page in `folder`, beside others of its name; gives its path.
fn save(folder: &Path, page: &Page) -> io::Result<PathBuf> {
    private::folder(folder)?;
    let (name, bytes) = (name(&page.url), noted(page));
    for number in 1..=NAMESAKES {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{number}.html"));
        match private::writing().create_new(true).open(&path) {
            Ok(mut file) => {
                return match file.write_all(&bytes).and_then(|()| file.sync_all()) {
                    Ok(()) => Ok(path),
                    // Half a page would be taken for the whole one.
                    Err(error) => fs::remove_file(&path).and(Err(error)),
                };
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let is_there = fs::symlink_metadata(&path)
                    .is_ok_and(|file| file.is_file() && file.len() == bytes.len() as u64);
                if is_there && fs::read(&path)? == bytes {
                    return Ok(path);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, format!("there are {NAMESAKES} called {name}")))
}

/// The name of a page's file, without its ending: its site and the end of its path, in letters that
/// every file system takes.
fn name(url: &Uri) -> String {
    let host = url.host().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let place = url.path_and_query().map_or("", |place| place.as_str());
    let place = place.rsplit('/').find(|part| part.chars().any(char::is_alphanumeric));
    let mut name = String::new();
    for letter in format!("{host}-{}", place.unwrap_or_default()).chars() {
        let letter = if letter.is_ascii_alphanumeric() || letter == '.' { letter } else { '-' };
        if letter.is_ascii_alphanumeric() || !name.is_empty() && !name.ends_with(['-', '.']) {
            name.push(letter.to_ascii_lowercase());
        }
    }
    name.truncate(NAME);
    name.trim_end_matches(['-', '.']).trim_end_matches(".html").to_owned()
}

/// The bytes of a page as it is saved: with its URL before it, as browsers note it, and in UTF-8
/// where its server says how it is written.
fn noted(page: &Page) -> Vec<u8> {
    let url = page.url.to_string();
    let note = format!("<!-- saved from url=({:04}){url} -->\n", url.len());
    let marked = Encoding::for_bom(&page.bytes).map(|(encoding, _)| encoding);
    let is_utf_8 = || std::str::from_utf8(&page.bytes).is_ok().then_some(UTF_8);
    match marked.or(page.charset).or_else(is_utf_8) {
        // A mark counts before what the page says of itself.
        Some(encoding) => format!("\u{feff}{note}{}", encoding.decode(&page.bytes).0).into_bytes(),
        None => [note.as_bytes(), &page.bytes].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, name, parsed};

    #[test]
    fn what_is_no_page_of_the_web_is_refused() {
        for written in ["ftp://echo.example/", "http://", "https:///a", "http://a:b@echo.example/"]
        {
            assert!(parsed(written).is_err(), "{written}");
        }
        let written = "https://echo.example/brücke zu?x=<1>#top";
        let url = parsed(written).unwrap().to_string();
        assert_eq!(url, "https://echo.example/br%C3%BCcke%20zu?x=%3C1%3E");
    }

    #[test]
    fn a_redirection_leads_on_from_where_it_stands() {
        let base = parsed("https://echo.example/a/b?c").unwrap();
        for (location, expected) in [
            ("http://post.example/x", "http://post.example/x"),
            ("//post.example/x", "https://post.example/x"),
            ("/x", "https://echo.example/x"),
            ("x/y", "https://echo.example/a/x/y"),
            ("?d", "https://echo.example/a/b?d"),
        ] {
            assert_eq!(joined(&base, location).unwrap().to_string(), expected, "{location}");
        }
        for location in ["file:///etc/passwd", "javascript:x", "ftp://echo.example/"] {
            assert!(joined(&base, location).is_err(), "{location}");
        }
    }

    #[test]
    fn a_page_is_called_by_its_site_and_the_end_of_its_path() {
        let name = |url: &str| name(&parsed(url).unwrap());
        assert_eq!(
            name("https://www.echo.example/2031/Bridge-shut.html"),
            "echo.example-bridge-shut"
        );
        assert_eq!(name("https://echo.example/news/"), "echo.example-news");
        assert_eq!(name("https://echo.example"), "echo.example");
        assert_eq!(name("https://echo.example/..%2f..%2fx?y=1"), "echo.example-2f.2fx-y-1");
        assert!(name(&format!("https://echo.example/{}", "a".repeat(500))).len() <= 80);
    }
}
