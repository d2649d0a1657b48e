//! What each command prints of what it has read, in the format that was asked for.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

use crate::cli::arguments::{Format, Place};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output;
use crate::corpus::{ArticleId, Corpus, Problem};
use crate::library::Opened;
use crate::load::kind::{self, Kind};
use crate::report::export::{self, Comparison, Form};
use crate::report::sheet::{Glyphs, Sheet};
use crate::report::text::Names;
use crate::report::{bibtex, brief, csv, json, text};
use crate::text::safe;
use crate::view::Coverage;
use crate::view::brief::{Brief, Wanted};
use crate::view::outline;
use crate::view::query::{self, Query};
use crate::view::record::{ConflictRow, Narrowing, WithText};

/// What PATHs answer, in the format that was asked for.
pub(super) struct Printout<'a> {
    pub(super) opened: &'a Opened,
    pub(super) narrowing: &'a Narrowing,
    pub(super) names: Names<'a>,
    pub(super) format: Format,
    pub(super) glyphs: Glyphs,
}

impl Printout<'_> {
    fn coverage(&self) -> &Coverage {
        &self.opened.coverage
    }

    fn print<T: Serialize>(
        &self,
        rows: &[T],
        readable: impl FnOnce(&[T], &mut Sheet),
    ) -> Result<(), Failure> {
        print_rows(rows, self.format, self.glyphs, readable)
    }
}

fn print_rows<T: Serialize>(
    rows: &[T],
    format: Format,
    glyphs: Glyphs,
    readable: impl FnOnce(&[T], &mut Sheet),
) -> Result<(), Failure> {
    let mut out = output::standard();
    match format {
        Format::Json => json::array(rows, &mut out)?,
        Format::Jsonl => json::lines(rows, &mut out)?,
        _ => {
            let mut sheet = output::sheet(glyphs);
            readable(rows, &mut sheet);
            out.write_all(sheet.into_text().as_bytes())?;
        }
    }
    Ok(out.flush()?)
}

/// The kinds of files that are read.
pub(super) fn kinds(format: Format, glyphs: Glyphs) -> Result<Outcome, Failure> {
    let kinds: Vec<&Kind> = kind::shown().collect();
    print_rows(&kinds, format, glyphs, |kinds, sheet| {
        for kind in kinds {
            let endings: Vec<_> = kind.endings.iter().map(|end| format!(".{end}")).collect();
            let holds = if kind.many { "many articles a file" } else { "one article a file" };
            let read = if kind.is_streamed() { ", read in pieces" } else { "" };
            sheet.indented(0, &format!("{}: {} ({holds}{read})", kind.name, endings.join(" ")));
            sheet.indented(4, kind.taken);
        }
    })?;
    Ok(Outcome::Fine)
}

pub(super) fn articles(printout: &Printout<'_>, text: bool) -> Result<(), Failure> {
    let with_text = if text { WithText::Yes } else { WithText::No };
    let rows = printout.coverage().article_rows(printout.narrowing, with_text);
    match printout.format {
        Format::Bibtex => print_whole(&bibtex::entries(&rows)),
        _ => printout.print(&rows, text::articles),
    }
}

pub(super) fn events(printout: &Printout<'_>) -> Result<(), Failure> {
    printout.print(&printout.coverage().event_rows(printout.narrowing), text::events)
}

pub(super) fn quotes(printout: &Printout<'_>) -> Result<(), Failure> {
    let rows = printout.coverage().quote_rows(printout.narrowing);
    if printout.format == Format::Csv {
        return print_whole(&csv::quotes(&rows));
    }
    printout.print(&rows, |rows, sheet| {
        if printout.narrowing.speaker.is_some() {
            text::quoted(&printout.coverage().speakers(printout.narrowing), sheet);
        }
        text::quotes(rows, &printout.names, sheet);
    })
}

pub(super) fn speakers(printout: &Printout<'_>) -> Result<(), Failure> {
    let speakers = printout.coverage().speakers(printout.narrowing);
    let rows: Vec<_> =
        speakers.iter().map(|speaker| printout.coverage().speaker_row(speaker)).collect();
    printout.print(&rows, |_, sheet| text::speakers(&speakers, printout.coverage(), sheet))
}

pub(super) fn topics(printout: &Printout<'_>) -> Result<(), Failure> {
    printout.print(&printout.coverage().topic_rows(printout.narrowing), |rows, sheet| {
        text::topics(rows, &printout.names, sheet);
    })
}

pub(super) fn variants(printout: &Printout<'_>) -> Result<(), Failure> {
    printout.print(&printout.coverage().variant_rows(printout.narrowing), |rows, sheet| {
        text::variants(rows, &printout.names, sheet);
    })
}

pub(super) fn conflicts(printout: &Printout<'_>, by: Option<&str>) -> Result<(), Failure> {
    let mut rows = printout.coverage().conflict_rows(printout.narrowing);
    rows.retain(|row| by.is_none_or(|name| row.is_by(name)));
    match printout.format {
        Format::Csv => print_whole(&csv::conflicts(&rows))?,
        _ => printout.print(&rows, |rows, sheet| text::conflicts(rows, &printout.names, sheet))?,
    }
    say_dismissed(&rows, printout.opened);
    Ok(())
}

pub(super) fn counterparts(printout: &Printout<'_>, at: Option<&Place>) -> Result<(), Failure> {
    let coverage = printout.coverage();
    let at = at.map(|place| sentence_at(place, &coverage.corpus)).transpose()?;
    printout.print(&coverage.counterpart_rows(printout.narrowing, at), text::counterparts)
}

/// The article and the byte of a place that the reader named.
fn sentence_at(place: &Place, corpus: &Corpus) -> Result<(ArticleId, usize), Failure> {
    let id = called(&place.article, corpus)?;
    let article = corpus.article(id);
    if place.offset >= article.text.len() {
        return Err(Failure::Failed(format!(
            "{} has {} bytes and none at {}; other commands print where its sentences start",
            article.id,
            article.text.len(),
            place.offset
        )));
    }
    Ok((id, place.offset))
}

pub(super) fn copies(printout: &Printout<'_>) -> Result<(), Failure> {
    printout.print(&printout.coverage().copy_rows(printout.narrowing), |rows, sheet| {
        text::copies(rows, &printout.names, sheet);
    })
}

pub(super) fn hits(printout: &Printout<'_>, query: &Query) -> Result<(), Failure> {
    let rows = query::rows(printout.coverage(), query, printout.narrowing);
    match printout.format {
        Format::Csv => print_whole(&csv::hits(&rows)),
        _ => printout.print(&rows, text::hits),
    }
}

pub(super) fn problems(printout: &Printout<'_>) -> Result<(), Failure> {
    let Coverage { problems, notices, .. } = printout.coverage();
    let rows: Vec<Problem> = problems.iter().chain(notices).cloned().collect();
    printout.print(&rows, text::problems)
}

/// Says of how many of the disputes that were printed the reader says that they are none, or that a
/// part of them is none.
fn say_dismissed(rows: &[ConflictRow<'_>], opened: &Opened) {
    let events = &opened.coverage.findings.events;
    let id = |(event, index): &(usize, usize)| {
        Some(events.get(*event)?.conflicts.get(*index)?.id.as_str())
    };
    let dismissed: Vec<&str> = opened.dismissed.iter().filter_map(id).collect();
    let rows = rows.iter().filter(|row| dismissed.contains(&row.id.as_ref()));
    match rows.map(|row| (row.event, row.group)).collect::<BTreeSet<_>>().len() {
        0 => {}
        1 => output::say(
            "you dismissed one of these disputes in the reader; --undismissed leaves it out",
        ),
        count => output::say(&format!(
            "you dismissed {count} of these disputes in the reader; --undismissed leaves them out"
        )),
    }
}

/// The article that is called so.
fn called(name: &str, corpus: &Corpus) -> Result<ArticleId, Failure> {
    corpus.find(name).ok_or_else(|| {
        let several = corpus.articles().iter().filter(|article| article.id.ends_with(name) || article.path.ends_with(name)).count();
        Failure::Failed(match several {
            0 => format!("no article is called {name}; rashomon articles lists their ids"),
            several => format!("{several} articles end in {name}; give more of the id, as rashomon articles lists it"),
        })
    })
}

/// The text of one article: its exact bytes into a pipe or file, a safe picture of it on a
/// terminal.
pub(super) fn article_text(name: &str, opened: &Opened) -> Result<(), Failure> {
    let corpus = &opened.coverage.corpus;
    let id = called(name, corpus)?;
    let text = &corpus.article(id).text;
    let mut out = output::standard();
    if io::stdout().is_terminal() {
        let shown = safe::lines(text);
        out.write_all(shown.as_bytes())?;
        if !shown.ends_with('\n') {
            out.write_all(b"\n")?;
        }
    } else {
        out.write_all(text.as_bytes())?;
    }
    Ok(out.flush()?)
}

pub(super) fn comparison(name: &str, printout: &Printout<'_>) -> Result<(), Failure> {
    let coverage = printout.coverage();
    let event = &coverage.findings.events[event_called(name, coverage)?];
    let comparison = Comparison::of(coverage, &event.id, printout.narrowing);
    let comparison =
        comparison.ok_or_else(|| Failure::Failed(format!("no event is called {name}")))?;
    let form = match printout.format {
        Format::Html => Form::Html,
        Format::Json => Form::Json,
        _ => Form::Markdown,
    };
    print_whole(&export::write(&comparison, form, &printout.names)?)
}

pub(super) fn brief(name: &str, by: Option<&str>, printout: &Printout<'_>) -> Result<(), Failure> {
    let Opened { coverage, notes, .. } = printout.opened;
    let wanted = Wanted { narrowing: printout.narrowing, by, notes };
    let brief = Brief::of(coverage, event_called(name, coverage)?, wanted);
    let brief = brief.ok_or_else(|| Failure::Failed(format!("no event is called {name}")))?;
    print_whole(&match printout.format {
        Format::Markdown => brief::write(&brief, brief::Form::Markdown),
        Format::Html => brief::write(&brief, brief::Form::Html),
        Format::Json => brief::object(&brief)?,
        _ => {
            let mut sheet = output::sheet(printout.glyphs);
            brief::text(&brief, &mut sheet);
            sheet.into_text()
        }
    })
}

fn print_whole(text: &str) -> Result<(), Failure> {
    let mut out = output::standard();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Events that a message names.
const NAMED: usize = 5;

/// The place of the one event that is called so: by its id or, where none has it, by words of its
/// label. What could be meant is listed.
fn event_called(name: &str, coverage: &Coverage) -> Result<usize, Failure> {
    let events = &coverage.findings.events;
    if let Some(exact) = events.iter().position(|event| event.id == name) {
        return Ok(exact);
    }
    let wanted = Narrowing { event: Some(name.to_owned()), ..Narrowing::default() };
    let found: Vec<usize> =
        (0..events.len()).filter(|at| wanted.wants_event(&events[*at])).collect();
    match found.as_slice() {
        [event] => Ok(*event),
        [] => Err(no_event(name, coverage)),
        several => Err(Failure::Failed(format!(
            "{} events are called {name}; give the id of one: {}",
            several.len(),
            listed(several, coverage)
        ))),
    }
}

/// That no event is called so, with those that there are, the newest first.
pub(super) fn no_event(name: &str, coverage: &Coverage) -> Failure {
    let all = outline::newest_first(coverage);
    let hint = match all.len() {
        0 => "there is none".to_owned(),
        _ => format!("give the id of one, or words of its label: {}", listed(&all, coverage)),
    };
    Failure::Failed(format!("no event is called {name}; {hint}"))
}

/// Events by their ids and labels.
fn listed(places: &[usize], coverage: &Coverage) -> String {
    let event = |at: &usize| {
        let event = &coverage.findings.events[*at];
        format!("{} ({})", event.id, event.label)
    };
    let more = places.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("and {more} more, which rashomon events lists"));
    places.iter().take(NAMED).map(event).chain(more).collect::<Vec<_>>().join("; ")
}
