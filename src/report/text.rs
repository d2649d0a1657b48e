//! Rows as text for people.

use std::collections::HashMap;

use crate::analysis::Strength;
use crate::analysis::copy::CopyKind;
use crate::corpus::{Article, Problem, Published};
use crate::report::sheet::{Sheet, counted};
use crate::text::diff::WordOp;
use crate::text::wrap::cells;
use crate::view::Coverage;
use crate::view::counterpart::CounterpartRow;
use crate::view::outline;
use crate::view::record::{
    Alteration, ArticleRow, By, ConflictRow, CopyRow, EventRow, HitRow, MemberField, QuoteRow,
    SideField, Sureness, TopicRow, VariantRow, VersionField, cut_in_words,
};
use crate::view::speaker::Speaker;

/// More pairs than this of one dispute are only counted: they say the same thing again.
const SHOWN: usize = 4;
/// A column of outlets is at most this wide, in cells.
const OUTLET: usize = 24;

/// Articles and events by their ids, for rows that name them.
#[derive(Debug)]
pub struct Names<'a> {
    articles: HashMap<&'a str, &'a Article>,
    labels: HashMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    /// Those of a coverage.
    pub fn of(coverage: &'a Coverage) -> Self {
        let label = |label: &'a str, id: &'a str| if label.is_empty() { id } else { label };
        Names {
            articles: coverage
                .corpus
                .articles()
                .iter()
                .map(|article| (article.id.as_str(), article))
                .collect(),
            labels: coverage
                .findings
                .events
                .iter()
                .map(|event| (event.id.as_str(), label(&event.label, &event.id)))
                .collect(),
        }
    }

    fn title(&self, article: &str) -> &'a str {
        self.articles.get(article).map_or("", |article| &article.title)
    }

    fn outlet(&self, article: &str) -> &'a str {
        self.articles.get(article).map_or("", |article| &article.outlet.name)
    }

    fn text(&self, article: &str) -> &'a str {
        self.articles.get(article).map_or("", |article| &article.text)
    }

    fn label(&self, event: &str) -> &'a str {
        self.labels.get(event).copied().unwrap_or("")
    }
}

/// One article in two lines, its text below where it was asked for.
pub fn articles(rows: &[ArticleRow<'_>], sheet: &mut Sheet) {
    let names: Vec<_> = rows
        .iter()
        .map(|row| format!("{}{}", row.outlet, if row.outlet_guessed { " ?" } else { "" }))
        .collect();
    let wide = column(names.iter().map(String::as_str), sheet);
    for (row, name) in rows.iter().zip(&names) {
        let day = day(row.published, sheet);
        if row.text.is_some() {
            sheet.heading(row.title);
        } else {
            let label = format!("{day:10}  {name}");
            sheet.hanging(&label, wide + 14, row.title);
        }
        let (words, authors) = (counted(row.words, "word"), row.authors.join(", "));
        let facts = sheet.facts(&[row.id, &words, row.language.unwrap_or(""), &authors]);
        match row.text {
            None => sheet.indented(12, &facts),
            Some(text) => {
                let facts = sheet.facts(&[name, &day, &facts]);
                sheet.indented(0, &facts);
                sheet.gap();
                sheet.verbatim(text);
            }
        }
    }
}

/// One event in three lines.
pub fn events(rows: &[EventRow<'_>], sheet: &mut Sheet) {
    for row in rows {
        sheet.gap();
        sheet.indented(0, row.label);
        let when = match (row.from, row.to) {
            (Some(from), Some(to)) if from.date == to.date => from.date.to_string(),
            (Some(from), Some(to)) => format!("{} to {}", from.date, to.date),
            _ => String::new(),
        };
        let disputes = row
            .disputes
            .filter(|count| *count > 0)
            .map(|count| counted(count, "dispute"))
            .unwrap_or_default();
        let outlets =
            if row.outlets.len() == row.articles.len() && row.accounts == row.outlets.len() {
                String::new()
            } else {
                outline::told_by(row.outlets.len(), row.accounts)
            };
        let facts =
            sheet.facts(&[&when, &counted(row.articles.len(), "article"), &outlets, &disputes]);
        sheet.indented(2, &facts);
        sheet.indented(2, &row.outlets.join(", "));
        let follows =
            row.follows.map(|earlier| format!("goes on with {earlier}")).unwrap_or_default();
        let ids = sheet.facts(&[&format!("event {}", row.event), &follows]);
        sheet.indented(2, &ids);
    }
}

/// Quotes under their articles: who, how, and the words.
pub fn quotes(rows: &[QuoteRow<'_>], names: &Names<'_>, sheet: &mut Sheet) {
    let mut article = None;
    for row in rows {
        if article != Some(row.article) {
            let heading = sheet.facts(&[row.outlet, names.title(row.article)]);
            sheet.heading(&heading);
            article = Some(row.article);
        }
        let name = row.speaker.and_then(|speaker| speaker.name).unwrap_or("nobody named");
        let cue = row.cue.map_or(String::new(), |cue| format!("“{}”", cue.text));
        let via = row.via.map_or(String::new(), |via| format!("to {via}"));
        let facts = sheet.facts(&[name, kind(row), &cue, &via]);
        sheet.gap();
        sheet.indented(0, &facts);
        sheet.indented(4, row.text);
    }
}

/// Who is quoted in the rows below, one line a speaker: `Ilse Brandt: 7 quotes, 4 in own words, …`.
pub fn quoted(speakers: &[Speaker], sheet: &mut Sheet) {
    for speaker in speakers {
        let quotes = counted(speaker.quotes.len(), "quote");
        let (told_by, relayed) = (speaker.told_by(usize::MAX), speaker.relayed());
        let relayed = if relayed.is_empty() { relayed } else { format!("; {relayed}") };
        sheet.indented(
            0,
            &format!("{}: {quotes}, {}{relayed}; {told_by}", speaker.label(), speaker.kinds.told()),
        );
    }
}

/// One speaker a line: how many quotes, who, in whose words, by which outlets, in how many events.
pub fn speakers(speakers: &[Speaker], coverage: &Coverage, sheet: &mut Sheet) {
    let labels: Vec<_> = speakers.iter().map(Speaker::label).collect();
    let wide = column(labels.iter().map(String::as_str), sheet);
    let digits =
        speakers.iter().map(|speaker| speaker.quotes.len().to_string().len()).max().unwrap_or(0);
    let mut times: HashMap<&str, usize> = HashMap::new();
    labels.iter().for_each(|label| *times.entry(label).or_default() += 1);
    for (speaker, label) in speakers.iter().zip(&labels) {
        let events = match speaker.events.as_slice() {
            // Two events may each have "the company": their labels tell which is whose.
            [first] if times[label.as_str()] > 1 => {
                let event = coverage.local(*first).and_then(|first| coverage.event_of(first));
                event.map_or("", |event| &event.label).to_owned()
            }
            [_] | [] => String::new(),
            events => counted(events.len(), "event"),
        };
        let facts = sheet.facts(&[
            &speaker.kinds.told(),
            &speaker.relayed(),
            &speaker.told_by(usize::MAX),
            &events,
        ]);
        sheet.hanging(
            &format!("{:digits$}  {label}", speaker.quotes.len()),
            digits + wide + 4,
            &facts,
        );
    }
}

fn kind(row: &QuoteRow<'_>) -> &'static str {
    match row.kind {
        crate::analysis::QuoteKind::Direct => "direct",
        crate::analysis::QuoteKind::Mixed => "partly direct",
        crate::analysis::QuoteKind::Indirect => "indirect",
    }
}

/// Topics under their events: each outlet's version, and who leaves it out.
pub fn topics(rows: &[TopicRow<'_>], names: &Names<'_>, sheet: &mut Sheet) {
    let mut event = None;
    for row in rows {
        event_heading(&mut event, row.event, names, sheet);
        topic(row, names, sheet);
    }
}

/// What a version says, or whose text it is.
pub(crate) fn version_words(version: &VersionField<'_>, names: &Names<'_>) -> String {
    match version.same_as.map(|article| names.outlet(article)) {
        None => version.text.to_owned(),
        Some(outlet) if outlet == version.outlet => "an earlier version".to_owned(),
        Some(outlet) => format!("same text as {outlet}"),
    }
}

/// What a topic is called, and whether it is the reader who calls it so.
pub(crate) fn called(row: &TopicRow<'_>) -> String {
    format!("{}{}", row.topic, if row.by == By::Reader { " (yours)" } else { "" })
}

fn topic(row: &TopicRow<'_>, names: &Names<'_>, sheet: &mut Sheet) {
    sheet.gap();
    sheet.indented(0, &called(row));
    if let Some(first) = row.first {
        sheet.indented(2, &format!("first told by {}", names.outlet(first)));
    }
    let wide = column(
        row.versions
            .iter()
            .map(|version| version.outlet)
            .chain(row.missing.iter().chain(&row.not_found).copied()),
        sheet,
    );
    let mut outlet = "";
    for version in &row.versions {
        let label =
            if version.outlet == outlet { String::new() } else { format!("  {}", version.outlet) };
        sheet.hanging(&label, wide + 4, &version_words(version, names));
        outlet = version.outlet;
    }
    let none = sheet.none();
    for (outlets, words) in [(&row.missing, "leaves it out"), (&row.not_found, "nothing found")] {
        outlets.iter().for_each(|outlet| {
            sheet.hanging(&format!("  {outlet}"), wide + 4, &format!("{none} {words}"));
        });
    }
}

/// Variants under their events: each outlet's form, then the words that differ.
pub fn variants(rows: &[VariantRow<'_>], names: &Names<'_>, sheet: &mut Sheet) {
    let mut event = None;
    for row in rows {
        event_heading(&mut event, row.event, names, sheet);
        sheet.gap();
        sheet.indented(0, row.speaker.unwrap_or("nobody named"));
        let wide = column(row.members.iter().map(|member| member.outlet), sheet);
        for member in &row.members {
            let cut = member.cut.map(|cut| format!(" [{}]", cut_in_words(cut))).unwrap_or_default();
            sheet.hanging(
                &format!("  {}", member.outlet),
                wide + 4,
                &format!("{}{cut}", credited(member, row.speaker)),
            );
        }
        let differing = difference(row, names, sheet.arrow());
        if !differing.is_empty() {
            sheet.hanging("  differing", wide.max(9) + 4, &differing);
        }
    }
}

/// A member's words, with whom its article credits where that is another than the group's speaker.
fn credited(member: &MemberField<'_>, speaker: Option<&str>) -> String {
    match member.speaker {
        Some(name) if Some(name) != speaker => format!("{} ({name})", member.text),
        _ => member.text.to_owned(),
    }
}

/// The words that differ between the first two members: those that go, those that come, and those
/// that take the place of others.
pub(crate) fn difference(row: &VariantRow<'_>, names: &Names<'_>, arrow: &str) -> String {
    let text =
        |index: usize| row.members.get(index).map_or("", |member| names.text(member.article));
    let (a, b) = (text(0), text(1));
    let steps = row.diff.iter().filter_map(|op| match op {
        WordOp::Same { .. } => None,
        WordOp::Cut { a: cut } => Some(format!("- {}", cut.of(a))),
        WordOp::Added { b: added } => Some(format!("+ {}", added.of(b))),
        WordOp::Swapped { a: old, b: new } => Some(format!("{} {arrow} {}", old.of(a), new.of(b))),
    });
    steps.collect::<Vec<_>>().join("; ")
}

/// Conflicts, those of one dispute together, and links: the reason, then both sides with who says
/// so.
pub fn conflicts(rows: &[ConflictRow<'_>], names: &Names<'_>, sheet: &mut Sheet) {
    let several = rows.iter().any(|row| rows.first().is_some_and(|first| first.event != row.event));
    for dispute in disputes(rows) {
        let more = dispute.len().saturating_sub(SHOWN);
        for (place, row) in dispute.into_iter().take(SHOWN).enumerate() {
            sheet.gap();
            let event = if several { names.label(row.event) } else { "" };
            let strength = match row.strength {
                Some(Sureness::Rule(Strength::Hard)) => "",
                Some(strength) => strength.name(),
                None => "yours",
            };
            let said = said(row);
            if place == 0 {
                let facts =
                    sheet.facts(&[row.kind.name(), strength, row.topic.unwrap_or(""), event]);
                sheet.indented(0, &facts);
                if !said.is_empty() {
                    sheet.indented(2, &said);
                }
            } else {
                let facts = sheet.facts(&[row.kind.name(), strength]);
                sheet.indented(2, &format!("and in the same dispute, {facts}: {said}"));
            }
            side(&row.a, "", sheet);
            let against = match row.by {
                By::Rashomon => sheet.against(),
                By::Model(_) => sheet.judged(),
                By::Reader => "&",
            };
            side(&row.b, against, sheet);
        }
        if more > 0 {
            sheet.gap();
            sheet.indented(
                2,
                &format!("and {more} more in the same dispute; --format json has them all"),
            );
        }
    }
}

/// What a conflict or link is about, in one line, with the model whose finding it is.
pub(crate) fn said(row: &ConflictRow<'_>) -> String {
    match (row.by, row.point) {
        (By::Model(model), None | Some("")) => format!("found by {model}"),
        (By::Model(model), Some(point)) => format!("found by {model}: {point}"),
        _ if row.also.is_empty() => row.why.to_owned(),
        _ => format!("{} (also found by {})", row.why, row.also.join(", ")),
    }
}

/// The rows by dispute, in order of each dispute's surest row.
pub(crate) fn disputes<'r, 'a>(rows: &'r [ConflictRow<'a>]) -> Vec<Vec<&'r ConflictRow<'a>>> {
    let mut places: HashMap<(&str, usize), usize> = HashMap::new();
    let mut disputes: Vec<Vec<&ConflictRow<'_>>> = Vec::new();
    for row in rows {
        let place = *places.entry((row.event, row.group)).or_insert(disputes.len());
        match disputes.get_mut(place) {
            Some(dispute) => dispute.push(row),
            None => disputes.push(vec![row]),
        }
    }
    disputes
}

fn side(side: &SideField<'_>, mark: &str, sheet: &mut Sheet) {
    let who = sheet.facts(&[side.outlet, side.speaker.unwrap_or("")]);
    sheet.hanging(&format!("  {mark}"), 5, &who);
    sheet.indented(7, side.text);
}

/// Sentences, each with what the others say on its point, best first.
pub fn counterparts(rows: &[CounterpartRow<'_>], sheet: &mut Sheet) {
    for row in rows {
        sheet.gap();
        let who = sheet.facts(&[row.outlet, row.speaker.as_deref().unwrap_or("")]);
        sheet.indented(0, &who);
        sheet.indented(2, row.text);
        if row.counterparts.is_empty() {
            sheet.indented(4, "nothing was found on this point");
        }
        for (rank, found) in (1..).zip(&row.counterparts) {
            let same = if found.same_text { "the same text" } else { "" };
            let speaker = found.speaker.as_deref().unwrap_or("");
            let who = sheet.facts(&[found.outlet, speaker, same]);
            sheet.hanging(&format!("    {rank}"), 7, &who);
            sheet.indented(7, found.text);
        }
    }
}

/// Copies and versions, each under the two articles: what is the same and, where words differ, both
/// texts.
pub fn copies(rows: &[CopyRow<'_>], names: &Names<'_>, sheet: &mut Sheet) {
    for pair in rows
        .chunk_by(|x, y| (x.kind, x.a.article, x.b.article) == (y.kind, y.a.article, y.b.article))
    {
        let Some(first) = pair.first() else { continue };
        let what = match first.kind {
            CopyKind::Copy => first.whose(),
            CopyKind::Version => "version of its own article".to_owned(),
        };
        let share = format!("{} % of its words", percent(first.share));
        let heading = sheet.facts(&[first.a.outlet, &what, &share]);
        sheet.heading(&heading);
        sheet.hanging("  ", 4, &titled(first.a.article, names, sheet));
        sheet.hanging("  =", 4, &titled(first.b.article, names, sheet));
        for row in pair {
            sheet.gap();
            copied(row, sheet);
        }
    }
}

/// The day and headline of an article, else its id.
fn titled(article: &str, names: &Names<'_>, sheet: &Sheet) -> String {
    let day = day(names.articles.get(article).and_then(|article| article.published), sheet);
    let title = names.title(article);
    sheet.facts(&[&day, if title.is_empty() { article } else { title }])
}

fn copied(row: &CopyRow<'_>, sheet: &mut Sheet) {
    let words =
        |text: Option<&str>| text.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    let (here, there) = (&words(row.a.text), &words(row.b.text));
    match row.change {
        Alteration::Same => sheet.hanging("  =", 4, here),
        Alteration::Added => sheet.hanging("  +", 4, here),
        Alteration::Removed => sheet.hanging("  -", 4, there),
        Alteration::Changed => {
            sheet.hanging("  -", 4, there);
            sheet.hanging("  +", 4, here);
        }
    }
}

/// A share in whole per cent: less than one is one, and less than all is not a hundred.
pub(crate) fn percent(share: f32) -> usize {
    let whole = (share * 100.0).round() as usize;
    if share >= 1.0 { 100 } else { whole.clamp(1, 99) }
}

/// Hits under their articles.
pub fn hits(rows: &[HitRow<'_>], sheet: &mut Sheet) {
    let mut article = None;
    for row in rows {
        if article != Some(row.article) {
            sheet.gap();
            let facts = sheet.facts(&[row.outlet, row.title]);
            sheet.indented(0, &facts);
            article = Some(row.article);
        }
        sheet.hanging("  ", 4, row.snippet);
    }
}

/// Problems, each with the way out.
pub fn problems(rows: &[Problem], sheet: &mut Sheet) {
    for row in rows {
        let line = row.line.map(|line| format!(":{line}")).unwrap_or_default();
        let path =
            if row.path.is_empty() { String::new() } else { format!("{}{line}: ", row.path) };
        sheet.indented(0, &format!("{path}{}", row.what));
        if !row.hint.is_empty() {
            sheet.indented(4, &row.hint);
        }
    }
}

fn event_heading<'a>(
    last: &mut Option<&'a str>,
    event: &'a str,
    names: &Names<'_>,
    sheet: &mut Sheet,
) {
    if *last != Some(event) {
        sheet.heading(names.label(event));
        *last = Some(event);
    }
}

/// The day alone; its time and zone are for machines.
pub(crate) fn day(published: Option<Published>, sheet: &Sheet) -> String {
    published.map_or_else(|| sheet.none().to_owned(), |published| published.date.to_string())
}

/// The width of a column of outlets.
fn column<'a>(names: impl Iterator<Item = &'a str>, sheet: &Sheet) -> usize {
    names.map(cells).max().unwrap_or(0).min(OUTLET).min(sheet.width() / 3)
}
