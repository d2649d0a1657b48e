//! The second reader on the command line: what it would be asked, asking it, and what it found.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::cli::arguments::Judging;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output;
use crate::config::{self, CONTEXTS};
use crate::corpus::Passage;
use crate::report::json;
use crate::report::sheet::counted;
use crate::second::answer::Answer;
use crate::second::client::{Client, Fault};
use crate::second::kept::{Answers, Brought, Kept};
use crate::second::{Request, Server, findings, requests};
use crate::tui::Stopping;
use crate::view::Coverage;
use crate::view::record::Narrowing;

/// Requests one after another without an answer from which on no further one is tried.
const IN_VAIN: usize = 3;

/// Where the settings say that a model is asked, with `context` tokens a request where that is
/// given; and the cache.
fn server(context: Option<usize>) -> Result<(Server, Option<PathBuf>), Failure> {
    let places = config::places();
    let (config, warnings) = config::read(&places);
    output::name(&warnings);
    let mut server = config.second;
    if let Some(context) = context {
        if !CONTEXTS.contains(&context) {
            let (least, most) = (CONTEXTS.start(), CONTEXTS.end());
            return Err(Failure::Usage(format!("--context takes {least} to {most} tokens")));
        }
        server.context = context;
    }
    Ok((server, places.cache))
}

/// The requests about an event, by its place.
fn asked(coverage: &Coverage, event: usize, server: &Server) -> Vec<Request> {
    requests(coverage, event, &server.model, server.context)
}

/// The places of the events that are wanted.
fn wanted(coverage: &Coverage, narrowing: &Narrowing) -> Vec<usize> {
    let events = coverage.findings.events.iter().enumerate();
    events.filter(|(_, event)| narrowing.wants_event(event)).map(|(at, _)| at).collect()
}

/// Takes in what the second reader found, as it was kept or as a file brings it. No model is asked.
pub(super) fn judge(
    coverage: &mut Coverage,
    narrowing: &Narrowing,
    judging: &Judging,
) -> Result<(), Failure> {
    let Some(source) = &judging.second else { return Ok(()) };
    let (server, cache) = server(judging.context.context)?;
    match source {
        Some(path) => {
            let brought = brought(path)?;
            if brought.dropped > 0 {
                let lines = counted(brought.dropped, "line");
                output::say(&format!("{}: left out {lines} without an answer", path.display()));
            }
            take_in(coverage, narrowing, &server, &brought);
        }
        None => {
            if let Some(cache) = cache {
                take_in(coverage, narrowing, &server, &Kept::new(&cache));
            }
        }
    }
    Ok(())
}

fn brought(path: &Path) -> Result<Brought, Failure> {
    let hint = "it holds lines {\"hash\": …, \"answer\": …}; without a file --second stands behind the PATHs";
    Brought::read(path)
        .map_err(|error| Failure::Failed(format!("{}: {error} ({hint})", path.display())))
}

fn take_in(coverage: &mut Coverage, narrowing: &Narrowing, server: &Server, answers: &dyn Answers) {
    let model: Arc<str> = server.model.as_str().into();
    let (mut judged, mut unanswered, mut dropped) = (Vec::new(), 0, 0);
    for event in wanted(coverage, narrowing) {
        let requests = asked(coverage, event, server);
        let answered: Vec<_> =
            requests.iter().filter_map(|request| Some((request, answers.of(request)?))).collect();
        unanswered += requests.len() - answered.len();
        dropped += answered.iter().map(|(_, answer)| answer.dropped).sum::<usize>();
        judged.extend(findings::of_event(&model, answered));
    }
    coverage.judged = judged;
    if dropped > 0 {
        let findings = counted(dropped, "broken finding");
        output::say(&format!("left out {findings} of the second reader"));
    }
    if unanswered > 0 {
        let words = counted(unanswered, "request");
        output::say(&format!(
            "the second reader has not answered {words}; rashomon second PATH asks it"
        ));
    }
}

/// A request as it is printed.
#[derive(Serialize)]
struct RequestRow<'a> {
    hash: &'a str,
    event: &'a str,
    sentences: Vec<SentenceField<'a>>,
    request: &'a RawValue,
}

/// A sentence of a request, in its order.
#[derive(Serialize)]
struct SentenceField<'a> {
    article: &'a str,
    start: usize,
    end: usize,
}

/// Prints each request as one line of JSON.
pub(super) fn dry_run(
    coverage: &Coverage,
    narrowing: &Narrowing,
    context: Option<usize>,
) -> Result<Outcome, Failure> {
    let (server, _) = server(context)?;
    let mut out = output::standard();
    for event in wanted(coverage, narrowing) {
        let id = coverage.findings.events.get(event).map_or("", |event| event.id.as_str());
        for request in asked(coverage, event, &server) {
            let row = RequestRow {
                hash: &request.hash,
                event: id,
                sentences: request.sentences.iter().map(|at| sentence(coverage, *at)).collect(),
                request: serde_json::from_str(&request.body).map_err(io::Error::from)?,
            };
            json::lines(&[row], &mut out)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn sentence(coverage: &Coverage, at: Passage) -> SentenceField<'_> {
    let article = coverage.corpus.article(at.article).id.as_str();
    SentenceField { article, start: at.span.start, end: at.span.end }
}

/// Asks the second reader what it was not asked before. Each answer is kept at once, so that this
/// can be stopped at any time, by Esc too, and goes on where it was.
pub(super) fn ask(
    coverage: &Coverage,
    narrowing: &Narrowing,
    context: Option<usize>,
) -> Result<Outcome, Failure> {
    let (server, cache) = server(context)?;
    let client = Client::new(&server).map_err(|fault| failed(&server, &fault))?;
    let Some(cache) = cache else {
        return Err(Failure::Failed("there is no folder for the cache to keep answers in".into()));
    };
    if let Some(host) = server.leaves_for() {
        output::say(&format!("texts leave this machine, for {host}"));
    }
    let kept = Kept::new(&cache);
    let events = wanted(coverage, narrowing);
    let all = events.iter().flat_map(|event| asked(coverage, *event, &server));
    let (known, new): (Vec<Request>, Vec<Request>) =
        all.partition(|request| kept.of(request).is_some());
    let mut tally = Tally::default();
    let mut progress = Progress::new(new.len());
    let _stopping = Stopping::begin(|| {
        let _ = writeln!(io::stderr());
        output::say("stopped; what was answered is kept, and the next call goes on from there");
    });
    for request in &new {
        let answer = client.ask(request, &mut |time| {
            thread::sleep(time);
            true
        });
        match answer {
            Ok(answer) => {
                kept.keep(coverage, request, &server.model, &answer).map_err(|error| {
                    Failure::Failed(format!("cannot keep answers in {}: {error}", cache.display()))
                })?;
                tally.take(&answer);
            }
            Err(fault) => {
                progress.end();
                tally.miss();
                if fault.is_lasting() || tally.in_vain >= IN_VAIN {
                    return Err(failed(&server, &fault));
                }
                output::say(&format!("{}: {}: {fault}", server.model, fault.word()));
            }
        }
        progress.step();
    }
    progress.end();
    output::say(&format!(
        "{} of {}: {} answered now, {} before; {} found, {} left out",
        counted(known.len() + new.len(), "request"),
        counted(events.len(), "event"),
        tally.answered,
        known.len(),
        tally.found,
        tally.dropped
    ));
    Ok(if tally.missed > 0 { Outcome::WithProblems } else { Outcome::Fine })
}

/// Why the second reader cannot be asked, with where it was.
fn failed(server: &Server, fault: &Fault) -> Failure {
    let place = server.url.as_ref().map(|url| format!("{}: ", url.url)).unwrap_or_default();
    Failure::Failed(format!("{place}{}: {fault}", fault.word()))
}

/// What came of requests.
#[derive(Debug, Default)]
struct Tally {
    answered: usize,
    found: usize,
    dropped: usize,
    missed: usize,
    /// Requests without an answer since the last one with one.
    in_vain: usize,
}

impl Tally {
    fn take(&mut self, answer: &Answer) {
        self.answered += 1;
        self.found += answer.pairs.len();
        self.dropped += answer.dropped;
        self.in_vain = 0;
    }

    fn miss(&mut self) {
        self.missed += 1;
        self.in_vain += 1;
    }
}

/// How far the requests are: a line that is written again where somebody looks at it, else a line
/// now and then.
struct Progress {
    done: usize,
    all: usize,
    began: Instant,
    /// Whether standard error is a terminal.
    is_seen: bool,
    /// Characters of the line that stands there.
    width: usize,
}

/// Lines of progress where nobody sees it grow.
const LINES: usize = 10;

impl Progress {
    fn new(all: usize) -> Progress {
        let is_seen = io::stderr().is_terminal();
        Progress { done: 0, all, began: Instant::now(), is_seen, width: 0 }
    }

    fn step(&mut self) {
        self.done += 1;
        let words = self.words();
        if self.is_seen {
            let width = self.width.max(words.len());
            let _ = write!(io::stderr(), "\r{words:width$}");
            self.width = words.len();
        } else if self.done.is_multiple_of(self.all.div_ceil(LINES).max(1)) {
            output::say(&words);
        }
    }

    /// `12 of 96 requests, 3.1 a minute, 27 min left`
    fn words(&self) -> String {
        let passed = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = self.done as f64 / passed;
        let left = Duration::from_secs_f64((self.all - self.done) as f64 / rate);
        let left = match left.as_secs() {
            seconds @ 0..120 => format!("{seconds} s"),
            seconds => format!("{} min", seconds.div_ceil(60)),
        };
        format!(
            "{} of {}, {:.1} a minute, {left} left",
            self.done,
            counted(self.all, "request"),
            rate * 60.0
        )
    }

    /// Ends the line that is written again.
    fn end(&mut self) {
        if std::mem::take(&mut self.width) > 0 {
            let _ = writeln!(io::stderr());
        }
    }
}
