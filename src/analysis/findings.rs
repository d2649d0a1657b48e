//! What the passes give: quotes, topics, variants and conflicts, of an article and of an event.

use serde::{Deserialize, Serialize};

use crate::analysis::conflict::evidence::Evidence;
use crate::analysis::language::Language;
use crate::analysis::{boilerplate, copy, correction, event, speaker};
use crate::corpus::{ArticleId, Passage, Published};
use crate::text::Span;
use crate::text::diff::WordOp;

/// How a quote gives another's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All of it inside quotation marks.
    Direct,
    /// A reported clause with some words inside quotation marks.
    Mixed,
    /// Reported without quotation marks.
    Indirect,
}

/// A speaker, as a number: one in all articles of an event; of an article that nobody has set beside
/// others, one in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SpeakerId(u32);

impl SpeakerId {
    /// The speaker at a place in [`EventFindings::speakers`].
    pub fn new(index: usize) -> SpeakerId {
        SpeakerId(index as u32)
    }

    /// Its place in [`EventFindings::speakers`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An attribution: content, cue and source, in the terms of the Penn Attribution Relations Corpus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// The content's parts in order, quotation marks included; more than one where it is
    /// interrupted.
    pub content: Vec<Span>,
    /// The words that make it an attribution: `said`, `according to`, `claim`.
    pub cue: Option<Span>,
    /// The words that name the source.
    pub source: Option<Span>,
    /// Whom the source resolves to; `None` where no rule tells.
    pub speaker: Option<SpeakerId>,
    /// Whether the speaker is not named: `officials`, `a person familiar with the talks`.
    pub anonymous: bool,
    /// Through whom it came, when at second hand: `told CNN` → `CNN`.
    pub via: Option<String>,
}

impl Quote {
    /// From the first part's first byte to the last part's end.
    pub fn hull(&self) -> Span {
        let (first, last) = (self.content.first(), self.content.last());
        first.zip(last).map_or_else(Span::default, |(a, b)| a.hull(*b))
    }
}

/// What one article holds, whatever the others say. All lists are in order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleFindings {
    /// Headline, deck, dateline, credits: what is no account of the event.
    pub parts: Vec<boilerplate::Part>,
    /// Paragraphs of the whole text.
    pub paragraphs: Vec<Span>,
    /// Sentences of the whole text.
    pub sentences: Vec<Span>,
    /// Attributions. A quote inside another's content follows it.
    pub quotes: Vec<Quote>,
    /// The language that it was read in.
    #[serde(with = "by_code")]
    pub language: &'static Language,
    /// Whom it quotes, and whom it names in full, by their numbers.
    pub speakers: Vec<speaker::Known>,
}

/// A language is kept by its code.
mod by_code {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::analysis::language::Language;

    pub(super) fn serialize<S: Serializer>(
        language: &'static Language,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(language.code)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static Language, D::Error> {
        Ok(Language::of_code(&String::deserialize(deserializer)?))
    }
}

impl ArticleFindings {
    /// What a speaker is called.
    pub fn name(&self, speaker: SpeakerId) -> Option<&str> {
        let at = self.speakers.partition_point(|known| known.id < speaker);
        self.speakers.get(at).filter(|known| known.id == speaker).map(|known| known.name.as_str())
    }

    /// What the speaker of one of its quotes is called.
    pub fn speaker(&self, quote: &Quote) -> Option<&str> {
        self.name(quote.speaker?)
    }
}

/// One happening, as the articles that tell it, and what they make of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventFindings {
    /// Made from the id of the earliest article.
    pub id: String,
    /// What a reader would call it.
    pub label: String,
    /// Its articles, by outlet name, then id. Their letters on the screen are a, b, c … in this
    /// order.
    pub articles: Vec<ArticleId>,
    /// The earliest article's date.
    pub from: Option<Published>,
    /// The latest article's date.
    pub to: Option<Published>,
    /// The points that the articles tell: most disputed first, then most told.
    pub topics: Vec<Topic>,
    /// The same utterance as different articles give it, in order of the first place where one
    /// stands.
    pub variants: Vec<Variant>,
    /// Surest first. Conflicts about one dispute share a group.
    pub conflicts: Vec<Conflict>,
    /// What its speakers are called, by [`SpeakerId`].
    pub speakers: Vec<String>,
    /// Passages that repeat another article of the event: shown, and no accounts of their own.
    pub echoes: Vec<copy::echo::Echo>,
}

impl EventFindings {
    /// What a speaker is called.
    pub fn name(&self, speaker: Option<SpeakerId>) -> Option<&str> {
        self.speakers.get(speaker?.index()).map(String::as_str)
    }

    /// Whether the event has a later version of `article`: its account is that one.
    pub fn is_superseded(&self, article: ArticleId) -> bool {
        self.echoes
            .iter()
            .any(|echo| echo.kind == copy::CopyKind::Version && echo.passage.article == article)
    }

    /// Gives every article that it names the number that `number` gives it: for a corpus in which
    /// they are in other places.
    pub fn renumber(&mut self, number: impl Fn(ArticleId) -> ArticleId) {
        let passage = |passage: &mut Passage| passage.article = number(passage.article);
        self.articles.iter_mut().for_each(|id| *id = number(*id));
        for topic in &mut self.topics {
            topic.versions.iter_mut().for_each(passage);
            topic.missing.iter_mut().for_each(|id| *id = number(*id));
        }
        self.variants
            .iter_mut()
            .flat_map(|variant| &mut variant.members)
            .for_each(|member| passage(&mut member.passage));
        for conflict in &mut self.conflicts {
            passage(&mut conflict.a.passage);
            passage(&mut conflict.b.passage);
        }
        for echo in &mut self.echoes {
            passage(&mut echo.passage);
            passage(&mut echo.of);
        }
    }

    /// The echo that holds all of `passage`.
    pub fn echo_of(&self, passage: Passage) -> Option<&copy::echo::Echo> {
        self.echoes.iter().find(|echo| {
            echo.passage.article == passage.article && echo.passage.span.covers(passage.span)
        })
    }
}

/// One point inside an event that articles tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// One of its kind in its event.
    pub label: String,
    /// Whole sentences, in order of article, then text. An article may have several.
    pub versions: Vec<Passage>,
    /// The event's articles that leave it out, as far as their words tell: see `topic::find_gaps`.
    /// One that neither has a version nor stands here may tell it in other words.
    pub missing: Vec<ArticleId>,
}

/// What is known of a topic in an article that has no version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing was found; it may be told in other words.
    NothingFound,
    /// The article leaves it out.
    LeftOut,
}

impl Topic {
    /// Whether an article has a version of it.
    pub fn is_told_by(&self, article: ArticleId) -> bool {
        self.versions.iter().any(|version| version.article == article)
    }

    /// What is known of an article that has no version of it; `None` of one that has.
    pub fn gap(&self, article: ArticleId) -> Option<Gap> {
        let gap = if self.missing.contains(&article) { Gap::LeftOut } else { Gap::NothingFound };
        (!self.is_told_by(article)).then_some(gap)
    }
}

/// The same utterance as different articles give it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Who said it; `None` where no article tells.
    pub speaker: Option<SpeakerId>,
    /// The longest form first, then in order of article.
    pub members: Vec<Member>,
    /// The way from the first member's words to the second's. Serialised by itself, in the form of
    /// output.
    #[serde(skip)]
    pub diff: Vec<WordOp>,
    /// The topic (index into the event's) that holds most members.
    pub topic: Option<usize>,
}

/// One article's form of an utterance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// A clause or a sentence.
    pub passage: Passage,
    /// Whom this article credits.
    pub speaker: Option<SpeakerId>,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
}

/// How two passages disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConflictKind {
    /// Asserted here, denied there.
    Denial,
    /// Two sources tell one point incompatibly.
    Account,
    /// One quantity, disjoint values.
    Number,
    /// One utterance, different words inside quotation marks.
    Wording,
    /// One claim, credited to different speakers.
    Attribution,
    /// Decided here, open there.
    Settled,
}

impl ConflictKind {
    /// All of them.
    pub const ALL: [ConflictKind; 6] = [
        ConflictKind::Denial,
        ConflictKind::Account,
        ConflictKind::Number,
        ConflictKind::Wording,
        ConflictKind::Attribution,
        ConflictKind::Settled,
    ];

    /// The word for it on the screen and in output.
    pub fn name(self) -> &'static str {
        match self {
            ConflictKind::Denial => "denial",
            ConflictKind::Account => "account",
            ConflictKind::Number => "number",
            ConflictKind::Wording => "wording",
            ConflictKind::Attribution => "attribution",
            ConflictKind::Settled => "settled",
        }
    }
}

/// How sure it is that a reader would want to see a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Nobody would object.
    Hard,
    /// Most readers would want it.
    Medium,
    /// Framing or degree: shown when asked for.
    Soft,
}

impl Strength {
    /// The word for it on the screen and in output.
    pub fn name(self) -> &'static str {
        match self {
            Strength::Hard => "hard",
            Strength::Medium => "medium",
            Strength::Soft => "soft",
        }
    }
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// A clause or a sentence.
    pub passage: Passage,
    /// Who says so; `None` for the outlet's own voice.
    pub speaker: Option<SpeakerId>,
}

/// Two passages that cannot both be right, or of which one disputes the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// One of its kind in the corpus: the event's id, and a name made from the words of both sides.
    pub id: String,
    /// The dispute that it belongs to, one of its kind in the event.
    pub group: usize,
    /// The topic (index into the event's) that it is about.
    pub topic: Option<usize>,
    /// How the sides disagree.
    pub kind: ConflictKind,
    /// How sure it is.
    pub strength: Strength,
    /// One line that says why, the first side before the other.
    pub why: String,
    /// The same, the other side first; `None` where their order does not show.
    pub back: Option<String>,
    /// How often such conflicts are right, from 0 to 1; orders those of one strength.
    pub score: f32,
    /// What was seen that speaks for it.
    pub evidence: Evidence,
    /// The first side: what is asserted.
    pub a: Side,
    /// The other side: what stands against it.
    pub b: Side,
}

impl Conflict {
    /// Why, seen from the side that stands at `passage`: that side first.
    pub fn why_from(&self, passage: Passage) -> &str {
        let back = self.back.as_deref().filter(|_| passage == self.b.passage);
        back.unwrap_or(&self.why)
    }
}

/// Everything found in one corpus.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// By article, in the corpus's order.
    pub articles: Vec<ArticleFindings>,
    /// Earliest first; undated ones last; ties by id.
    pub events: Vec<EventFindings>,
    /// For each article the index of its event.
    pub event_of: Vec<usize>,
    /// For each event the index of the earlier one that it goes on with. Events that follow from
    /// one another are a story.
    pub follows: Vec<Option<usize>>,
    /// For each article those of other events that may be of its story, with how alike they are
    /// from 0 to 1.
    pub related: Vec<Vec<(ArticleId, f32)>>,
    /// Which articles have text of others, and which are versions of one.
    pub copies: copy::Copies,
    /// The reader's corrections that the events are with.
    pub corrected: correction::Corrected,
}

impl Findings {
    /// Puts the events in order, and notes which article is of which and which event follows which.
    pub(super) fn order_events(&mut self) {
        self.events.sort_by(|a, b| {
            let key =
                |event: &EventFindings| (event.from.is_none(), event.from.map(Published::order));
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        self.event_of = vec![0; self.articles.len()];
        for (index, event) in self.events.iter().enumerate() {
            for id in &event.articles {
                self.event_of[id.index()] = index;
            }
        }
        let events: Vec<(&[ArticleId], bool)> = self
            .events
            .iter()
            .map(|event| (event.articles.as_slice(), event.from.is_some()))
            .collect();
        let related =
            |article: ArticleId| self.related.get(article.index()).map_or(&[][..], Vec::as_slice);
        self.follows = event::follows(&events, &self.event_of, related);
    }

    /// The event in which the story of `event` begins; itself where it follows none.
    pub fn story(&self, mut event: usize) -> usize {
        while let Some(earlier) = self.follows.get(event).copied().flatten() {
            event = earlier;
        }
        event
    }
}
