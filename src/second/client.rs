//! One request, sent and answered: bounded in time and bytes, to nowhere but where the settings say.
//! Besides [`crate::library::fetch`] the only user of the network.

use std::fmt;
use std::net::ToSocketAddrs as _;
use std::time::Duration;

use ureq::http::header::{HeaderMap, RETRY_AFTER};
use ureq::{Agent, Error, Proxy};

use crate::second::answer::{self, Answer};
use crate::second::request::Request;
use crate::second::server::{Address, Server};

/// How long to wait for a server that is busy and does not say how long, the first time; then twice
/// as long each time.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// What a server may ask to wait at most; where it asks for more the request counts as refused.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often a busy server is asked again.
const TIMES: u32 = 3;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The settings name no server.
    Off,
    /// Texts would leave the machine, to this host, and the settings do not allow it.
    Remote(String),
    /// The environment variable of this name holds no key.
    Key(String),
    /// Nobody answers at the address.
    Unreachable,
    /// It took too long.
    Slow,
    /// The server has too much to do.
    Busy,
    /// It does not accept the key, or wants one.
    Denied,
    /// It cannot be sure who answers: TLS failed.
    Unsafe,
    /// It sends elsewhere.
    Moved,
    /// It refuses, with this status.
    Refused(u16),
    /// What it answered is no answer.
    Garbled,
    /// Whoever asked did not want to wait longer.
    Stopped,
}

impl Fault {
    /// The one word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Fault::Off => "off",
            Fault::Remote(_) => "remote",
            Fault::Key(_) => "keyless",
            Fault::Unreachable => "unreachable",
            Fault::Slow => "slow",
            Fault::Busy => "busy",
            Fault::Denied => "denied",
            Fault::Unsafe => "unsafe",
            Fault::Moved => "moved",
            Fault::Refused(_) => "refused",
            Fault::Garbled => "garbled",
            Fault::Stopped => "stopped",
        }
    }

    /// Whether the next request can fare no better.
    pub fn is_lasting(&self) -> bool {
        !matches!(self, Fault::Slow | Fault::Busy | Fault::Garbled)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Off => {
                write!(f, "no second reader: name one in config.toml, as url below [second]")
            }
            Fault::Remote(host) => {
                write!(
                    f,
                    "{host} is not this machine: texts go there only with remote = true in config.toml"
                )
            }
            Fault::Key(name) => write!(
                f,
                "the environment variable {name} holds no key; set it, or leave out key_env"
            ),
            Fault::Unreachable => write!(
                f,
                "nobody answers there; start the model's server, or change url in config.toml"
            ),
            Fault::Slow => {
                write!(f, "no whole answer in time; timeout in config.toml gives it longer")
            }
            Fault::Busy => write!(f, "it is busy; ask again later"),
            Fault::Denied => write!(
                f,
                "it does not accept the key; key_env in config.toml names the variable that holds it"
            ),
            Fault::Unsafe => write!(
                f,
                "its certificate does not hold, or it speaks no TLS; check url in config.toml"
            ),
            Fault::Moved => write!(
                f,
                "it sends elsewhere, which is not followed; write the address itself as url in config.toml"
            ),
            Fault::Refused(status) => {
                write!(
                    f,
                    "it refuses with status {status}; check url, model and context in config.toml"
                )
            }
            Fault::Garbled => write!(f, "what it answered is not in the form that was asked for"),
            Fault::Stopped => write!(f, "stopped"),
        }
    }
}

/// Who asks a model.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    url: Address,
    key: Option<String>,
}

impl Client {
    /// One that asks where `server` says. Nothing is sent yet.
    ///
    /// # Errors
    /// That no model is to be asked there, or that the key is missing.
    pub fn new(server: &Server) -> Result<Client, Fault> {
        let url = server.url.clone().ok_or(Fault::Off)?;
        if let Some(host) = server.forbidden() {
            return Err(Fault::Remote(host.to_owned()));
        }
        let key = |name: &String| {
            let key = std::env::var(name).ok().filter(|key| !key.is_empty());
            key.ok_or_else(|| Fault::Key(name.clone()))
        };
        let key = server.key_env.as_ref().map(key).transpose()?;
        let proxy = server.proxy.as_ref().map(|proxy| Proxy::new(&proxy.url));
        let proxy = proxy.transpose().map_err(|_| Fault::Unreachable)?;
        let config = Agent::config_builder()
            .timeout_global(Some(server.timeout))
            .proxy(proxy) // else those of the environment
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(1)
            .user_agent(concat!("rashomon/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Client { agent: config.new_agent(), url, key })
    }

    /// The answer to `request`. Where the server is busy, `wait` waits and says whether to go on.
    ///
    /// # Errors
    /// Why there is none.
    pub fn ask(
        &self,
        request: &Request,
        wait: &mut dyn FnMut(Duration) -> bool,
    ) -> Result<Answer, Fault> {
        let mut patience = FIRST_WAIT;
        for _ in 0..TIMES {
            let longer = match self.send(request)? {
                Sent::Answered(body) => {
                    let answer = answer::of_completion(&body, request.sentences.len());
                    return answer.ok_or(Fault::Garbled);
                }
                Sent::Later(after) => after.unwrap_or(patience),
            };
            patience *= 2;
            if longer > LONGEST_WAIT {
                return Err(Fault::Busy);
            }
            if !wait(longer) {
                return Err(Fault::Stopped);
            }
        }
        Err(Fault::Busy)
    }

    fn send(&self, request: &Request) -> Result<Sent, Fault> {
        if self.url.is_localhost() && !leads_here(&self.url) {
            return Err(Fault::Remote(self.url.host.clone()));
        }
        let mut post = self.agent.post(&self.url.url).content_type("application/json");
        if let Some(key) = &self.key {
            post = post.header("authorization", format!("Bearer {key}"));
        }
        let mut response = post.send(&request.body).map_err(|error| fault(&error))?;
        match response.status().as_u16() {
            200..=299 => {}
            300..=399 => return Err(Fault::Moved),
            401 | 403 | 407 => return Err(Fault::Denied),
            429 | 503 => return Ok(Sent::Later(retry_after(response.headers()))),
            status => return Err(Fault::Refused(status)),
        }
        let body = response.body_mut().with_config().limit(answer::LONGEST as u64).read_to_vec();
        body.map(Sent::Answered).map_err(|error| match error {
            Error::BodyExceedsLimit(_) => Fault::Garbled,
            error => fault(&error),
        })
    }
}

/// What a server does with a request.
enum Sent {
    /// It answers.
    Answered(Vec<u8>),
    /// It wants to be asked later, after so long where it says so.
    Later(Option<Duration>),
}

/// Whether the machine's own name leads to the machine: a file could say otherwise.
fn leads_here(address: &Address) -> bool {
    (address.host.as_str(), address.port)
        .to_socket_addrs()
        .is_ok_and(|mut found| found.all(|address| address.ip().is_loopback()))
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn fault(error: &Error) -> Fault {
    log::info!("second reader: {error}");
    match error {
        Error::Timeout(_) => Fault::Slow,
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => Fault::Unsafe,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Fault::Slow,
        // What rustls finds wrong arrives inside an error of reading.
        Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => Fault::Unsafe,
        Error::Protocol(_) | Error::Http(_) | Error::BodyExceedsLimit(_) => Fault::Garbled,
        _ => Fault::Unreachable,
    }
}
