//! Where a model is asked, and whether the texts of the reader may go there.

use std::net::IpAddr;
use std::time::Duration;

use ureq::http::Uri;

/// What is asked where nothing else is said, in tokens.
const CONTEXT: usize = 8_000;
/// How long an answer may take where nothing else is said: local models are slow.
const TIMEOUT: Duration = Duration::from_secs(120);
/// What a model is called that nobody has named.
const UNNAMED: &str = "model";
/// What stands behind a base address.
const PATH: &str = "/chat/completions";

/// Where a model is asked, as the settings say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its address; `None` where no model is asked.
    pub url: Option<Address>,
    /// The model's name there; its findings are shown by it.
    pub model: String,
    /// The environment variable that holds the key, where one is needed.
    pub key_env: Option<String>,
    /// How long one answer may take.
    pub timeout: Duration,
    /// Tokens of a request at most, counted as four bytes each.
    pub context: usize,
    /// Whether texts may leave this machine.
    pub remote: bool,
    /// A proxy to go through; those of the environment are not used.
    pub proxy: Option<Address>,
}

impl Default for Server {
    fn default() -> Self {
        Server {
            url: None,
            model: UNNAMED.to_owned(),
            key_env: None,
            timeout: TIMEOUT,
            context: CONTEXT,
            remote: false,
            proxy: None,
        }
    }
}

impl Server {
    /// The first host that texts go to which is not this machine.
    pub fn leaves_for(&self) -> Option<&str> {
        let mut hosts = self.proxy.iter().chain(&self.url);
        hosts.find(|address| !address.is_here()).map(|address| address.host.as_str())
    }

    /// The host that texts go to although the settings do not allow it.
    pub fn forbidden(&self) -> Option<&str> {
        self.leaves_for().filter(|_| !self.remote)
    }
}

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What a client connects to.
    pub url: String,
    /// The name or number of the machine.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Address {
    /// Reads an address: `http://127.0.0.1:11434/v1`, with or without the path of completions.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn of_model(written: &str) -> Result<Address, &'static str> {
        let address = Address::parse(written)?;
        let url = address.url.trim_end_matches('/');
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        let url = match path {
            path if path.ends_with("chat/completions") => url.to_owned(),
            "" => format!("{url}/v1{PATH}"),
            _ => format!("{url}{PATH}"),
        };
        Ok(Address { url, ..address })
    }

    /// Reads an address as it stands.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(written: &str) -> Result<Address, &'static str> {
        let uri: Uri = written.parse().map_err(|_| "it is no address")?;
        let standard = match uri.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => return Err("it begins with neither http:// nor https://"),
        };
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err("it holds a name or password");
        }
        if uri.query().is_some() {
            return Err("it holds a query");
        }
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err("it names no host");
        }
        let port = uri.port_u16().unwrap_or(standard);
        Ok(Address { url: written.to_owned(), host: host.to_owned(), port })
    }

    /// Whether it is an address of this machine.
    pub fn is_here(&self) -> bool {
        let is_loopback = self.host.parse::<IpAddr>().is_ok_and(|host| host.is_loopback());
        is_loopback || self.is_localhost()
    }

    /// Whether it is the name that every machine has for itself.
    pub(super) fn is_localhost(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Server};

    #[test]
    fn a_base_and_a_whole_address_are_one() {
        for written in [
            "http://127.0.0.1:11434",
            "http://127.0.0.1:11434/",
            "http://127.0.0.1:11434/v1",
            "http://127.0.0.1:11434/v1/",
            "http://127.0.0.1:11434/v1/chat/completions",
        ] {
            let url = Address::of_model(written).unwrap().url;
            assert_eq!(url, "http://127.0.0.1:11434/v1/chat/completions");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for written in
            ["", "localhost:8080", "ftp://localhost", "http://", "file:///etc", "http:///v1"]
        {
            assert!(Address::of_model(written).is_err(), "{written}");
        }
        for written in
            ["http://127.0.0.1@example.org/", "http://a:b@localhost/", "http://localhost/?q=1"]
        {
            assert!(Address::of_model(written).is_err(), "{written}");
        }
    }

    #[test]
    fn only_loopback_is_this_machine() {
        let is_here = |written: &str| Address::parse(written).unwrap().is_here();
        for written in
            ["http://localhost:1", "https://LocalHost", "http://127.9.9.9", "http://[::1]:8080"]
        {
            assert!(is_here(written), "{written}");
        }
        for written in [
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://0.0.0.0:8080",
            "http://10.0.0.1",
            "http://[::ffff:127.0.0.1]",
            "http://2130706433",
        ] {
            assert!(!is_here(written), "{written}");
        }
    }

    #[test]
    fn texts_leave_by_a_proxy_too() {
        let server = |url: &str, proxy: Option<&str>, remote| Server {
            url: Some(Address::of_model(url).unwrap()),
            proxy: proxy.map(|proxy| Address::parse(proxy).unwrap()),
            remote,
            ..Server::default()
        };
        let here = "http://localhost:1";
        assert_eq!(server(here, None, false).forbidden(), None);
        assert_eq!(
            server(here, Some("http://proxy.example:3128"), false).forbidden(),
            Some("proxy.example")
        );
        assert_eq!(server("https://api.example", None, false).forbidden(), Some("api.example"));
        let allowed = server("https://api.example", None, true);
        assert_eq!((allowed.forbidden(), allowed.leaves_for()), (None, Some("api.example")));
    }
}
