//! Who is quoted: the speakers of an event or of everything, how often, by which outlet, and in
//! whose words.
//!
//! Within an event the analysis gives one speaker one name. Over several events a full name
//! (`Ilse Brandt`) is one speaker again; a description (`the company`) and an anonymous source
//! (`officials`) are their event's own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::{Quote, QuoteKind};
use crate::corpus::{ArticleId, Outlet, Passage};
use crate::text::Span;
use crate::view::Coverage;
use crate::view::find::Needle;
use crate::view::outline;
use crate::view::shelf::{Anchor, Number, Said};

/// How well the articles say who a speaker is: the order in which speakers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// By a name or an office.
    Named,
    /// Only as one of some kind: `two engineers`, `a person familiar with the talks`.
    Anonymous,
    /// Not at all, or in words that no rule resolves.
    #[default]
    Nobody,
}

/// How many quotes are given in whose words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kinds {
    /// In the speaker's own.
    pub direct: usize,
    /// In the outlet's, with some of the speaker's own.
    pub mixed: usize,
    /// In the outlet's.
    pub indirect: usize,
}

impl Kinds {
    fn add(&mut self, kind: QuoteKind) {
        match kind {
            QuoteKind::Direct => self.direct += 1,
            QuoteKind::Mixed => self.mixed += 1,
            QuoteKind::Indirect => self.indirect += 1,
        }
    }

    /// `4 in own words, 1 partly, 3 reported`, without what there is none of.
    pub fn told(self) -> String {
        let parts =
            [(self.direct, "in own words"), (self.mixed, "partly"), (self.indirect, "reported")];
        let parts = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, how)| format!("{count} {how}"));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// A quote: its article, and its place among that article's quotes.
pub type QuoteId = (Number, usize);

/// One speaker and all that the articles quote of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// What they are called; empty for [`Standing::Nobody`].
    pub name: String,
    /// How well the articles say who it is.
    pub standing: Standing,
    /// In whose words.
    pub kinds: Kinds,
    /// The quotes, in the order of the articles that were asked about, then of the text.
    pub quotes: Vec<QuoteId>,
    /// How many of them each article has, in the same order.
    pub articles: Vec<(Number, usize)>,
    /// How many of them each outlet has: most first, then by name.
    pub outlets: Vec<(Outlet, usize)>,
    /// Through whom the articles have quotes at second hand (`told CNN`), with how many: most
    /// first, then by name.
    pub via: Vec<(String, usize)>,
    /// The first article of each event that they are quoted in, in the same order as the quotes.
    pub events: Vec<Number>,
}

impl Speaker {
    /// The name, where there is one.
    pub fn called(&self) -> Option<&str> {
        (self.standing != Standing::Nobody).then_some(self.name.as_str())
    }

    /// The words of their row: an anonymous speaker says so.
    pub fn label(&self) -> String {
        match self.standing {
            Standing::Named => self.name.clone(),
            Standing::Anonymous => format!("{} (unnamed)", self.name),
            Standing::Nobody => "nobody named".to_owned(),
        }
    }

    /// `The Courier 4, Evening Post 3`, of at most so many outlets.
    pub fn told_by(&self, most: usize) -> String {
        // The count is not to stand alone on a line: the space before it does not break.
        let outlets = self
            .outlets
            .iter()
            .take(most)
            .map(|(outlet, count)| format!("{}\u{a0}{count}", outline::name(outlet)));
        let more = self.outlets.len().saturating_sub(most);
        let more = (more > 0).then(|| format!("{more} more outlets"));
        outlets.chain(more).collect::<Vec<_>>().join(", ")
    }

    /// How many of the quotes came at second hand.
    pub fn second_hand(&self) -> usize {
        self.via.iter().map(|(_, count)| count).sum()
    }

    /// `2 at second hand: told Harbour Radio 2`; empty where there are none.
    pub fn relayed(&self) -> String {
        let via: Vec<String> =
            self.via.iter().map(|(name, count)| format!("{name}\u{a0}{count}")).collect();
        if via.is_empty() {
            String::new()
        } else {
            format!("{} at second hand, told {}", self.second_hand(), via.join(", "))
        }
    }

    fn add(&mut self, quote: &Quote, name: &str, id: QuoteId) {
        self.kinds.add(quote.kind);
        self.quotes.push(id);
        // Of forms that differ in capitals the one with fewer: a description may begin a sentence.
        if self.name.as_str() < name {
            name.clone_into(&mut self.name);
        }
    }

    /// Takes in what other events quote of the same speaker.
    fn merge(&mut self, other: Speaker) {
        self.standing =
            if self.quotes.is_empty() { other.standing } else { self.standing.min(other.standing) };
        if self.name < other.name {
            self.name = other.name;
        }
        let Kinds { direct, mixed, indirect } = other.kinds;
        self.kinds = Kinds {
            direct: self.kinds.direct + direct,
            mixed: self.kinds.mixed + mixed,
            indirect: self.kinds.indirect + indirect,
        };
        self.quotes.extend(other.quotes);
        self.articles.extend(other.articles);
        self.events.extend(other.events);
        for (outlet, count) in other.outlets {
            match self.outlets.iter_mut().find(|(known, _)| known.name == outlet.name) {
                Some((_, known)) => *known += count,
                None => self.outlets.push((outlet, count)),
            }
        }
        for (via, count) in other.via {
            match self.via.iter_mut().find(|(known, _)| *known == via) {
                Some((_, known)) => *known += count,
                None => self.via.push((via, count)),
            }
        }
        self.outlets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
        self.via.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// Counts the quotes by article, outlet and event, and tells the standing.
    fn count(&mut self, coverage: &Coverage) {
        let mut anonymous =
            self.quotes.iter().filter_map(|id| quote(coverage, *id)).map(|quote| quote.anonymous);
        self.standing = match self.name.as_str() {
            "" => Standing::Nobody,
            // "The minister" may stand for a name; "he" may stand for "two engineers".
            name if is_full_name(name) && !anonymous.all(|yes| yes) => Standing::Named,
            name if !is_full_name(name) && !anonymous.any(|yes| yes) => Standing::Named,
            _ => Standing::Anonymous,
        };
        let mut via: BTreeMap<&str, usize> = BTreeMap::new();
        let relayed = self.quotes.iter().filter_map(|id| quote(coverage, *id)?.via.as_deref());
        relayed.for_each(|name| *via.entry(name).or_default() += 1);
        self.via = via.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        self.via.sort_by_key(|(_, count)| Reverse(*count)); // stable: equals stay in order of name
        let mut outlets: BTreeMap<&str, (&Outlet, usize)> = BTreeMap::new();
        for run in self.quotes.chunk_by(|a, b| a.0 == b.0) {
            self.articles.push((run[0].0, run.len()));
            let Some(article) = coverage.local(run[0].0) else { continue };
            let outlet = &coverage.corpus.article(article).outlet;
            outlets.entry(&outlet.name).or_insert((outlet, 0)).1 += run.len();
            let first = coverage
                .event_of(article)
                .and_then(|event| event.articles.first())
                .map(|first| coverage.number(*first));
            self.events.extend(first.filter(|first| self.events.last() != Some(first)));
        }
        self.outlets =
            outlets.into_values().map(|(outlet, count)| (outlet.clone(), count)).collect();
        self.outlets.sort_by_key(|(_, count)| Reverse(*count)); // stable: equals stay in order of name
    }
}

/// The speakers that `articles`, event by event, quote: most quotes first, then those with a name
/// before the anonymous, then by name; at last the quotes of nobody.
pub fn speakers(
    coverage: &Coverage,
    articles: impl IntoIterator<Item = ArticleId>,
) -> Vec<Speaker> {
    let mut found: BTreeMap<(String, Option<usize>), Speaker> = BTreeMap::new();
    for article in articles {
        let event = coverage.findings.event_of.get(article.index()).copied();
        let Some(in_article) = coverage.findings.articles.get(article.index()) else { continue };
        for (index, quote) in in_article.quotes.iter().enumerate() {
            let name = in_article.speaker(quote).unwrap_or("");
            let own = !name.is_empty() && !is_full_name(name);
            found.entry((name.to_lowercase(), event.filter(|_| own))).or_default().add(
                quote,
                name,
                (coverage.number(article), index),
            );
        }
    }
    let mut speakers: Vec<Speaker> = found.into_values().collect();
    speakers.iter_mut().for_each(|speaker| speaker.count(coverage));
    in_order(speakers)
}

/// Counts speakers event by event, where not all events are at hand at once.
#[derive(Debug, Default)]
pub struct Census {
    /// By name and, of those that are their event's own, by event, the latest first.
    speakers: BTreeMap<(String, Option<Reverse<usize>>), Speaker>,
    events: usize,
}

impl Census {
    /// Takes in the [`speakers`] of one more event, the newest first.
    pub fn add(&mut self, of_event: Vec<Speaker>) {
        for speaker in of_event {
            let own = !speaker.name.is_empty() && !is_full_name(&speaker.name);
            let known = self
                .speakers
                .entry((speaker.name.to_lowercase(), own.then_some(Reverse(self.events))))
                .or_default();
            known.merge(speaker);
        }
        self.events += 1;
    }

    /// All of them, in the order of [`speakers`].
    pub fn done(self) -> Vec<Speaker> {
        in_order(self.speakers.into_values().collect())
    }
}

fn in_order(mut speakers: Vec<Speaker>) -> Vec<Speaker> {
    let rank = |speaker: &Speaker| {
        (speaker.standing == Standing::Nobody, Reverse(speaker.quotes.len()), speaker.standing)
    };
    speakers.sort_by_key(rank); // stable, by name
    speakers
}

/// All articles as the outline lists them: newest event first.
pub fn everywhere(coverage: &Coverage) -> impl Iterator<Item = ArticleId> + '_ {
    outline::newest_first(coverage)
        .into_iter()
        .flat_map(|event| &coverage.findings.events[event].articles)
        .copied()
}

/// One row of the list of speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A speaker, by their place among all.
    Speaker(usize),
    /// A quote of the speaker above.
    Quote(QuoteId),
}

/// The rows to show: the speakers whose row has `needle` in it, the `open` one with their quotes.
pub fn rows(speakers: &[Speaker], open: Option<usize>, needle: &Needle) -> Vec<Row> {
    let kept = speakers.iter().enumerate().filter(|(_, speaker)| needle.is_in(&speaker.label()));
    kept.flat_map(|(index, speaker)| {
        let quotes = if open == Some(index) { speaker.quotes.as_slice() } else { &[] };
        std::iter::once(Row::Speaker(index)).chain(quotes.iter().copied().map(Row::Quote))
    })
    .collect()
}

/// The quote at a place of an article: the innermost that holds byte `at`, else the first on the
/// line `row`.
pub fn quote_at(coverage: &Coverage, article: ArticleId, at: usize, row: Span) -> Option<QuoteId> {
    let quotes = quotes(coverage, article);
    let hulls = || quotes.iter().map(Quote::hull).enumerate();
    let around = hulls().filter(|(_, hull)| hull.contains(at)).min_by_key(|(_, hull)| hull.len());
    around
        .or_else(|| hulls().find(|(_, hull)| hull.overlaps(row)))
        .map(|(index, _)| (coverage.number(article), index))
}

/// The quote that `id` stands for.
pub fn quote(coverage: &Coverage, (article, index): QuoteId) -> Option<&Quote> {
    quotes(coverage, coverage.local(article)?).get(index)
}

/// The whole of a quote as a place.
pub fn passage(coverage: &Coverage, id: QuoteId) -> Option<Passage> {
    Some(Passage::new(coverage.local(id.0)?, quote(coverage, id)?.hull()))
}

/// A quote with what is to be shown of it.
pub fn said(coverage: &Coverage, id: QuoteId) -> Option<Said> {
    let (article, quote) = (coverage.corpus.article(coverage.local(id.0)?), quote(coverage, id)?);
    let part = |span: Option<Span>| span.map_or("", |span| span.of(&article.text)).to_owned();
    Some(Said {
        article: article.without_text(),
        at: Anchor { article: id.0, span: quote.hull() },
        kind: quote.kind,
        words: quote.hull().of(&article.text).to_owned(),
        source: part(quote.source),
        cue: part(quote.cue),
        via: quote.via.clone(),
    })
}

/// The names of speakers with a word that begins like one of `query`, most alike first, at most
/// `most`.
pub fn alike<'a>(speakers: &'a [Speaker], query: &str, most: usize) -> Vec<&'a str> {
    let wanted = query.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let pairs = name
            .split_whitespace()
            .flat_map(|word| wanted.split_whitespace().map(move |other| (word, other)));
        pairs
            .map(|(word, other)| {
                word.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
            })
            .max()
            .unwrap_or(0)
    };
    const ENOUGH: usize = 3; // letters
    let mut alike: Vec<(usize, &str)> =
        speakers.iter().map(|speaker| (likeness(&speaker.name), speaker.name.as_str())).collect();
    alike.retain(|(likeness, _)| *likeness >= ENOUGH);
    alike.sort_by_key(|(likeness, _)| Reverse(*likeness)); // stable: those quoted most come first
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in alike {
        if names.len() < most && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn quotes(coverage: &Coverage, article: ArticleId) -> &[Quote] {
    coverage.findings.articles.get(article.index()).map_or(&[], |found| &found.quotes)
}

/// Whether `name` is a full name, which means the same everywhere: two words with a capital, and no
/// other of more than three letters without one; or an abbreviation. `Bank of England`, `NATO`; not
/// `The company`, and not `Police`, which may only begin a sentence.
pub(crate) fn is_full_name(name: &str) -> bool {
    let is_capital =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some();
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("the")).collect();
    let small = |word: &&str| word.starts_with(char::is_uppercase) || word.chars().nth(3).is_none();
    match words.as_slice() {
        [word] => is_capital(word) && word.chars().all(|c| !c.is_lowercase()),
        words => {
            words.iter().filter(|word| is_capital(word)).count() > 1 && words.iter().all(small)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Census, Kinds, Row, Speaker, Standing, alike, everywhere, is_full_name, quote_at, rows,
        speakers,
    };
    use crate::analysis::{ArticleFindings, Quote, QuoteKind};
    use crate::corpus::ArticleId;
    use crate::text::Span;
    use crate::view::find::Needle;
    use crate::view::shelf::Number;
    use crate::view::{Coverage, fixture};

    fn table(speakers: &[Speaker]) -> Vec<(String, usize, String, String, usize)> {
        speakers
            .iter()
            .map(|s| {
                (
                    s.label(),
                    s.quotes.len(),
                    s.kinds.told(),
                    s.told_by(9).replace('\u{a0}', " "),
                    s.events.len(),
                )
            })
            .collect()
    }

    fn of_event(coverage: &Coverage, event: usize) -> Vec<Speaker> {
        speakers(coverage, coverage.findings.events[event].articles.clone())
    }

    #[test]
    fn speakers_are_counted_by_outlet_and_by_whose_words_they_are() {
        let coverage = fixture::coverage();
        let found = of_event(&coverage, 0);
        let brandt = "The Courier 3, Evening Post 1, Harbour Radio 1";
        let expected = [
            (
                "Ilse Brandt".to_owned(),
                5,
                "2 in own words, 3 partly".to_owned(),
                brandt.to_owned(),
                1,
            ),
            (
                "two engineers (unnamed)".to_owned(),
                2,
                "1 in own words, 1 reported".to_owned(),
                "Evening Post 2".to_owned(),
                1,
            ),
            (
                "Tom Reyle".to_owned(),
                1,
                "1 in own words".to_owned(),
                "Harbour Radio 1".to_owned(),
                1,
            ),
        ];
        assert_eq!(table(&found), expected);
        assert_eq!(found[0].articles, [(Number(0), 1), (Number(1), 1), (Number(2), 3)]);
        assert_eq!(found[1].standing, Standing::Anonymous);
    }

    #[test]
    fn names_hold_over_events_and_descriptions_do_not() {
        let mut coverage = fixture::coverage();
        let template = coverage.findings.articles[3].quotes[0].clone();
        let said = |found: &mut ArticleFindings, name: Option<&str>, anonymous| {
            let speaker = name.and_then(|name| fixture::credit(found, name));
            let kind = QuoteKind::Indirect;
            found.quotes.push(Quote { speaker, anonymous, kind, ..template.clone() });
        };
        for found in &mut coverage.findings.articles[2..4] {
            said(found, Some("Ilse Brandt"), false);
            said(found, Some("the company"), false);
            said(found, Some("officials"), true);
            said(found, None, false);
        }
        said(&mut coverage.findings.articles[3], Some("The company"), false);
        let found = speakers(&coverage, everywhere(&coverage));
        let counts: Vec<_> =
            found.iter().map(|s| (s.called(), s.quotes.len(), s.events.clone())).collect();
        let expected = [
            (Some("Ilse Brandt"), 7, vec![Number(0), Number(3)]),
            (Some("the company"), 2, vec![Number(3)]),
            (Some("two engineers"), 2, vec![Number(0)]),
            (Some("Jo Lind"), 1, vec![Number(3)]),
            (Some("the company"), 1, vec![Number(0)]),
            (Some("Tom Reyle"), 1, vec![Number(0)]),
            (Some("officials"), 1, vec![Number(0)]),
            (Some("officials"), 1, vec![Number(3)]),
            (None, 2, vec![Number(0), Number(3)]),
        ];
        assert_eq!(counts, expected);
    }

    #[test]
    fn event_by_event_gives_what_all_at_once_gives() {
        let mut coverage = fixture::coverage();
        for article in [1, 4] {
            let more = coverage.findings.articles[0].quotes.clone();
            coverage.findings.articles[article].quotes.extend(more);
        }
        let mut census = Census::default();
        for event in crate::view::outline::newest_first(&coverage) {
            census
                .add(speakers(&coverage, coverage.findings.events[event].articles.iter().copied()));
        }
        assert_eq!(census.done(), speakers(&coverage, everywhere(&coverage)));
    }

    #[test]
    fn the_open_speaker_shows_quotes_and_the_others_pass_the_filter() {
        let coverage = fixture::coverage();
        let found = of_event(&coverage, 0);
        assert_eq!(rows(&found, None, &Needle::default()).len(), 3);
        let open = rows(&found, Some(1), &Needle::new("ENGIN"));
        assert_eq!(open, [Row::Speaker(1), Row::Quote((Number(0), 0)), Row::Quote((Number(0), 1))]);
        assert_eq!(rows(&found, Some(0), &Needle::new("unnamed")), [Row::Speaker(1)]);
    }

    #[test]
    fn a_pronoun_for_an_anonymous_speaker_is_the_same_speaker() {
        let mut coverage = fixture::coverage();
        coverage.findings.articles[0].quotes[1].anonymous = false;
        coverage.findings.articles[2].quotes[0].anonymous = true;
        let standings: Vec<_> = of_event(&coverage, 0)
            .iter()
            .map(|speaker| (speaker.quotes.len(), speaker.standing))
            .collect();
        assert_eq!(
            standings,
            [(5, Standing::Named), (2, Standing::Anonymous), (1, Standing::Named)]
        );
    }

    #[test]
    fn what_came_at_second_hand_is_counted_with_through_whom() {
        let mut coverage = fixture::coverage();
        coverage.findings.articles[0].quotes[2].via = Some("the Gazette".into());
        coverage.findings.articles[2].quotes[0].via = Some("Channel Five".into());
        coverage.findings.articles[2].quotes[1].via = Some("Channel Five".into());
        let found = of_event(&coverage, 0);
        assert_eq!(
            found[0].relayed().replace('\u{a0}', " "),
            "3 at second hand, told Channel Five 2, the Gazette 1"
        );
        assert!(
            found[1..]
                .iter()
                .all(|speaker| speaker.second_hand() == 0 && speaker.relayed().is_empty())
        );
    }

    #[test]
    fn a_full_name_has_capitals() {
        for name in [
            "Ilse Brandt",
            "Bank of England",
            "NATO",
            "The White House",
            "Grell & Sons",
            "Ursula von der Leyen",
        ] {
            assert!(is_full_name(name), "{name}");
        }
        for other in ["the company", "The Russian leader", "I", "Police", "officials", "The", ""] {
            assert!(!is_full_name(other), "{other}");
        }
    }

    #[test]
    fn the_quote_at_the_cursor_is_the_innermost_else_the_first_on_its_line() {
        let coverage = fixture::coverage();
        let article = ArticleId(0);
        let quotes = &coverage.findings.articles[0].quotes;
        let inside = quotes[1].hull().start + 3;
        assert_eq!(
            quote_at(&coverage, article, inside, Span::new(inside, inside + 1)),
            Some((Number(0), 1))
        );
        let line = Span::new(quotes[2].hull().start - 5, quotes[2].hull().end);
        assert_eq!(quote_at(&coverage, article, line.start, line), Some((Number(0), 2)));
        assert_eq!(quote_at(&coverage, article, 0, Span::new(0, 10)), None);
    }

    #[test]
    fn a_mistyped_name_has_others_alike() {
        let coverage = fixture::coverage();
        let found = speakers(&coverage, everywhere(&coverage));
        assert_eq!(alike(&found, "brannt", 3), ["Ilse Brandt"]);
        assert_eq!(alike(&found, "zz", 3), Vec::<&str>::new());
    }

    #[test]
    fn nothing_quoted_is_nobody_listed() {
        assert_eq!(speakers(&Coverage::default(), everywhere(&Coverage::default())), []);
        assert_eq!(Kinds::default().told(), "");
    }
}
