//! Words of an article and where they stand, for handing on: one passage, or the sides of a finding
//! with who says them and why they stand against each other.

use crate::corpus::{Article, Passage};
use crate::text::safe;
use crate::view::event::{Finding, speaker_of};
use crate::view::{Coverage, outline};

/// Passages of an event, each with where it stands.
pub(super) fn cited(
    coverage: &Coverage,
    passages: impl IntoIterator<Item = Passage>,
) -> Vec<String> {
    let corpus = &coverage.corpus;
    passages
        .into_iter()
        .map(|passage| citation(corpus.article(passage.article), corpus.words(passage)))
        .collect()
}

/// The sides of a finding of event number `event`, each with who is credited and where it stands,
/// and at the end why they stand against each other.
pub(super) fn cited_sides(
    coverage: &Coverage,
    event: usize,
    finding: Finding,
    sides: impl IntoIterator<Item = Passage>,
) -> Vec<String> {
    let side = |passage: Passage| cited_side(coverage, event, finding, passage);
    let sides: Vec<Passage> = sides.into_iter().collect();
    let first = sides.first().copied();
    let mut cited: Vec<String> = sides.into_iter().map(side).collect();
    cited.extend(
        reason(coverage, event, finding, first).map(|why| format!("{}\n", safe::lines(&why))),
    );
    cited
}

/// One of them: who is credited, the words, in quotation marks where the article has them in some,
/// and where they stand.
pub(super) fn cited_side(
    coverage: &Coverage,
    event: usize,
    finding: Finding,
    passage: Passage,
) -> String {
    let article = coverage.corpus.article(passage.article);
    let words = coverage.corpus.words(passage);
    let before = article.text.get(..passage.span.start).unwrap_or_default();
    let is_quoted = before.ends_with(['“', '"', '‘', '«', '„']) && !words.contains(['“', '"']);
    let words = if is_quoted { format!("“{words}”") } else { words.to_owned() };
    let speaker = speaker_of(coverage, event, finding, passage);
    let said = speaker.map_or_else(|| words.clone(), |name| format!("{name}: {words}"));
    citation(article, &said)
}

/// Why the sides of a finding stand against each other, seen from the first, with the kind and, where it was no rule,
/// who says so; `None` where nothing is claimed.
fn reason(
    coverage: &Coverage,
    event: usize,
    finding: Finding,
    first: Option<Passage>,
) -> Option<String> {
    let said = |lead: String, why: &str| {
        if why.is_empty() { lead } else { format!("{lead}: {why}") }
    };
    Some(match finding {
        Finding::Conflict(index) => {
            let conflict = coverage.findings.events.get(event)?.conflicts.get(index)?;
            let why = first.map_or(&*conflict.why, |first| conflict.why_from(first));
            said(conflict.kind.name().to_owned(), why)
        }
        Finding::Judged(index) => {
            let judged = coverage.judged.get(index)?;
            said(format!("{}, found by {}", judged.kind.name(), judged.model), &judged.point)
        }
        Finding::Link(index) => {
            let link = coverage.links.get(index)?;
            said(format!("my link, {}", link.kind.name()), &link.why)
        }
        Finding::Variant(_) | Finding::Echo(_) | Finding::Topic(_) | Finding::Point => return None,
    })
}

/// Words of an article and where they stand.
pub(super) fn citation(article: &Article, words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let title =
        if article.title.is_empty() { String::new() } else { format!("“{}”", article.title) };
    let url = article.url.clone().unwrap_or_default();
    let source = [outline::outlet(article), title, outline::day(article), url];
    let source: Vec<_> = source.into_iter().filter(|part| !part.is_empty()).collect();
    safe::lines(&format!("{words}\n— {}\n", source.join(", "))).into_owned()
}
