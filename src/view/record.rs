//! The rows that the commands print: one struct a command, with the fields of the contract in its
//! order. The same rows become JSON, text for people and exports.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::conflict::evidence::Evidence;
use crate::analysis::copy::{CopyKind, SameText};
use crate::analysis::{
    Conflict, EventFindings, Gap, Quote, QuoteKind, Side, Strength, Topic, Variant,
};
use crate::corpus::{Article, ArticleId, Passage, Published};
use crate::text::Span;
use crate::text::diff::{self, Cut, WordOp};
use crate::text::token::fold;
use crate::view::Coverage;
use crate::view::event::{EventView, Soft, disputes, voice};
use crate::view::judged::Judged;
use crate::view::link::{Link, LinkKind};
use crate::view::omission::{Omission, Omissions, Told};
use crate::view::origin::{Origin, is_before};
use crate::view::speaker::{self, Kinds, Speaker, Standing};

/// What the rows are narrowed to; nothing narrows by default.
#[derive(Clone, Debug, Default)]
pub struct Narrowing {
    /// An event by its id or by words of its label.
    pub event: Option<String>,
    /// An outlet by its name or words of it.
    pub outlet: Option<String>,
    /// A speaker by name, last name or other words of it.
    pub speaker: Option<String>,
    /// Whether conflicts of framing and degree are wanted too.
    pub soft: bool,
}

/// A row of `articles`.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleRow<'a> {
    /// One of its kind in the corpus.
    pub id: &'a str,
    /// The file.
    pub path: &'a str,
    /// Who published it.
    pub outlet: &'a str,
    /// Whether the outlet was guessed from the file's name.
    pub outlet_guessed: bool,
    /// The headline.
    pub title: &'a str,
    /// Who wrote it.
    pub authors: &'a [String],
    /// When.
    pub published: Option<Published>,
    /// Where it stands on the web.
    pub url: Option<&'a str>,
    /// ISO 639-1.
    pub language: Option<&'a str>,
    /// How many words its text has.
    pub words: usize,
    /// The id of its event.
    pub event: Option<&'a str>,
    /// The text, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

/// A row of `events`.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow<'a> {
    /// Made from the id of its earliest article.
    pub event: &'a str,
    /// What a reader would call it.
    pub label: &'a str,
    /// Ids of its articles.
    pub articles: Vec<&'a str>,
    /// Names of its outlets, each once.
    pub outlets: Vec<&'a str>,
    /// How many of these tell it in a text of their own.
    pub accounts: usize,
    /// The earliest article's date.
    pub from: Option<Published>,
    /// The latest article's date.
    pub to: Option<Published>,
    /// How many conflicts it holds, soft ones only when asked for.
    pub conflicts: usize,
    /// How many disputes these are. `None` in an export, which has their rows under this name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputes: Option<usize>,
    /// The earlier event that it goes on with.
    pub follows: Option<&'a str>,
    /// The event in which its story begins; itself where it follows none.
    pub story: &'a str,
}

/// A place with its words.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Words<'a> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
}

/// Who is quoted: the resolved name, and the words that name the source.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpeakerField<'a> {
    /// Whom the source resolves to; null where no rule tells.
    pub name: Option<&'a str>,
    /// First byte of the words, where there are any.
    pub start: Option<usize>,
    /// One past their last byte.
    pub end: Option<usize>,
    /// The words.
    pub text: Option<&'a str>,
}

/// A row of `quotes`.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteRow<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Id of its event.
    pub event: Option<&'a str>,
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// First byte of the content.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The content's parts.
    pub spans: Vec<[usize; 2]>,
    /// The words from start to end.
    pub text: &'a str,
    /// What makes it an attribution.
    pub cue: Option<Words<'a>>,
    /// Who is quoted.
    pub speaker: Option<SpeakerField<'a>>,
    /// Through whom it came.
    pub via: Option<&'a str>,
}

/// A row of `speakers`.
#[derive(Clone, Debug, Serialize)]
pub struct SpeakerRow<'a> {
    /// Who is quoted; null for the quotes of nobody named.
    pub speaker: Option<&'a str>,
    /// Whether the speaker is not named.
    pub anonymous: bool,
    /// How many quotes there are.
    pub quotes: usize,
    /// How many of them in whose words.
    #[serde(flatten)]
    pub kinds: Kinds,
    /// How many of them came at second hand through whom, most first.
    #[serde(serialize_with = "as_object")]
    pub via: Vec<(&'a str, usize)>,
    /// How many of them each outlet has, most first.
    #[serde(serialize_with = "as_object")]
    pub outlets: Vec<(&'a str, usize)>,
    /// Ids of the events.
    pub events: Vec<&'a str>,
}

fn as_object<S: Serializer>(pairs: &[(&str, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

/// A passage with its article's outlet.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct VersionField<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
    /// Id of the article whose text it is, where it is another's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<&'a str>,
}

/// A row of `topics`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicRow<'a> {
    /// Id of the event.
    pub event: &'a str,
    /// The label.
    pub topic: &'a str,
    /// Who calls it so.
    pub by: By<'a>,
    /// Id of the article that told it before all others, where the dates tell.
    pub first: Option<&'a str>,
    /// Whole sentences of the articles.
    pub versions: Vec<VersionField<'a>>,
    /// Outlets that leave it out.
    pub missing: Vec<&'a str>,
    /// Outlets in whose articles nothing was found of it: they may tell it in other words.
    pub not_found: Vec<&'a str>,
}

/// What one article leaves out, and what only it tells.
#[derive(Clone, Debug, Serialize)]
pub struct OmissionRow<'a> {
    /// Id of the event.
    pub event: &'a str,
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// What at least two other outlets tell, or all others, and no sentence of the article speaks
    /// of.
    pub leaves_out: Vec<OmissionField<'a>>,
    /// What as many tell, and was not found in it: it may be told in other words.
    pub not_found: Vec<OmissionField<'a>>,
    /// What no other outlet tells, and who with a full name no other quotes.
    pub only: Vec<OmissionField<'a>>,
}

/// A topic, an utterance or a source, with the passage that tells it first.
#[derive(Clone, Debug, Serialize)]
pub struct OmissionField<'a> {
    /// Label of the topic; null for an utterance and for a source.
    pub topic: Option<String>,
    /// Who said it, where it is an utterance and somebody is named; the source.
    pub speaker: Option<String>,
    /// The outlets that tell it.
    pub told_by: Vec<&'a str>,
    /// Who tells it first, and in which words.
    #[serde(flatten)]
    pub told: VersionField<'a>,
}

/// One article's form of an utterance.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MemberField<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Whom it credits.
    pub speaker: Option<&'a str>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Where it is cut, beside the first member.
    pub cut: Option<Cut>,
}

/// A row of `variants`.
#[derive(Clone, Debug, Serialize)]
pub struct VariantRow<'a> {
    /// Id of the event.
    pub event: &'a str,
    /// Who said it.
    pub speaker: Option<&'a str>,
    /// Each article's form.
    pub members: Vec<MemberField<'a>>,
    /// From the first member's words to the second's.
    pub diff: &'a [WordOp],
}

/// One side of a conflict.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SideField<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Who says so; null for the outlet's own voice.
    pub speaker: Option<&'a str>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
}

/// Who says that two passages belong together, or what a topic is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By<'a> {
    /// It was found.
    Rashomon,
    /// A model of this name says so.
    Model(&'a str),
    /// The reader says so.
    Reader,
}

impl<'a> By<'a> {
    /// The word for it in output.
    pub fn name(self) -> &'a str {
        match self {
            By::Rashomon => "rashomon",
            By::Model(name) => name,
            By::Reader => "reader",
        }
    }
}

impl Serialize for By<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// As sure as the rule that found it.
    Rule(Strength),
    /// A model judged it.
    Judged,
}

impl Sureness {
    /// The word for it in output.
    pub fn name(self) -> &'static str {
        match self {
            Sureness::Rule(strength) => strength.name(),
            Sureness::Judged => "judged",
        }
    }
}

impl Serialize for Sureness {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A row of `conflicts`: one that was found, one that the second reader found, or a link of the
/// reader's.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictRow<'a> {
    /// One of its kind in the corpus.
    pub id: Cow<'a, str>,
    /// The dispute that it belongs to, one of its kind in the event; a link is one by itself.
    pub group: usize,
    /// Id of the event.
    pub event: &'a str,
    /// Label of the topic.
    pub topic: Option<&'a str>,
    /// How the sides disagree.
    pub kind: LinkKind,
    /// How sure it is; null for what the reader says.
    pub strength: Option<Sureness>,
    /// One line; empty where a model says so, may be where the reader gave none.
    pub why: &'a str,
    /// Who says so.
    pub by: By<'a>,
    /// The models that found it, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<&'a str>,
    /// On what the sides part, in the words of the model that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<&'a str>,
    /// How often such conflicts are right, from 0 to 1, as far as a model can tell where it says so;
    /// null for what the reader says.
    pub score: Option<f32>,
    /// What was seen that speaks for it; null for what a model or the reader says.
    pub evidence: Option<Evidence>,
    /// What is asserted.
    pub a: SideField<'a>,
    /// What stands against it.
    pub b: SideField<'a>,
}

impl ConflictRow<'_> {
    /// Whether who is called so found it, alone or with others.
    pub fn is_by(&self, name: &str) -> bool {
        let mut finders = std::iter::once(self.by.name()).chain(self.also.iter().copied());
        finders.any(|finder| finder.eq_ignore_ascii_case(name))
    }
}

/// How a passage stands to the text that it is the same as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alteration {
    /// The same word for word.
    Same,
    /// With words altered.
    Changed,
    /// Only the later version has it.
    Added,
    /// Only the earlier version has it.
    Removed,
}

/// One side of a row of `copies`. Where nothing stands on this side, start, end and text are null.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TextField<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// First byte.
    pub start: Option<usize>,
    /// One past the last byte.
    pub end: Option<usize>,
    /// The words there.
    pub text: Option<&'a str>,
}

impl CopyRow<'_> {
    /// `text of Reuters, as in The Courier`: whose text the first side prints; no more than credits
    /// and dates tell.
    pub fn whose(&self) -> String {
        let other = self.b.outlet;
        match self.agency {
            Some(agency) if other == agency => format!("text of {agency}"),
            Some(agency) => format!("text of {agency}, as in {other}"),
            None if self.dated => format!("same text as {other}, which had it first"),
            None => format!("same text as {other}"),
        }
    }
}

/// A row of `copies`: one passage.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CopyRow<'a> {
    /// Id of the event of the first side's article.
    pub event: Option<&'a str>,
    /// Another outlet's text, or an earlier version of the outlet's own.
    pub kind: CopyKind,
    /// How the passage was altered.
    pub change: Alteration,
    /// Share of the words of the first side's account that are the other's, from 0 to 1.
    pub share: f32,
    /// The agency whose text it is, as credits tell.
    pub agency: Option<&'static str>,
    /// Whether the dates tell that the second side was published before the first.
    pub dated: bool,
    /// The copy, or the later version.
    pub a: TextField<'a>,
    /// The text that it is the same as, or the earlier version.
    pub b: TextField<'a>,
}

/// A row of `search`.
#[derive(Clone, Debug, Serialize)]
pub struct HitRow<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Its title.
    pub title: &'a str,
    /// First byte of the words found.
    pub start: usize,
    /// One past their last byte.
    pub end: usize,
    /// The sentence around them.
    pub snippet: &'a str,
}

impl Narrowing {
    /// Whether the event is wanted.
    pub fn wants_event(&self, event: &EventFindings) -> bool {
        self.event.as_deref().is_none_or(|name| {
            event.id == name || event.id.starts_with(name) || has_words(&event.label, name)
        })
    }

    /// Whether the outlet is wanted.
    pub(crate) fn wants_outlet(&self, outlet: &str) -> bool {
        self.outlet.as_deref().is_none_or(|name| has_words(outlet, name))
    }

    /// Whether the speaker is wanted.
    pub(crate) fn wants_speaker(&self, speaker: Option<&str>) -> bool {
        self.speaker
            .as_deref()
            .is_none_or(|name| speaker.is_some_and(|speaker| has_words(speaker, name)))
    }

    /// Whether soft conflicts are shown.
    pub fn shows_soft(&self) -> Soft {
        if self.soft { Soft::Shown } else { Soft::Hidden }
    }
}

/// Whether the words of `query` stand one after another in `name`, whatever their case.
pub fn has_words(name: &str, query: &str) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(fold)
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
    };
    let (name, query) = (words(name), words(query));
    !query.is_empty() && name.windows(query.len()).any(|window| window == query)
}

/// The words for where a form of an utterance is cut.
pub fn cut_in_words(cut: Cut) -> &'static str {
    match cut {
        Cut::Before => "cut before",
        Cut::After => "cut after",
        Cut::Both => "cut before and after",
    }
}

impl Coverage {
    /// The rows of `articles`, with their texts where `with_text` says so.
    pub fn article_rows(&self, narrowing: &Narrowing, text: WithText) -> Vec<ArticleRow<'_>> {
        let ids = self.corpus.ids().filter(|id| self.wants_article(narrowing, *id));
        ids.map(|id| self.article_row(id, text)).collect()
    }

    /// The row of one article.
    pub fn article_row(&self, id: ArticleId, text: WithText) -> ArticleRow<'_> {
        let article = self.corpus.article(id);
        ArticleRow {
            id: &article.id,
            path: article.source(),
            outlet: &article.outlet.name,
            outlet_guessed: article.outlet.guessed,
            title: &article.title,
            authors: &article.authors,
            published: article.published,
            url: article.url.as_deref(),
            language: article.language.as_deref(),
            words: article.text.split_whitespace().count(),
            event: self.event_of(id).map(|event| event.id.as_str()),
            text: (text == WithText::Yes).then_some(article.text.as_str()),
        }
    }

    /// The event of an article.
    pub fn event_of(&self, id: ArticleId) -> Option<&EventFindings> {
        self.findings.events.get(*self.findings.event_of.get(id.index())?)
    }

    /// The rows of `events`.
    pub fn event_rows(&self, narrowing: &Narrowing) -> Vec<EventRow<'_>> {
        let wanted = self.findings.events.iter().filter(|event| {
            narrowing.wants_event(event)
                && event.articles.iter().any(|id| self.wants_article(narrowing, *id))
        });
        wanted.map(|event| self.event_row(event, narrowing)).collect()
    }

    fn event_row<'a>(&'a self, event: &'a EventFindings, narrowing: &Narrowing) -> EventRow<'a> {
        let findings = &self.findings;
        let at = event.articles.first().and_then(|id| findings.event_of.get(id.index()).copied());
        let id = |at: usize| findings.events.get(at).map(|event| event.id.as_str());
        EventRow {
            follows: at.and_then(|at| id((*findings.follows.get(at)?)?)),
            story: at.and_then(|at| id(findings.story(at))).unwrap_or(&event.id),
            event: &event.id,
            label: &event.label,
            articles: event.articles.iter().map(|id| self.article(*id).id.as_str()).collect(),
            outlets: self.outlets(event.articles.iter().copied()),
            accounts: self.accounts(event),
            from: event.from,
            to: event.to,
            conflicts: at.map_or(0, |at| self.shown(at, narrowing.shows_soft()).count()),
            disputes: Some(at.map_or(0, |at| {
                disputes(self.shown(at, narrowing.shows_soft()).map(|(_, conflict)| conflict))
            })),
        }
    }

    /// The rows of `quotes`, in order of article, then text.
    pub fn quote_rows(&self, narrowing: &Narrowing) -> Vec<QuoteRow<'_>> {
        let articles = self
            .corpus
            .ids()
            .zip(&self.findings.articles)
            .filter(|(id, _)| self.is_in_scope(narrowing, *id));
        let quotes = articles.flat_map(|(id, findings)| {
            findings.quotes.iter().map(move |quote| (id, findings.speaker(quote), quote))
        });
        quotes
            .filter(|(_, speaker, _)| narrowing.wants_speaker(*speaker))
            .map(|(id, speaker, quote)| self.quote_row(id, speaker, quote))
            .collect()
    }

    fn quote_row<'a>(
        &'a self,
        id: ArticleId,
        name: Option<&'a str>,
        quote: &'a Quote,
    ) -> QuoteRow<'a> {
        let article = self.article(id);
        let hull = quote.hull();
        let source = quote.source.map(|span| words(article, span));
        QuoteRow {
            article: &article.id,
            outlet: &article.outlet.name,
            event: self.event_of(id).map(|event| event.id.as_str()),
            kind: quote.kind,
            start: hull.start,
            end: hull.end,
            spans: quote.content.iter().map(|span| [span.start, span.end]).collect(),
            text: hull.of(&article.text),
            cue: quote.cue.map(|span| words(article, span)),
            speaker: (name.is_some() || source.is_some()).then(|| SpeakerField {
                name,
                start: source.map(|w| w.start),
                end: source.map(|w| w.end),
                text: source.map(|w| w.text),
            }),
            via: quote.via.as_deref(),
        }
    }

    /// The speakers of the wanted articles: what the rows of `speakers` are made from.
    pub fn speakers(&self, narrowing: &Narrowing) -> Vec<Speaker> {
        let articles = speaker::everywhere(self).filter(|id| self.is_in_scope(narrowing, *id));
        self.speakers_of(articles, narrowing)
    }

    /// The wanted speakers of `articles`, event by event.
    pub fn speakers_of(
        &self,
        articles: impl IntoIterator<Item = ArticleId>,
        narrowing: &Narrowing,
    ) -> Vec<Speaker> {
        let mut found = speaker::speakers(self, articles);
        found.retain(|speaker| narrowing.wants_speaker(speaker.called()));
        found
    }

    /// The row of one speaker.
    pub fn speaker_row<'a>(&'a self, speaker: &'a Speaker) -> SpeakerRow<'a> {
        SpeakerRow {
            speaker: speaker.called(),
            anonymous: speaker.standing == Standing::Anonymous,
            quotes: speaker.quotes.len(),
            kinds: speaker.kinds,
            via: speaker.via.iter().map(|(name, count)| (name.as_str(), *count)).collect(),
            outlets: speaker
                .outlets
                .iter()
                .map(|(outlet, count)| (outlet.name.as_str(), *count))
                .collect(),
            events: speaker
                .events
                .iter()
                .filter_map(|first| Some(self.event_of(self.local(*first)?)?.id.as_str()))
                .collect(),
        }
    }

    /// The rows of `topics`, event by event.
    pub fn topic_rows(&self, narrowing: &Narrowing) -> Vec<TopicRow<'_>> {
        let events = self.findings.events.iter().enumerate();
        events
            .filter(|(_, event)| narrowing.wants_event(event))
            .flat_map(|(at, event)| {
                let by = move |topic: usize| {
                    if self.topics.is_named(at, topic) { By::Reader } else { By::Rashomon }
                };
                event.topics.iter().enumerate().filter_map(move |(index, topic)| {
                    self.topic_row(event, (topic, by(index)), narrowing)
                })
            })
            .collect()
    }

    fn topic_row<'a>(
        &'a self,
        event: &'a EventFindings,
        (topic, by): (&'a Topic, By<'a>),
        narrowing: &Narrowing,
    ) -> Option<TopicRow<'a>> {
        let version = |passage: &Passage| {
            let echo = event.echo_of(*passage).filter(|echo| !echo.altered);
            VersionField {
                same_as: echo.map(|echo| self.article(echo.of.article).id.as_str()),
                ..self.version(*passage)
            }
        };
        let versions: Vec<_> = topic.versions.iter().map(version).collect();
        let gaps = |gap| {
            event
                .articles
                .iter()
                .copied()
                .filter(move |id| !event.is_superseded(*id) && topic.gap(*id) == Some(gap))
        };
        let outlet = versions.iter().any(|version| narrowing.wants_outlet(version.outlet));
        let speaker = narrowing.speaker.is_none()
            || topic.versions.iter().any(|passage| self.speaks_in(narrowing, *passage));
        (outlet && speaker).then(|| TopicRow {
            event: &event.id,
            topic: &topic.label,
            by,
            first: self.first_to_tell(topic).map(|id| self.article(id).id.as_str()),
            versions,
            missing: self.outlets(gaps(Gap::LeftOut)),
            not_found: self.outlets(gaps(Gap::NothingFound)),
        })
    }

    /// What each article of the wanted events leaves out, and what only it tells, in order of
    /// article; without those of which there is nothing to say.
    pub fn omission_rows(&self, narrowing: &Narrowing) -> Vec<OmissionRow<'_>> {
        let events = self
            .findings
            .events
            .iter()
            .enumerate()
            .filter(|(_, event)| narrowing.wants_event(event));
        let rows = events.flat_map(|(at, event)| {
            let view = EventView::new(self, at, narrowing.shows_soft());
            let wanted = event.articles.iter().filter(|id| self.is_in_scope(narrowing, **id));
            wanted
                .map(|id| self.omission_row(event, &Omissions::of(self, &view, *id), *id))
                .collect::<Vec<_>>()
        });
        rows.filter(|row| {
            !row.leaves_out.is_empty() || !row.not_found.is_empty() || !row.only.is_empty()
        })
        .collect()
    }

    fn omission_row<'a>(
        &'a self,
        event: &'a EventFindings,
        omissions: &Omissions,
        id: ArticleId,
    ) -> OmissionRow<'a> {
        let field = |omission: &Omission| {
            let label = |index: usize| event.topics.get(index).map(|topic| topic.label.clone());
            let speaker = |index: usize| {
                let variant = event.variants.get(index)?;
                event.name(variant.speaker).map(str::to_owned)
            };
            let (topic, speaker) = match &omission.told {
                Told::Topic(index) => (label(*index), None),
                Told::Utterance(index) => (None, speaker(*index)),
                Told::Source(name) => (None, Some(name.clone())),
            };
            OmissionField {
                topic,
                speaker,
                told_by: self.outlets(omission.tellers.iter().copied()),
                told: self.version(omission.opens.passage),
            }
        };
        let fields = |all: &[Omission]| all.iter().map(field).collect();
        let article = self.article(id);
        OmissionRow {
            event: &event.id,
            article: &article.id,
            outlet: &article.outlet.name,
            leaves_out: fields(&omissions.leaves_out),
            not_found: fields(&omissions.not_found),
            only: fields(&omissions.only),
        }
    }

    /// Where `passage` is cut beside the longer form `whole` of one utterance.
    pub fn cut(&self, whole: Passage, passage: Passage) -> Option<Cut> {
        let text = |passage: Passage| {
            self.corpus
                .articles()
                .get(passage.article.index())
                .map_or("", |article| article.text.as_str())
        };
        diff::cut(text(whole), whole.span, text(passage), passage.span)
    }

    /// The rows of `variants`, event by event.
    pub fn variant_rows(&self, narrowing: &Narrowing) -> Vec<VariantRow<'_>> {
        let events = self.findings.events.iter().filter(|event| narrowing.wants_event(event));
        events
            .flat_map(|event| {
                event
                    .variants
                    .iter()
                    .filter_map(|variant| self.variant_row(event, variant, narrowing))
            })
            .collect()
    }

    fn variant_row<'a>(
        &'a self,
        event: &'a EventFindings,
        variant: &'a Variant,
        narrowing: &Narrowing,
    ) -> Option<VariantRow<'a>> {
        let whole = variant.members.first().map(|member| member.passage);
        let member = |member: &'a crate::analysis::Member| {
            let VersionField { article, outlet, start, end, text, .. } =
                self.version(member.passage);
            let cut = whole.and_then(|whole| self.cut(whole, member.passage));
            MemberField {
                article,
                outlet,
                speaker: event.name(member.speaker),
                start,
                end,
                text,
                quoted: member.quoted,
                cut,
            }
        };
        let members: Vec<_> = variant.members.iter().map(member).collect();
        let outlet = members.iter().any(|member| narrowing.wants_outlet(member.outlet));
        let speakers =
            members.iter().map(|member| member.speaker).chain([event.name(variant.speaker)]);
        let speaker = speakers.into_iter().any(|speaker| narrowing.wants_speaker(speaker));
        (outlet && speaker).then(|| VariantRow {
            event: &event.id,
            speaker: event.name(variant.speaker),
            members,
            diff: &variant.diff,
        })
    }

    /// The rows of `conflicts`, surest first, then what the second reader found alone, then the
    /// reader's links.
    pub fn conflict_rows(&self, narrowing: &Narrowing) -> Vec<ConflictRow<'_>> {
        let events = self
            .findings
            .events
            .iter()
            .enumerate()
            .filter(|(_, event)| narrowing.wants_event(event));
        let soft = narrowing.shows_soft();
        let found = |(at, event)| {
            let row =
                move |(index, conflict)| self.conflict_row(event, conflict, self.also(at, index));
            self.shown(at, soft).map(row)
        };
        let judged = |(at, event)| {
            let alone = self.judged_alone(at, soft).into_iter();
            alone.map(move |(_, group, judged)| self.judged_row(event, judged, group))
        };
        let mut rows: Vec<_> = events
            .clone()
            .flat_map(found)
            .chain(events.clone().flat_map(judged))
            .chain(events.flat_map(|(at, event)| self.link_rows(at, event)))
            .filter(|row| [row.a, row.b].iter().any(|side| narrowing.wants_outlet(side.outlet)))
            .filter(|row| [row.a, row.b].iter().any(|side| narrowing.wants_speaker(side.speaker)))
            .collect();
        // Stable: the order of events, and inside them of the analysis, decides between equals.
        let sure = |row: &ConflictRow<'_>| row.score.unwrap_or(0.0);
        rows.sort_by(|a, b| {
            (a.by, a.strength).cmp(&(b.by, b.strength)).then(sure(b).total_cmp(&sure(a)))
        });
        rows
    }

    fn conflict_row<'a>(
        &'a self,
        event: &'a EventFindings,
        conflict: &'a Conflict,
        also: Vec<&'a str>,
    ) -> ConflictRow<'a> {
        ConflictRow {
            id: conflict.id.as_str().into(),
            group: conflict.group,
            event: &event.id,
            topic: conflict
                .topic
                .and_then(|index| event.topics.get(index))
                .map(|topic| topic.label.as_str()),
            kind: LinkKind::Conflict(conflict.kind),
            strength: Some(Sureness::Rule(conflict.strength)),
            why: &conflict.why,
            by: By::Rashomon,
            also,
            point: None,
            score: Some(conflict.score),
            evidence: Some(conflict.evidence),
            a: self.side(event, &conflict.a),
            b: self.side(event, &conflict.b),
        }
    }

    fn judged_row<'a>(
        &'a self,
        event: &'a EventFindings,
        judged: &'a Judged,
        group: usize,
    ) -> ConflictRow<'a> {
        let [a, b] = self.sides(judged.sides);
        let kind = LinkKind::Conflict(judged.kind);
        let named = [&judged.model, kind.name(), a.article, a.text, b.article, b.text];
        ConflictRow {
            id: named_row(event, &named),
            group,
            event: &event.id,
            topic: topic_meeting(event, judged.sides),
            kind,
            strength: Some(Sureness::Judged),
            why: "",
            by: By::Model(&judged.model),
            also: Vec::new(),
            point: Some(&judged.point),
            score: Some(judged.likely),
            evidence: None,
            a,
            b,
        }
    }

    /// The rows of the links between two passages of event number `at`.
    fn link_rows<'a>(
        &'a self,
        at: usize,
        event: &'a EventFindings,
    ) -> impl Iterator<Item = ConflictRow<'a>> {
        let first = event.conflicts.iter().map(|conflict| conflict.group + 1).max().unwrap_or(0);
        let links = self.links_in(at).enumerate();
        links.map(move |(place, link)| self.link_row(event, link, first + place))
    }

    /// The links between two passages of event number `at`.
    pub(crate) fn links_in(&self, at: usize) -> impl Iterator<Item = &Link> {
        let is_in = move |passage: &Passage| {
            self.findings.event_of.get(passage.article.index()) == Some(&at)
        };
        self.links.iter().filter(move |link| link.sides.iter().all(is_in))
    }

    fn link_row<'a>(
        &'a self,
        event: &'a EventFindings,
        link: &'a Link,
        group: usize,
    ) -> ConflictRow<'a> {
        let [a, b] = self.sides(link.sides);
        let named = [link.kind.name(), &link.why, a.article, a.text, b.article, b.text];
        ConflictRow {
            id: named_row(event, &named),
            group,
            event: &event.id,
            topic: topic_meeting(event, link.sides),
            kind: link.kind,
            strength: None,
            why: &link.why,
            by: By::Reader,
            also: Vec::new(),
            point: None,
            score: None,
            evidence: None,
            a,
            b,
        }
    }

    /// The sides of what is no conflict of the rules.
    fn sides(&self, sides: [Passage; 2]) -> [SideField<'_>; 2] {
        sides.map(|side| {
            let VersionField { article, outlet, start, end, text, .. } = self.version(side);
            SideField { article, outlet, speaker: voice(self, side), start, end, text }
        })
    }

    /// The rows of `copies`, in order of article; of each the passages in order, then what a
    /// version changes.
    pub fn copy_rows(&self, narrowing: &Narrowing) -> Vec<CopyRow<'_>> {
        self.findings
            .copies
            .all()
            .iter()
            .filter(|same| self.wants_same(narrowing, same))
            .flat_map(|same| self.rows_of(same))
            .collect()
    }

    fn wants_same(&self, narrowing: &Narrowing, same: &SameText) -> bool {
        let article =
            self.is_in_scope(narrowing, same.article) || self.is_in_scope(narrowing, same.original);
        let speaks = || {
            same.passages
                .iter()
                .any(|passage| self.speaks_in(narrowing, Passage::new(same.article, passage.here)))
        };
        article && (narrowing.speaker.is_none() || speaks())
    }

    fn rows_of<'a>(&'a self, same: &SameText) -> Vec<CopyRow<'a>> {
        let [after, before] =
            [same.article, same.original].map(|article| self.article(article).published);
        let dated = before.zip(after).is_some_and(|(before, after)| is_before(before, after));
        let agency = match self.origin(same.article, same.original) {
            Origin::Agency(agency) if same.kind == CopyKind::Copy => Some(agency),
            _ => None,
        };
        let row = |change, here, there| CopyRow {
            event: self.event_of(same.article).map(|event| event.id.as_str()),
            kind: same.kind,
            change,
            share: same.share,
            agency,
            dated,
            a: self.text_field(same.article, here),
            b: self.text_field(same.original, there),
        };
        let alteration = |exact| if exact { Alteration::Same } else { Alteration::Changed };
        let passages = same
            .passages
            .iter()
            .map(|passage| row(alteration(passage.exact), Some(passage.here), Some(passage.there)));
        let changes = same.changes.iter().map(|change| {
            let alteration = match (change.before, change.after) {
                (None, _) => Alteration::Added,
                (_, None) => Alteration::Removed,
                _ => Alteration::Changed,
            };
            row(alteration, change.after, change.before)
        });
        passages.chain(changes).collect()
    }

    fn text_field(&self, id: ArticleId, span: Option<Span>) -> TextField<'_> {
        let article = self.article(id);
        let (start, end) = (span.map(|span| span.start), span.map(|span| span.end));
        TextField {
            article: &article.id,
            outlet: &article.outlet.name,
            start,
            end,
            text: span.map(|span| span.of(&article.text)),
        }
    }

    fn side<'a>(&'a self, event: &'a EventFindings, side: &Side) -> SideField<'a> {
        let VersionField { article, outlet, start, end, text, .. } = self.version(side.passage);
        SideField { article, outlet, speaker: event.name(side.speaker), start, end, text }
    }

    fn version(&self, passage: Passage) -> VersionField<'_> {
        let article = self.article(passage.article);
        let Words { start, end, text } = words(article, passage.span);
        VersionField {
            article: &article.id,
            outlet: &article.outlet.name,
            start,
            end,
            text,
            same_as: None,
        }
    }

    /// Whether an article is of the wanted event and outlet.
    pub(crate) fn is_in_scope(&self, narrowing: &Narrowing, id: ArticleId) -> bool {
        let event = narrowing.event.is_none()
            || self.event_of(id).is_some_and(|event| narrowing.wants_event(event));
        event && narrowing.wants_outlet(&self.article(id).outlet.name)
    }

    fn wants_article(&self, narrowing: &Narrowing, id: ArticleId) -> bool {
        let speaks = || {
            self.findings.articles.get(id.index()).is_some_and(|found| {
                found.quotes.iter().any(|quote| narrowing.wants_speaker(found.speaker(quote)))
            })
        };
        self.is_in_scope(narrowing, id) && (narrowing.speaker.is_none() || speaks())
    }

    /// Whether the wanted speaker is quoted inside a passage.
    pub(crate) fn speaks_in(&self, narrowing: &Narrowing, passage: Passage) -> bool {
        let found = self.findings.articles.get(passage.article.index());
        found.is_some_and(|found| {
            found.quotes.iter().any(|quote| {
                quote.hull().overlaps(passage.span) && narrowing.wants_speaker(found.speaker(quote))
            })
        })
    }

    fn article(&self, id: ArticleId) -> &Article {
        self.corpus.article(id)
    }

    /// How many outlets of an event tell it in a text of their own: those that print as a whole
    /// what another article of it has count with that one.
    pub(crate) fn accounts(&self, event: &EventFindings) -> usize {
        let is_copy = |article: &ArticleId| {
            let whole = self.findings.copies.whole(*article);
            whole.is_some_and(|(kind, of)| kind == CopyKind::Copy && event.articles.contains(&of))
        };
        let own = event.articles.iter().copied().filter(|article| !is_copy(article));
        self.outlets(own).len()
    }

    /// Names of the articles' outlets in order, each once.
    pub(crate) fn outlets(&self, ids: impl Iterator<Item = ArticleId>) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for id in ids {
            let name = self.article(id).outlet.name.as_str();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// Whether the rows of `articles` bring the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithText {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// The label of the first topic that a passage belongs to.
fn topic_meeting(event: &EventFindings, sides: [Passage; 2]) -> Option<&str> {
    let meets = |version: &Passage| {
        let mut sides = sides.iter();
        sides.any(|side| side.article == version.article && side.span.overlaps(version.span))
    };
    let topic = event.topics.iter().find(|topic| topic.versions.iter().any(meets));
    topic.map(|topic| topic.label.as_str())
}

/// An id of an event's row that is no conflict of the rules, made from what it says.
fn named_row(event: &EventFindings, says: &[&str]) -> Cow<'static, str> {
    format!("{}/{:010x}", event.id, xxh3_64(says.join("\0").as_bytes()) >> 24).into()
}

fn words(article: &Article, span: Span) -> Words<'_> {
    Words { start: span.start, end: span.end, text: span.of(&article.text) }
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn names_are_found_by_their_words() {
        assert!(
            has_words("Ilse Brandt", "brandt")
                && has_words("Ilse Brandt", "ILSE BRANDT")
                && has_words("Brandt’s office", "brandt")
        );
        assert!(
            !has_words("Ilse Brandt", "bran")
                && !has_words("Ilse Brandt", "")
                && !has_words("Ilse Brandt", "brandt ilse")
        );
    }
}
