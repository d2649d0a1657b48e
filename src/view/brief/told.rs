//! Disputes, findings of the second reader, notes and links as sentences: who says what, in whose
//! words.

use crate::analysis::conflict::evidence::Pattern;
use crate::analysis::{Conflict, ConflictKind, EventFindings, Quote, QuoteKind, Strength};
use crate::corpus::{ArticleId, Passage};
use crate::text::sentence::index_at;
use crate::view::Coverage;
use crate::view::brief::{Part, Sentence, Wanted, one_line};
use crate::view::conflicts;
use crate::view::event::{EventView, voice};
use crate::view::link::{Link, LinkKind};
use crate::view::record::By;

/// Further passages of one dispute that are told; more are counted.
const FURTHER: usize = 3;

/// Writes the sentences of one event, and numbers the articles as it comes to them.
pub(super) struct Teller<'a> {
    pub(super) coverage: &'a Coverage,
    pub(super) event: &'a EventFindings,
    pub(super) view: &'a EventView,
    pub(super) wanted: Wanted<'a>,
    /// The articles that were cited: number 1 is the first.
    pub(super) cited: Vec<ArticleId>,
}

/// A passage with whom its article credits with it.
#[derive(Clone, Copy)]
struct Stated<'a> {
    passage: Passage,
    speaker: Option<&'a str>,
}

/// In whose words a passage is.
enum Voice<'a> {
    /// The outlet's, on nobody's word, or on that of somebody whom the passage names itself.
    Own,
    /// The outlet's, on somebody's word.
    Citing(&'a str),
    /// Somebody's, inside quotation marks.
    Quoting(&'a str),
    /// The outlet's, of what somebody says.
    Reporting(&'a str),
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        coverage: &'a Coverage,
        event: &'a EventFindings,
        view: &'a EventView,
        wanted: Wanted<'a>,
    ) -> Self {
        Teller { coverage, event, view, wanted, cited: Vec::new() }
    }

    /// The event's articles that are wanted.
    pub(super) fn scope(&self) -> impl Iterator<Item = ArticleId> + use<'a> {
        let (coverage, narrowing) = (self.coverage, self.wanted.narrowing);
        let articles = self.event.articles.iter().copied();
        articles.filter(move |id| narrowing.wants_outlet(&coverage.corpus.article(*id).outlet.name))
    }

    pub(super) fn outlet(&self, article: ArticleId) -> &'a str {
        let name = &self.coverage.corpus.article(article).outlet.name;
        if name.is_empty() { "An unknown outlet" } else { name }
    }

    /// The sources of what was said last, each once.
    pub(super) fn cite(&mut self, articles: &[ArticleId]) -> Vec<Part> {
        let mut numbers: Vec<usize> = articles.iter().map(|id| self.number(*id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(Part::Source).collect()
    }

    fn number(&mut self, article: ArticleId) -> usize {
        let known = self.cited.iter().position(|id| *id == article);
        known.unwrap_or_else(|| {
            self.cited.push(article);
            self.cited.len() - 1
        }) + 1
    }

    /// A sentence that ends in its sources.
    pub(super) fn sentence(&mut self, words: String, articles: &[ArticleId]) -> Sentence {
        let mut parts = vec![Part::Words(words)];
        parts.extend(self.cite(articles));
        parts.push(Part::Words(".".to_owned()));
        Sentence { parts, ..Sentence::default() }
    }

    /// A name as it stands inside a sentence: a description begins small.
    pub(super) fn called(&self, name: &str) -> String {
        let is_description = |rest: &&str| {
            rest.split_whitespace()
                .next_back()
                .is_some_and(|word| word.starts_with(char::is_lowercase))
        };
        match name.strip_prefix("The ").filter(is_description) {
            Some(rest) => format!("the {rest}"),
            None => one_line(name),
        }
    }

    /// The disputes, surest first; those inside one article behind the others.
    pub(super) fn disputes(&mut self) -> Vec<Sentence> {
        let mut disputes: Vec<&[usize]> =
            self.view.disputes().iter().map(|dispute| dispute.conflicts.as_slice()).collect();
        let within = |indexes: &[usize]| {
            indexes.iter().all(|index| conflicts::is_within(self.event, *index))
        };
        disputes.sort_unstable_by_key(|indexes| (within(indexes), *indexes));
        disputes.into_iter().filter_map(|indexes| self.dispute(indexes)).collect()
    }

    fn dispute(&mut self, indexes: &[usize]) -> Option<Sentence> {
        let event = self.event;
        let conflicts: Vec<&Conflict> = indexes
            .iter()
            .filter(|index| self.is_by(**index))
            .filter_map(|index| event.conflicts.get(*index))
            .filter(|conflict| self.is_wanted(self.stated(conflict)))
            .collect();
        let first = *conflicts.first()?;
        let sides = self.stated(first);
        let mut parts = Vec::new();
        if first.strength == Strength::Soft {
            parts.push(words("Not sure: "));
        }
        parts.extend(self.pair(first.kind, first.evidence.pattern, sides));
        let told = sides.map(|side| side.passage);
        let further: Vec<Stated<'_>> =
            conflicts.iter().flat_map(|conflict| self.stated(conflict)).collect();
        parts.extend(self.further(told.to_vec(), &further));
        let models = indexes.iter().flat_map(|index| self.coverage.also(self.view.event, *index));
        let mut models: Vec<&str> = models.collect();
        models.sort_unstable();
        models.dedup();
        parts
            .extend(models.iter().map(|model| words(format!(" The model {model} finds it, too."))));
        Some(Sentence {
            parts,
            kind: Some(first.kind.name()),
            by: Some(By::Rashomon.name().to_owned()),
            conflicts: conflicts.iter().map(|conflict| conflict.id.clone()).collect(),
        })
    }

    /// Whether who is asked for found a conflict of the rules.
    fn is_by(&self, index: usize) -> bool {
        let mut finders =
            std::iter::once(By::Rashomon.name()).chain(self.coverage.also(self.view.event, index));
        self.wanted.by.is_none_or(|name| finders.any(|finder| finder.eq_ignore_ascii_case(name)))
    }

    fn is_wanted(&self, sides: [Stated<'a>; 2]) -> bool {
        let narrowing = self.wanted.narrowing;
        sides.iter().any(|side| narrowing.wants_outlet(self.outlet(side.passage.article)))
            && sides.iter().any(|side| narrowing.wants_speaker(side.speaker))
    }

    fn stated(&self, conflict: &Conflict) -> [Stated<'a>; 2] {
        [&conflict.a, &conflict.b]
            .map(|side| Stated { passage: side.passage, speaker: self.event.name(side.speaker) })
    }

    /// Both sides, as the kind asks for.
    fn pair(&mut self, kind: ConflictKind, pattern: Pattern, sides: [Stated<'a>; 2]) -> Vec<Part> {
        if let Some(whole) = self.in_one_sentence(sides) {
            let lead = match kind {
                ConflictKind::Denial => "A claim and its denial in one sentence: ",
                _ => "Both in one sentence: ",
            };
            return [vec![words(lead)], self.tells(whole, None), vec![words(".")]].concat();
        }
        let [a, b] = sides;
        let (lead, between) = match kind {
            ConflictKind::Number => ("", "; "),
            ConflictKind::Denial => ("", "; against that, "),
            ConflictKind::Account => ("Two accounts: ", "; "),
            ConflictKind::Wording if pattern == Pattern::SaidOfTwo => {
                ("The same quoted words are said of two things: ", "; ")
            }
            ConflictKind::Wording => return self.wordings(a, b),
            ConflictKind::Attribution => ("One claim is credited to two: ", "; "),
            ConflictKind::Settled => ("Decided in one account, open in the other: ", "; "),
        };
        let first = self.tells(a, None);
        let second = self.tells(b, Some(a));
        [vec![words(lead)], first, vec![words(between)], second, vec![words(".")]].concat()
    }

    /// `Nadja Corvin is quoted in two ways: “…” in Evening Post [1]; “…” in The Courier [2].`
    fn wordings(&mut self, a: Stated<'a>, b: Stated<'a>) -> Vec<Part> {
        let lead = match (a.speaker, b.speaker) {
            (Some(x), Some(y)) if x == y => {
                format!("{} is quoted in two ways: ", capital(&self.called(x)))
            }
            _ => "One utterance is quoted in two ways: ".to_owned(),
        };
        let mut parts = vec![words(lead)];
        for (side, before) in [(a, ""), (b, "; ")] {
            let (quoted, outlet) =
                (self.quoted_words(side.passage), self.outlet(side.passage.article));
            parts.push(words(format!("{before}{quoted} in {outlet}")));
            parts.extend(self.cite(&[side.passage.article]));
        }
        parts.push(words("."));
        parts
    }

    /// Both sides and what stands between them, where they are of one sentence.
    fn in_one_sentence(&self, [a, b]: [Stated<'a>; 2]) -> Option<Stated<'a>> {
        let (article, hull) = (a.passage.article, a.passage.span.hull(b.passage.span));
        let found = self.coverage.findings.articles.get(article.index())?;
        let sentence = found.sentences.get(index_at(&found.sentences, hull.start)?)?;
        let is_one = article == b.passage.article && sentence.covers(hull);
        let passage = Passage::new(article, hull);
        is_one.then(|| Stated { passage, speaker: voice(self.coverage, passage) })
    }

    /// What a dispute has besides the passages `told`.
    fn further(&mut self, mut told: Vec<Passage>, all: &[Stated<'a>]) -> Vec<Part> {
        let mut rest = Vec::new();
        for side in all {
            let is_told = |other: &Passage| {
                other.article == side.passage.article && other.span.overlaps(side.passage.span)
            };
            if !told.iter().any(is_told) {
                told.push(side.passage);
                rest.push(*side);
            }
        }
        if rest.is_empty() {
            return Vec::new();
        }
        let mut parts = vec![words(" In the same dispute, ")];
        for (place, side) in rest.iter().take(FURTHER).enumerate() {
            if place > 0 {
                parts.push(words("; "));
            }
            parts.extend(self.tells(*side, None));
        }
        let more = rest.len().saturating_sub(FURTHER);
        if more > 0 {
            let noun = if more == 1 { "passage" } else { "passages" };
            parts.push(words(format!("; and {more} more {noun}")));
        }
        parts.push(words("."));
        parts
    }

    /// `The Courier quotes Nadja Corvin: “…” [2]`; behind a passage of the same outlet `it quotes`.
    fn tells(&mut self, side: Stated<'a>, behind: Option<Stated<'a>>) -> Vec<Part> {
        let article = side.passage.article;
        let outlet = self.outlet(article);
        let is_same = behind.is_some_and(|other| self.outlet(other.passage.article) == outlet);
        let who = if is_same { "it" } else { outlet };
        let quoted = self.quoted_words(side.passage);
        let said = match self.voice_of(side) {
            Voice::Own => format!("{who} says {quoted}"),
            Voice::Citing(name) => {
                format!("{who} says, citing {}, {quoted}", self.called(name))
            }
            Voice::Quoting(name) => format!("{who} quotes {}: {quoted}", self.called(name)),
            Voice::Reporting(name) => format!("{who} paraphrases {}: {quoted}", self.called(name)),
        };
        let mut parts = vec![words(said)];
        parts.extend(self.cite(&[article]));
        parts
    }

    fn voice_of(&self, side: Stated<'a>) -> Voice<'a> {
        let passage = side.passage;
        let article = self.coverage.corpus.article(passage.article);
        let Some(quote) = self.quote_around(passage) else {
            let is_named = |name: &str| {
                let last = name.split_whitespace().next_back().unwrap_or(name);
                passage.span.of(&article.text).contains(last)
            };
            return side.speaker.filter(|name| !is_named(name)).map_or(Voice::Own, Voice::Citing);
        };
        let source = quote.source.map(|span| span.of(&article.text));
        let name = side.speaker.or_else(|| voice(self.coverage, passage)).or(source);
        let name = name.unwrap_or("a source");
        if quote.kind == QuoteKind::Direct || is_in_marks(&article.text, quote, passage) {
            Voice::Quoting(name)
        } else {
            Voice::Reporting(name)
        }
    }

    /// The innermost quote around a passage.
    fn quote_around(&self, passage: Passage) -> Option<&'a Quote> {
        let found = self.coverage.findings.articles.get(passage.article.index())?;
        let around = found.quotes.iter().filter(|quote| quote.hull().covers(passage.span));
        around.min_by_key(|quote| quote.hull().len())
    }

    /// A passage inside quotation marks, exact but for white space; dots stand where its sentence
    /// begins earlier, and where it goes on right behind it.
    pub(super) fn quoted_words(&self, passage: Passage) -> String {
        let cut = if self.is_cut(passage) { Cut::Before } else { Cut::Nowhere };
        let text = &self.coverage.corpus.article(passage.article).text;
        let after = text.get(passage.span.end..).unwrap_or_default().trim_start_matches(' ');
        let words = self.coverage.corpus.words(passage);
        let is_ended = words.ends_with(['.', '!', '?', ':', ';']);
        let goes_on = !is_ended && after.starts_with(char::is_alphanumeric);
        quoted(words, cut, goes_on)
    }

    /// Whether words stand before a passage in its sentence and, in a quote, in what is quoted: they
    /// may turn it round, as in "nobody says that".
    fn is_cut(&self, passage: Passage) -> bool {
        let start = passage.span.start;
        let Some(found) = self.coverage.findings.articles.get(passage.article.index()) else {
            return false;
        };
        let sentence = index_at(&found.sentences, start)
            .and_then(|at| found.sentences.get(at))
            .map_or(start, |sentence| sentence.start);
        let contents = found.quotes.iter().flat_map(|quote| &quote.content);
        let quoted = contents.filter(|part| part.contains(start)).map(|part| part.start).max();
        let from = quoted.map_or(sentence, |quoted| quoted.max(sentence));
        let before = self.coverage.corpus.article(passage.article).text.get(from..start);
        before.is_some_and(|before| before.contains(char::is_alphanumeric))
    }

    /// What the second reader finds and no rule does.
    pub(super) fn judged(&mut self) -> Vec<Sentence> {
        let found = self.coverage.judged_alone(self.view.event, self.wanted.narrowing.shows_soft());
        let mut sentences = Vec::new();
        for (_, _, judged) in found {
            let is_by = self.wanted.by.is_none_or(|name| judged.model.eq_ignore_ascii_case(name));
            let sides = judged.sides.map(|passage| self.voiced(passage));
            if !is_by || !self.is_wanted(sides) {
                continue;
            }
            let point = one_line(&judged.point);
            let on = if point.is_empty() { point } else { format!(" on “{point}”") };
            let mut parts = vec![words(format!(
                "According to the model {} these do not agree{on}: ",
                judged.model
            ))];
            parts.extend(self.both(sides));
            sentences.push(Sentence {
                parts,
                kind: Some(judged.kind.name()),
                by: Some(judged.model.to_string()),
                conflicts: Vec::new(),
            });
        }
        sentences
    }

    fn voiced(&self, passage: Passage) -> Stated<'a> {
        Stated { passage, speaker: voice(self.coverage, passage) }
    }

    /// Two sides, the same one once.
    fn both(&mut self, [a, b]: [Stated<'a>; 2]) -> Vec<Part> {
        let first = self.tells(a, None);
        let second = if a.passage == b.passage {
            Vec::new()
        } else {
            [vec![words("; ")], self.tells(b, Some(a))].concat()
        };
        [first, second, vec![words(".")]].concat()
    }

    /// The reader's notes and links on the event.
    pub(super) fn yours(&mut self) -> Vec<Sentence> {
        if self.wanted.by.is_some_and(|name| !name.eq_ignore_ascii_case(By::Reader.name())) {
            return Vec::new();
        }
        let links: Vec<&Link> = self.coverage.links_in(self.view.event).collect();
        let mut sentences: Vec<Sentence> =
            links.into_iter().filter_map(|link| self.link(link)).collect();
        let scope: Vec<ArticleId> = self.scope().collect();
        let wanted = self.wanted;
        let notes = wanted.notes.iter().filter(|(passage, _)| {
            wanted.by.is_none()
                && scope.contains(&passage.article)
                && (wanted.narrowing.speaker.is_none()
                    || wanted.narrowing.wants_speaker(voice(self.coverage, *passage)))
        });
        for (passage, text) in notes {
            let (outlet, quoted) = (self.outlet(passage.article), self.quoted_words(*passage));
            let mut parts = vec![words(format!("You noted on {quoted} in {outlet}"))];
            parts.extend(self.cite(&[passage.article]));
            parts.push(words(format!(": {}", ended(&one_line(text)))));
            sentences.push(Sentence { parts, ..Sentence::default() });
        }
        sentences
    }

    fn link(&mut self, link: &Link) -> Option<Sentence> {
        let sides = link.sides.map(|passage| self.voiced(passage));
        if !self.is_wanted(sides) {
            return None;
        }
        let how = match link.kind {
            LinkKind::Same => "as saying the same".to_owned(),
            LinkKind::Answers => "the second as an answer to the first".to_owned(),
            LinkKind::Conflict(kind) => format!("as a conflict ({})", kind.name()),
        };
        let mut parts = vec![words(format!("You linked, {how}: "))];
        parts.extend(self.both(sides));
        if !link.why.is_empty() {
            parts.push(words(format!(" Your reason: {}", ended(&one_line(&link.why)))));
        }
        Some(Sentence {
            parts,
            kind: Some(link.kind.name()),
            by: Some(By::Reader.name().to_owned()),
            conflicts: Vec::new(),
        })
    }
}

fn words(words: impl Into<String>) -> Part {
    Part::Words(words.into())
}

/// Words that begin a sentence.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words that end a sentence.
fn ended(words: &str) -> String {
    let is_ended = words.ends_with(['.', '!', '?', '…', '”', '"']);
    format!("{words}{}", if is_ended { "" } else { "." })
}

/// Whether a passage of a quote in the outlet's words stands inside of quotation marks in it.
fn is_in_marks(text: &str, quote: &Quote, passage: Passage) -> bool {
    let before = text.get(quote.hull().start..passage.span.start).unwrap_or("");
    before.chars().fold(false, |open, c| match c {
        '“' => true,
        '”' => false,
        '"' => !open,
        _ => open,
    })
}

/// Whether a passage is a part of a sentence whose beginning is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// Dots stand for what comes before it.
    Before,
    /// It begins where the sentence or the quote begins.
    Nowhere,
}

/// Words of an article inside quotation marks. Where they have some of their own, single ones stand
/// around them; a mark of which the other one is not among them is left out, and so is an `and` or
/// `but` that only leads on from what stood before.
fn quoted(text: &str, cut: Cut, goes_on: bool) -> String {
    let line = one_line(text);
    let words = ["and ", "but "].iter().find_map(|lead| line.strip_prefix(lead)).unwrap_or(&line);
    let words = match words.strip_prefix('“') {
        Some(rest) if !rest.contains('”') => rest,
        _ => words,
    };
    let words = match words.strip_suffix('”') {
        Some(rest) if !rest.contains('“') => rest,
        _ => words,
    };
    // What is cut inside of quotation marks is closed where it is cut.
    let is_open = words.matches('“').count() == words.matches('”').count() + 1;
    let words = if is_open { &format!("{words}”") } else { words };
    let lead = if cut == Cut::Before { "… " } else { "" };
    let rest = if goes_on { " …" } else { "" };
    let is_whole = cut == Cut::Nowhere && !goes_on;
    let inner = words.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    if inner.is_some_and(|inner| !inner.contains(['“', '”', '"'])) && is_whole {
        words.to_owned()
    } else if words.contains(['“', '”', '"']) {
        format!("‘{lead}{words}{rest}’")
    } else {
        format!("“{lead}{words}{rest}”")
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, ended, quoted};

    #[test]
    fn words_are_quoted_exactly_and_once() {
        for (words, expected) in [
            ("and 212 people\nwere moved", "“212 people were moved”"),
            ("“I shut it.”", "“I shut it.”"),
            ("“I shut it, she said", "“I shut it, she said”"),
            ("shut it.”", "“shut it.”"),
            ("“I,” she said, “shut it.”", "‘“I,” she said, “shut it.”’"),
            ("it is “the only one", "‘it is “the only one”’"),
            ("were \"up to date\"", "‘were \"up to date\"’"),
            ("Anderson left", "“Anderson left”"),
        ] {
            assert_eq!(quoted(words, Cut::Nowhere, false), expected);
        }
        assert_eq!(quoted("he left", Cut::Before, false), "“… he left”");
        assert_eq!(quoted("“he left”", Cut::Before, false), "‘… “he left”’");
        assert_eq!(quoted("the Terminal", Cut::Nowhere, true), "“the Terminal …”");
        assert_eq!([ended("Who?"), ended("ask Holt")], ["Who?", "ask Holt."]);
    }
}
