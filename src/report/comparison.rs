//! One event as a comparison: what each outlet says on each topic, where they conflict, what the
//! reader linked, what each leaves out, the same words as each gives them, and who is quoted by whom.

use serde::{Serialize, Serializer};

use crate::analysis::copy::CopyKind;
use crate::corpus::{Outlet, Published};
use crate::report::text::percent;
use crate::view::Coverage;
use crate::view::event::EventView;
use crate::view::matrix::{Cell, Matrix, Row};
use crate::view::outline;
use crate::view::record::{
    Alteration, ArticleRow, By, ConflictRow, CopyRow, EventRow, Narrowing, OmissionField,
    OmissionRow, QuoteRow, TopicRow, VariantRow, WithText,
};
use crate::view::speaker::Speaker;

/// Everything about one event.
#[derive(Debug, Serialize)]
pub struct Comparison<'a> {
    /// The event itself.
    #[serde(flatten)]
    pub(crate) event: EventRow<'a>,
    /// Its articles, without texts.
    pub(crate) coverage: Vec<ArticleRow<'a>>,
    /// Points and their versions.
    pub(crate) topics: Vec<TopicRow<'a>>,
    /// Its conflicts, surest first; those of one dispute share a group.
    pub(crate) disputes: Vec<ConflictRow<'a>>,
    /// What the reader linked.
    pub(crate) links: Vec<ConflictRow<'a>>,
    /// The same utterance in different words.
    pub(crate) variants: Vec<VariantRow<'a>>,
    /// What articles have of each other's text.
    pub(crate) copies: Vec<CopyRow<'a>>,
    /// What each article leaves out, and what only it tells.
    pub(crate) omissions: Vec<OmissionRow<'a>>,
    /// Who is cited how often, by whom: most first. The rows of `speakers`.
    #[serde(serialize_with = "as_rows")]
    pub(crate) sources: Vec<Source<'a>>,
    /// Attributions, by article.
    pub(crate) quotes: Vec<QuoteRow<'a>>,
    /// Which outlet tells which topic: what the rows above say, at one look.
    #[serde(skip)]
    pub(crate) matrix: Matrix,
}

/// A gap, in words.
#[derive(Debug)]
pub(crate) struct Gap<'a> {
    /// Whether the article leaves it out, or alone tells or quotes it.
    pub(crate) sign: &'static str,
    /// The topic, or who said it.
    pub(crate) topic: &'a str,
    /// The outlets that tell it.
    pub(crate) told_by: String,
    /// How the first of them does.
    pub(crate) text: &'a str,
}

impl<'a> Gap<'a> {
    fn of(sign: &'static str, field: &'a OmissionField<'_>) -> Gap<'a> {
        let topic = field.topic.as_deref().or(field.speaker.as_deref()).unwrap_or("nobody named");
        Gap { sign, topic, told_by: field.told_by.join(", "), text: field.told.text }
    }
}

/// A speaker of the event.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    speaker: Speaker,
    coverage: &'a Coverage,
}

fn as_rows<S: Serializer>(sources: &[Source<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer
        .collect_seq(sources.iter().map(|source| source.coverage.speaker_row(&source.speaker)))
}

/// Two articles that share text, in words.
#[derive(Debug)]
pub(crate) struct Copied<'a> {
    /// Who has whose text, and how much of it.
    pub(crate) what: String,
    /// What a version changes, each with how.
    pub(crate) changes: Vec<(&'static str, &'a str)>,
}

impl<'a> Comparison<'a> {
    /// The comparison of the event `id`, narrowed as `narrowing` says; `None` where there is no
    /// such event.
    pub fn of(coverage: &'a Coverage, id: &str, narrowing: &Narrowing) -> Option<Self> {
        let narrowing = Narrowing { event: Some(id.to_owned()), ..narrowing.clone() };
        let only = |event: &str| event == id;
        let event = coverage.event_rows(&Narrowing {
            event: narrowing.event.clone(),
            soft: narrowing.soft,
            ..Narrowing::default()
        });
        let (disputes, links) = coverage
            .conflict_rows(&narrowing)
            .into_iter()
            .filter(|row| only(row.event))
            .partition(|row| row.by != By::Reader);
        let place = coverage.findings.events.iter().position(|event| only(&event.id))?;
        Some(Comparison {
            matrix: Matrix::new(coverage, &EventView::new(coverage, place, narrowing.shows_soft())),
            event: EventRow { disputes: None, ..event.into_iter().find(|row| only(row.event))? },
            coverage: coverage
                .article_rows(&narrowing, WithText::No)
                .into_iter()
                .filter(|row| row.event.is_some_and(only))
                .collect(),
            topics: coverage
                .topic_rows(&narrowing)
                .into_iter()
                .filter(|row| only(row.event))
                .collect(),
            disputes,
            links,
            variants: coverage
                .variant_rows(&narrowing)
                .into_iter()
                .filter(|row| only(row.event))
                .collect(),
            copies: coverage
                .copy_rows(&narrowing)
                .into_iter()
                .filter(|row| row.event.is_some_and(only))
                .collect(),
            omissions: coverage
                .omission_rows(&narrowing)
                .into_iter()
                .filter(|row| only(row.event))
                .collect(),
            sources: sources(coverage, place, &narrowing),
            quotes: coverage
                .quote_rows(&narrowing)
                .into_iter()
                .filter(|row| row.event.is_some_and(only))
                .collect(),
        })
    }

    /// The articles as they were published, each with when: the day, the hour where it is known,
    /// and how long after the one before that was. Undated ones come last and say so.
    pub(crate) fn timeline(&self) -> Vec<(&ArticleRow<'a>, String)> {
        let mut rows: Vec<&ArticleRow<'_>> = self.coverage.iter().collect();
        rows.sort_by_key(|row| {
            (row.published.is_none(), row.published.map(Published::order), row.id)
        });
        let before = std::iter::once(None).chain(rows.iter().map(|row| row.published));
        let when = |before: Option<Published>, published: Option<Published>| {
            let Some(published) = published else { return "undated".to_owned() };
            let hour =
                published.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
            let gap = before
                .and_then(|before| outline::later(before, published))
                .map(|gap| format!(" ({gap})"))
                .unwrap_or_default();
            format!("{}{hour}{gap}", published.date)
        };
        rows.iter().zip(before).map(|(row, before)| (*row, when(before, row.published))).collect()
    }

    /// The matrix as a table of words: the outlets, and each topic with its cells. Empty where it
    /// would compare nothing.
    pub(crate) fn table(&self) -> (Vec<String>, Vec<(&str, Vec<String>)>) {
        if self.matrix.outlets.len() < 2 {
            return Default::default();
        }
        let outlets =
            self.matrix.outlets.iter().map(|teller| outline::name(&teller.outlet)).collect();
        let cells = |row: &Row| row.cells.iter().map(cell_words).collect();
        (outlets, self.matrix.rows.iter().map(|row| (row.label.as_str(), cells(row))).collect())
    }

    /// The ledger of sources as a table of words: how often each speaker is cited, in whose words,
    /// and by each outlet.
    pub(crate) fn ledger(&self) -> (Vec<String>, Vec<(String, Vec<String>)>) {
        let outlets = || self.matrix.outlets.iter().map(|teller| &teller.outlet);
        let heads = LEDGER
            .iter()
            .map(|head| (*head).to_owned())
            .chain(outlets().map(outline::name))
            .collect();
        let row = |Source { speaker, .. }: &Source<'_>| {
            let kinds = [
                speaker.quotes.len(),
                speaker.kinds.direct,
                speaker.kinds.mixed,
                speaker.kinds.indirect,
                speaker.second_hand(),
            ];
            let by = |outlet: &Outlet| {
                speaker
                    .outlets
                    .iter()
                    .find(|(other, _)| other.name == outlet.name)
                    .map_or(0, |(_, count)| *count)
            };
            let counts = kinds.into_iter().chain(outlets().map(by));
            (
                speaker.label(),
                counts
                    .map(|count| if count == 0 { "–".to_owned() } else { count.to_string() })
                    .collect(),
            )
        };
        (heads, self.sources.iter().map(row).collect())
    }

    /// The gaps of each article: its outlet, then what it leaves out and what only it tells, each
    /// with which of both and who tells it.
    pub(crate) fn gaps(&self) -> Vec<(&str, Vec<Gap<'_>>)> {
        let gaps = self.omissions.iter().map(|row| {
            let leaves_out = row.leaves_out.iter().map(|field| Gap::of("leaves out", field));
            let not_found = row.not_found.iter().map(|field| Gap::of("nothing found", field));
            let only = row.only.iter().map(|field| {
                let sign = if field.topic.is_some() { "tells alone" } else { "quotes alone" };
                Gap::of(sign, field)
            });
            (row.outlet, leaves_out.chain(not_found).chain(only).collect())
        });
        gaps.collect()
    }

    /// The copies and versions, a line for each pair of articles, with what a version changes.
    pub(crate) fn copied(&self) -> Vec<Copied<'a>> {
        let pairs = self.copies.chunk_by(|x, y| {
            (x.kind, x.a.article, x.b.article) == (y.kind, y.a.article, y.b.article)
        });
        let copied = |pair: &[CopyRow<'a>]| {
            let first = pair.first()?;
            let (outlet, share) = (first.a.outlet, percent(first.share));
            let what = match first.kind {
                CopyKind::Copy => {
                    format!("{outlet}: {share} % of its words, {}", first.whose())
                }
                CopyKind::Version => format!("{outlet}: two versions of one article"),
            };
            let change = |row: &CopyRow<'a>| match row.change {
                Alteration::Same => vec![],
                Alteration::Added => vec![("added", row.a.text)],
                Alteration::Removed => vec![("taken out", row.b.text)],
                Alteration::Changed => vec![("before", row.b.text), ("now", row.a.text)],
            };
            let changes = pair.iter().filter(|row| row.kind == CopyKind::Version).flat_map(change);
            Some(Copied {
                what,
                changes: changes.filter_map(|(sign, words)| Some((sign, words?))).collect(),
            })
        };
        pairs.filter_map(copied).collect()
    }

    /// Quotes by speaker, by name; those of nobody named last. Inside, in order of article, then
    /// text.
    pub(crate) fn by_speaker(&self) -> Vec<(Option<&'a str>, Vec<&QuoteRow<'a>>)> {
        let mut speakers: Vec<(Option<&str>, Vec<&QuoteRow<'_>>)> = Vec::new();
        for quote in &self.quotes {
            let name = quote.speaker.and_then(|speaker| speaker.name);
            match speakers.iter_mut().find(|(speaker, _)| *speaker == name) {
                Some((_, quotes)) => quotes.push(quote),
                None => speakers.push((name, vec![quote])),
            }
        }
        speakers.sort_by_key(|(name, _)| (name.is_none(), name.map(str::to_lowercase)));
        speakers
    }
}

/// The speakers of event number `place`.
fn sources<'a>(coverage: &'a Coverage, place: usize, narrowing: &Narrowing) -> Vec<Source<'a>> {
    let articles = coverage.findings.events.get(place).map_or(&[][..], |event| &event.articles);
    let wanted = articles.iter().copied().filter(|id| coverage.is_in_scope(narrowing, *id));
    coverage
        .speakers_of(wanted, narrowing)
        .into_iter()
        .map(|speaker| Source { speaker, coverage })
        .collect()
}

/// What the columns of the ledger are called before those of the outlets.
const LEDGER: [&str; 5] = ["quotes", "in own words", "partly", "reported", "second-hand"];

/// What the signs in the cells of the table mean.
pub(crate) const LEGEND: &str = "Passages of each outlet on each topic; – where nothing was found of the topic, ≠ with the number of disputes, alone where no other outlet has an account of it, same text where it is another outlet's.";

/// What is counted as left out.
pub(crate) const GAPS: &str = "What at least two other outlets tell (or all others) and this one leaves out; what was not found in it, and may be told in other words; and what no other tells. Gaps, not conflicts.";

/// `2 ≠1 alone`, `–`
fn cell_words(cell: &Cell) -> String {
    if cell.gap.is_some() {
        return "–".to_owned();
    }
    let passages = (!cell.passages.is_empty()).then(|| cell.passages.len().to_string());
    let disputes = (!cell.disputes.is_empty()).then(|| format!("≠{}", cell.disputes.len()));
    let alone = cell.alone.then(|| "alone".to_owned());
    let same = cell.same_as.map(|_| "same text".to_owned());
    [passages, disputes, alone, same].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
