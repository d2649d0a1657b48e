//! The brief of one event: what an editor can hand on or paste. Its disputes as plain sentences, who
//! is quoted first-hand by whom, what one outlet alone tells, and what the reader wrote and linked;
//! every sentence with the numbers of its sources.
//!
//! A sentence says what was found and no more: words in quotation marks are the article's own, and
//! whose they are is said as far as the article says so. What the reader dismissed is left out.

mod told;

use std::collections::BTreeMap;

use crate::analysis::{EventFindings, Gap, Topic};
use crate::corpus::{ArticleId, Passage, Published};
use crate::view::Coverage;
use crate::view::brief::told::Teller;
use crate::view::event::EventView;
use crate::view::omission::{Omission, Omissions, Told};
use crate::view::outline;
use crate::view::record::Narrowing;
use crate::view::speaker::{self, Speaker, Standing, is_full_name};

/// What is wanted in a brief.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Whose words, and whether soft disputes too.
    pub narrowing: &'a Narrowing,
    /// Only what this one found.
    pub by: Option<&'a str>,
    /// The reader's notes, with the passages that they are on; those on other events are left out.
    pub notes: &'a [(Passage, String)],
}

/// A brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The event's id.
    pub event: String,
    /// What it is called.
    pub label: String,
    /// Its days, outlets and accounts, as a sentence.
    pub facts: String,
    /// What is to be said of it, part by part; none of them is empty.
    pub sections: Vec<Section>,
    /// What the numbers in the sentences stand for: number 1 is the first.
    pub citations: Vec<Citation>,
}

/// A part of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub about: About,
    /// What it says.
    pub sentences: Vec<Sentence>,
}

/// What a part of a brief is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The event's disputes.
    Disputes,
    /// What the second reader found and no rule.
    Judged,
    /// Who is quoted by whom.
    Quoted,
    /// What one outlet alone tells.
    Alone,
    /// What the reader wrote and linked.
    Yours,
}

impl About {
    /// All, in the order in which they stand.
    pub const ALL: [About; 5] =
        [About::Disputes, About::Judged, About::Quoted, About::Alone, About::Yours];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            About::Disputes => "Where they differ",
            About::Judged => "What a model finds",
            About::Quoted => "Who is quoted first-hand",
            About::Alone => "What one outlet alone tells",
            About::Yours => "Your notes and links",
        }
    }

    /// What its sentences claim; empty where they say it themselves.
    pub fn claim(self) -> &'static str {
        match self {
            About::Quoted => {
                "As far as quotes were found: no other outlet is named as their source, and the text is the outlet’s own. Whom one outlet alone quotes, without a full name, is left out."
            }
            About::Alone => {
                "No sentence of the other outlets speaks of it, as far as their words tell."
            }
            About::Disputes | About::Judged | About::Yours => "",
        }
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            About::Disputes => "disputes",
            About::Judged => "judged",
            About::Quoted => "quoted",
            About::Alone => "alone",
            About::Yours => "yours",
        }
    }
}

/// A sentence with its sources, or several that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// Of a dispute, a model's finding or a link: its kind.
    pub kind: Option<&'static str>,
    /// Who found that: rashomon, reader, or a model by its name.
    pub by: Option<String>,
    /// The ids of the conflicts that it sums up, surest first.
    pub conflicts: Vec<String>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// The number of a source.
    Source(usize),
}

impl Sentence {
    /// The numbers of its sources, each once, in the order in which they stand.
    pub fn sources(&self) -> Vec<usize> {
        let mut numbers = Vec::new();
        for part in &self.parts {
            if let Part::Source(number) = part
                && !numbers.contains(number)
            {
                numbers.push(*number);
            }
        }
        numbers
    }

    /// All of it as plain text, sources as `[1]`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Source(number) => text.push_str(&format!(" [{number}]")),
            }
        }
        text
    }
}

/// An article that sentences refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its id.
    pub article: String,
    /// Who published it, with `?` where that was guessed.
    pub outlet: String,
    /// Its headline; may be empty.
    pub title: String,
    /// When it was published.
    pub published: Option<Published>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// The file.
    pub path: String,
}

impl Citation {
    /// When it was published; empty where that is not known.
    pub fn day(&self) -> String {
        self.published.map(outline::date).unwrap_or_default()
    }

    /// The address, else the file.
    pub fn place(&self) -> &str {
        self.url.as_deref().unwrap_or(&self.path)
    }

    /// `The Courier, “Bridge closed”, 4 Mar 2025`
    pub fn text(&self) -> String {
        let title = Some(format!("“{}”", one_line(&self.title))).filter(|_| !self.title.is_empty());
        let day = Some(self.day()).filter(|day| !day.is_empty());
        let parts = std::iter::once(self.outlet.clone()).chain(title).chain(day);
        parts.collect::<Vec<_>>().join(", ")
    }
}

impl Brief {
    /// The brief of event number `event`; `None` where there is none.
    pub fn of(coverage: &Coverage, event: usize, wanted: Wanted<'_>) -> Option<Brief> {
        let found = coverage.findings.events.get(event)?;
        let view = EventView::new(coverage, event, wanted.narrowing.shows_soft());
        let mut teller = Teller::new(coverage, found, &view, wanted);
        let section = |about| Section { about, sentences: teller.about(about) };
        let sections = About::ALL.into_iter().map(section);
        let sections = sections.filter(|section| !section.sentences.is_empty()).collect();
        Some(Brief {
            event: found.id.clone(),
            label: if found.label.is_empty() { &found.id } else { &found.label }.clone(),
            facts: facts(coverage, found),
            sections,
            citations: teller.cited.iter().map(|id| citation(coverage, *id)).collect(),
        })
    }
}

/// `4 Mar 2025; 3 outlets: Evening Post, Harbour Radio and The Courier.`
fn facts(coverage: &Coverage, event: &EventFindings) -> String {
    let outlets = coverage.outlets(event.articles.iter().copied());
    let days = outline::days(event.from, event.to);
    let days = if days.is_empty() { days } else { format!("{days}; ") };
    let told_by = outline::told_by(outlets.len(), coverage.accounts(event));
    format!("{days}{told_by}: {}.", listed(&outlets))
}

fn citation(coverage: &Coverage, id: ArticleId) -> Citation {
    let article = coverage.corpus.article(id);
    Citation {
        article: article.id.clone(),
        outlet: outline::outlet(article),
        title: article.title.clone(),
        published: article.published,
        url: article.url.clone(),
        path: article.source().to_owned(),
    }
}

/// `a, b and c`
fn listed(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => String::new(),
        [name] => name.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", before.join(", "), last.as_ref())
        }
    }
}

/// `words` with each run of white space as one space.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names by outlet, each with the articles that have them.
type ByOutlet<'a> = BTreeMap<&'a str, (Vec<String>, Vec<ArticleId>)>;

/// How often an outlet quotes a speaker first-hand, and in which articles.
struct FirstHand<'a> {
    outlet: &'a str,
    quotes: usize,
    articles: Vec<ArticleId>,
}

impl<'a> Teller<'a> {
    fn about(&mut self, about: About) -> Vec<Sentence> {
        match about {
            About::Disputes => self.disputes(),
            About::Judged => self.judged(),
            About::Quoted => self.quoted(),
            About::Alone => self.alone(),
            About::Yours => self.yours(),
        }
    }

    /// The speakers whom several outlets quote first-hand, then by outlet those whom it alone does.
    fn quoted(&mut self) -> Vec<Sentence> {
        let Wanted { narrowing, by, .. } = self.wanted;
        if by.is_some() {
            return Vec::new(); // that is about disputes alone
        }
        let scope: Vec<ArticleId> = self.scope().collect();
        let speakers = self.coverage.speakers_of(scope, narrowing);
        let mut sentences = Vec::new();
        let mut alone = ByOutlet::new();
        let everybody = speaker::speakers(self.coverage, self.event.articles.iter().copied());
        let last = |name: &str| name.split_whitespace().next_back().map(str::to_lowercase);
        let mut alike: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for speaker in &everybody {
            *alike.entry(last(&speaker.name)).or_default() += speaker.outlets.len();
        }
        // A description may be of somebody whom the others call by name, and so may a name that
        // somebody shares.
        let is_alone = |name: &str| is_full_name(name) && alike.get(&last(name)) == Some(&1);
        let named = speakers.iter().filter(|speaker| speaker.standing == Standing::Named);
        for speaker in named {
            match self.first_hand(speaker).as_slice() {
                [] => {}
                [one] if is_alone(&speaker.name) => {
                    let (names, articles) = alone.entry(one.outlet).or_default();
                    names.push(self.called(&speaker.name));
                    articles.extend(&one.articles);
                }
                [_] => {}
                several => sentences.push(self.quoted_by(&speaker.name, several)),
            }
        }
        for (outlet, (names, articles)) in alone {
            let words = format!("Only {outlet} quotes {}", listed(&names));
            sentences.push(self.sentence(words, &articles));
        }
        sentences
    }

    /// How often each outlet quotes a speaker without naming another outlet as the source, in a text
    /// of its own: by outlet, most first.
    fn first_hand(&self, speaker: &Speaker) -> Vec<FirstHand<'a>> {
        let mut found: Vec<FirstHand<'a>> = Vec::new();
        for id in &speaker.quotes {
            let quote = speaker::quote(self.coverage, *id);
            let Some(passage) = speaker::passage(self.coverage, *id) else { continue };
            let is_relayed = quote.is_some_and(|quote| quote.via.is_some());
            if is_relayed || self.event.echo_of(passage).is_some() {
                continue;
            }
            let outlet = self.outlet(passage.article);
            match found.iter_mut().find(|one| one.outlet == outlet) {
                Some(one) => {
                    one.quotes += 1;
                    one.articles.push(passage.article);
                }
                None => {
                    found.push(FirstHand { outlet, quotes: 1, articles: vec![passage.article] });
                }
            }
        }
        found.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.outlet.cmp(b.outlet)));
        found
    }

    /// `The Courier (3 times) [1] and Evening Post (once) [2] quote Ilse Brandt.`
    fn quoted_by(&mut self, name: &str, outlets: &[FirstHand<'a>]) -> Sentence {
        let mut parts = Vec::new();
        for (place, one) in outlets.iter().enumerate() {
            let before = match place {
                0 => "",
                _ if place + 1 == outlets.len() => " and ",
                _ => ", ",
            };
            let often = match one.quotes {
                1 => "once".to_owned(),
                2 => "twice".to_owned(),
                many => format!("{many} times"),
            };
            parts.push(Part::Words(format!("{before}{} ({often})", one.outlet)));
            parts.extend(self.cite(&one.articles));
        }
        parts.push(Part::Words(format!(" quote {}.", self.called(name))));
        Sentence { parts, ..Sentence::default() }
    }

    /// What one outlet alone tells, where it is sure that the others do not.
    fn alone(&mut self) -> Vec<Sentence> {
        if self.wanted.by.is_some() || self.wanted.narrowing.speaker.is_some() {
            return Vec::new();
        }
        let scope: Vec<ArticleId> = self.scope().collect();
        let mut told = Vec::new();
        let mut sentences = Vec::new();
        for article in scope {
            for Omission { told: what, opens, .. } in
                Omissions::topics_alone(self.coverage, self.view, article)
            {
                let Told::Topic(index) = what else { continue };
                let Some(topic) = self.event.topics.get(index) else { continue };
                // An outlet may tell it in several articles.
                if !told.contains(&index) && self.is_left_out(topic, article) {
                    told.push(index);
                    let (outlet, words) = (self.outlet(article), self.quoted_words(opens.passage));
                    let label = one_line(&topic.label);
                    let words = format!("Only {outlet} tells of this ({label}): {words}");
                    sentences.push(self.sentence(words, &[article]));
                }
            }
        }
        sentences
    }

    /// Whether no article of other outlets than that of `article` speaks of a topic.
    fn is_left_out(&self, topic: &Topic, article: ArticleId) -> bool {
        let own = self.outlet(article);
        let mut others = self
            .event
            .articles
            .iter()
            .filter(|other| self.outlet(**other) != own && !self.event.is_superseded(**other));
        others.all(|other| topic.gap(*other) == Some(Gap::LeftOut))
    }
}

#[cfg(test)]
mod tests {
    use super::{About, Brief, Wanted};
    use crate::analysis::Topic;
    use crate::corpus::ArticleId;
    use crate::view::record::Narrowing;
    use crate::view::{Coverage, fixture};

    fn said(coverage: &Coverage, about: About) -> Vec<String> {
        let narrowing = Narrowing::default();
        let wanted = Wanted { narrowing: &narrowing, by: None, notes: &[] };
        let brief = Brief::of(coverage, 0, wanted).unwrap();
        let sections = brief.sections.iter().filter(|section| section.about == about);
        sections.flat_map(|section| &section.sentences).map(super::Sentence::text).collect()
    }

    #[test]
    fn one_outlet_alone_tells_only_what_the_others_surely_leave_out() {
        let mut coverage = fixture::coverage();
        assert_eq!(said(&coverage, About::Alone), Vec::<String>::new());
        let event = &mut coverage.findings.events[0];
        let receipt = |missing: &[u32]| Topic {
            label: "The receipt".into(),
            versions: vec![event.topics[1].versions[1]],
            missing: missing.iter().copied().map(ArticleId).collect(),
        };
        let [unsure, sure] = [receipt(&[0]), receipt(&[0, 2])];
        event.topics.push(unsure);
        assert_eq!(said(&coverage, About::Alone), Vec::<String>::new());
        *coverage.findings.events[0].topics.last_mut().unwrap() = sure;
        let told = said(&coverage, About::Alone);
        assert!(
            told[0].starts_with("Only Harbour Radio tells of this (The receipt): “"),
            "{told:?}"
        );
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn what_came_through_another_is_not_quoted_first_hand() {
        let mut coverage = fixture::coverage();
        let quoted = said(&coverage, About::Quoted);
        assert!(quoted[0].contains("The Courier (3 times)"), "{quoted:?}");
        for quote in &mut coverage.findings.articles[2].quotes {
            quote.via = Some("Evening Post".into());
        }
        let quoted = said(&coverage, About::Quoted);
        assert!(!quoted.iter().any(|words| words.contains("The Courier")), "{quoted:?}");
    }
}
