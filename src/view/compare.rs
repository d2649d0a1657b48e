//! Two accounts beside each other: where they are laid side by side, and the words in which they
//! part. For a number these are the numbers, for an altered quote the altered words, for a denial
//! the words that deny; free prose is never compared word by word.

use crate::analysis::copy::CopyKind;
use crate::analysis::language::{Feature, Language};
use crate::analysis::{ConflictKind, EventFindings};
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::diff::{self, WordOp};
use crate::text::sentence::index_at;
use crate::text::token::{TokenKind, fold, tokens};
use crate::view::Coverage;
use crate::view::event::Finding;

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The passage itself.
    pub passage: Passage,
    /// The words that decide, in order: what the other has otherwise, or denies.
    pub decides: Vec<Span>,
}

/// Two accounts beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The two.
    pub sides: [Beside; 2],
    /// Where they meet: bytes of the one and of the other that are laid side by side, in order.
    pub anchors: Vec<[usize; 2]>,
}

/// In what two passages part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    /// One text with altered words.
    Words,
    /// Two states of one article.
    Versions,
    /// Numbers and days.
    Numbers,
    /// One denies what the other says.
    Denial,
    /// Numbers and negations that the other has not.
    Either,
}

impl Parting {
    /// That of the sides of `finding`.
    fn of(coverage: &Coverage, event: Option<&EventFindings>, finding: Option<Finding>) -> Parting {
        let of_kind = |kind: ConflictKind| match kind {
            ConflictKind::Wording => Parting::Words,
            ConflictKind::Number => Parting::Numbers,
            ConflictKind::Denial | ConflictKind::Account | ConflictKind::Settled => Parting::Denial,
            ConflictKind::Attribution => Parting::Either,
        };
        let Some(event) = event else { return Parting::Either };
        match finding {
            Some(Finding::Conflict(index)) => event
                .conflicts
                .get(index)
                .map_or(Parting::Either, |conflict| of_kind(conflict.kind)),
            Some(Finding::Judged(index)) => {
                coverage.judged.get(index).map_or(Parting::Either, |judged| of_kind(judged.kind))
            }
            Some(Finding::Variant(_)) => Parting::Words,
            Some(Finding::Echo(index)) => match event.echoes.get(index).map(|echo| echo.kind) {
                Some(CopyKind::Version) => Parting::Versions,
                _ => Parting::Words,
            },
            Some(Finding::Link(_) | Finding::Topic(_) | Finding::Point) | None => Parting::Either,
        }
    }
}

/// Lays two passages beside each other, sides of `finding` of event number `event`.
pub fn compare(
    coverage: &Coverage,
    event: usize,
    finding: Option<Finding>,
    passages: [Passage; 2],
) -> Comparison {
    let texts = passages.map(|passage| text(coverage, passage.article));
    let anchor = vec![passages.map(|passage| passage.span.start)];
    let event = coverage.findings.events.get(event);
    let why = reason(event, finding);
    let (decides, anchors) = match Parting::of(coverage, event, finding) {
        Parting::Words => (altered(texts, passages.map(|passage| passage.span)).0, anchor),
        Parting::Versions if texts.iter().all(|text| text.len() <= LONG) => {
            let (decides, meets) = altered(texts, texts.map(|text| Span::new(0, text.len())));
            (decides, if meets.is_empty() { anchor } else { meets })
        }
        Parting::Versions => (Default::default(), anchor),
        Parting::Numbers => (numbers(coverage, passages), anchor),
        Parting::Denial => (denying(coverage, passages, why), anchor),
        Parting::Either => (only(coverage, passages, is_decisive), anchor),
    };
    let [left, right] = decides;
    let [a, b] = passages;
    let sides = [Beside { passage: a, decides: left }, Beside { passage: b, decides: right }];
    Comparison { sides, anchors }
}

/// Bytes of a text beyond which two states of it are not compared word by word: the time to do so
/// grows faster than they do.
const LONG: usize = 200_000;

fn text(coverage: &Coverage, article: ArticleId) -> &str {
    coverage.corpus.articles().get(article.index()).map_or("", |article| article.text.as_str())
}

/// The language in which an article was read.
fn language(coverage: &Coverage, article: ArticleId) -> &'static Language {
    coverage.findings.articles.get(article.index()).map(|found| found.language).unwrap_or_default()
}

/// The words that one of two texts has and the other has not, and where they have the same.
fn altered(texts: [&str; 2], [a, b]: [Span; 2]) -> ([Vec<Span>; 2], Vec<[usize; 2]>) {
    let (mut left, mut right, mut meets) = (Vec::new(), Vec::new(), Vec::new());
    for op in diff::words(texts[0], a, texts[1], b) {
        match op {
            WordOp::Same { a, b } => meets.push([a.start, b.start]),
            WordOp::Cut { a } => left.push(a),
            WordOp::Added { b } => right.push(b),
            WordOp::Swapped { a, b } => {
                left.push(a);
                right.push(b);
            }
        }
    }
    ([left, right], meets)
}

/// A word of a passage.
struct Word {
    span: Span,
    kind: TokenKind,
    folded: String,
}

fn words(coverage: &Coverage, passage: Passage) -> Vec<Word> {
    let text = text(coverage, passage.article);
    let words = tokens(text, passage.span).filter(|token| token.kind != TokenKind::Mark);
    let word = |span: Span, kind| Word { span, kind, folded: fold(span.of(text)) };
    words.map(|token| word(token.span, token.kind)).collect()
}

/// The words of each passage that are `such` and that the other has not.
fn only(
    coverage: &Coverage,
    passages: [Passage; 2],
    such: impl Fn(&'static Language, TokenKind, &str) -> bool,
) -> [Vec<Span>; 2] {
    let found = passages.map(|passage| {
        let language = language(coverage, passage.article);
        let mut words = words(coverage, passage);
        words.retain(|word| such(language, word.kind, &word.folded));
        words
    });
    [(&found[0], &found[1]), (&found[1], &found[0])].map(|(own, other)| {
        let not_there = |word: &&Word| !other.iter().any(|there| there.folded == word.folded);
        own.iter().filter(not_there).map(|word| word.span).collect()
    })
}

/// The numbers of each passage that the other has not; days where they do not differ in any.
fn numbers(coverage: &Coverage, passages: [Passage; 2]) -> [Vec<Span>; 2] {
    let found = only(coverage, passages, counts);
    let is_told = found.iter().all(|spans| !spans.is_empty());
    if is_told { found } else { only(coverage, passages, is_number) }
}

/// Why a conflict was found; nothing where it was not by a rule.
fn reason(event: Option<&EventFindings>, finding: Option<Finding>) -> &str {
    let Some(Finding::Conflict(index)) = finding else { return "" };
    event.and_then(|event| event.conflicts.get(index)).map_or("", |conflict| &conflict.why)
}

/// The words of each passage that the reason quotes; where it quotes none of them, those that deny
/// and that the other has not. Where neither passage has any, they are looked for in the sentences
/// around.
fn denying(coverage: &Coverage, passages: [Passage; 2], why: &str) -> [Vec<Span>; 2] {
    let around = passages.map(|passage| sentence(coverage, passage));
    let quoted = |passages: [Passage; 2]| passages.map(|passage| named(coverage, passage, why));
    let is_found = |found: &[Vec<Span>; 2]| found.iter().any(|spans| !spans.is_empty());
    [quoted(passages), quoted(around), only(coverage, passages, denies)]
        .into_iter()
        .find(is_found)
        .unwrap_or_else(|| only(coverage, around, denies))
}

/// Where a passage has words that a reason gives in quotation marks.
fn named(coverage: &Coverage, passage: Passage, why: &str) -> Vec<Span> {
    let words = words(coverage, passage);
    let mut found = Vec::new();
    for quoted in quoted(why) {
        let wanted: Vec<String> = tokens(why, quoted)
            .filter(|token| token.kind != TokenKind::Mark)
            .map(|token| fold(token.span.of(why)))
            .collect();
        let ends = |run: &[Word]| Some((run.first()?.span, run.last()?.span));
        let is_there = |run: &&[Word]| run.iter().map(|word| &word.folded).eq(wanted.iter());
        if let Some((first, last)) =
            words.windows(wanted.len().max(1)).find(is_there).and_then(ends)
        {
            found.push(first.hull(last));
        }
    }
    found.sort_unstable();
    found
}

/// What stands in the outermost quotation marks of a reason.
fn quoted(why: &str) -> Vec<Span> {
    let (mut depth, mut from, mut found) = (0_usize, 0, Vec::new());
    for (at, c) in why.char_indices() {
        match c {
            '“' => {
                depth += 1;
                if depth == 1 {
                    from = at + c.len_utf8();
                }
            }
            '”' => {
                if depth == 1 {
                    found.push(Span::new(from, at));
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    found
}

/// The sentence round the beginning of a passage, with the passage.
fn sentence(coverage: &Coverage, passage: Passage) -> Passage {
    let found = coverage.findings.articles.get(passage.article.index());
    let sentences = found.map_or(&[][..], |found| found.sentences.as_slice());
    let around = index_at(sentences, passage.span.start).and_then(|at| sentences.get(at));
    Passage::new(passage.article, around.map_or(passage.span, |span| span.hull(passage.span)))
}

/// Whether a folded word is a number.
pub(super) fn counts(language: &'static Language, kind: TokenKind, folded: &str) -> bool {
    kind == TokenKind::Number
        || language.lexicon.numbers().small(folded).is_some_and(|number| number > 1.0)
}

/// Whether a folded word is a number or a day.
fn is_number(language: &'static Language, kind: TokenKind, folded: &str) -> bool {
    counts(language, kind, folded) || language.lexicon.features(folded, "").has(Feature::Day)
}

/// Words that deny what another says, or call it false.
const DENYING: [Feature; 10] = [
    Feature::Negation,
    Feature::None,
    Feature::Denies,
    Feature::Rejects,
    Feature::False,
    Feature::Rebuts,
    Feature::Untenable,
    Feature::Wrongly,
    Feature::Unproven,
    Feature::Untruth,
];

fn denies(language: &'static Language, _kind: TokenKind, folded: &str) -> bool {
    let features = language.lexicon.features(folded, &language.stem(folded));
    DENYING.iter().any(|feature| features.has(*feature))
}

/// Whether a folded word decides what a text says: a number or a negation.
pub(super) fn is_decisive(language: &'static Language, kind: TokenKind, folded: &str) -> bool {
    counts(language, kind, folded) || language.lexicon.features(folded, "").has(Feature::Negation)
}

#[cfg(test)]
mod tests {
    use super::{Comparison, compare, quoted};
    use crate::analysis::ConflictKind;
    use crate::view::event::Finding;
    use crate::view::{Coverage, fixture};

    /// The first conflict of a kind compared, with the words that decide on both sides.
    fn deciding(coverage: &Coverage, kind: ConflictKind) -> (Comparison, [Vec<String>; 2]) {
        let conflicts = &coverage.findings.events[0].conflicts;
        let index = conflicts.iter().position(|conflict| conflict.kind == kind).unwrap();
        let sides = [conflicts[index].a.passage, conflicts[index].b.passage];
        let found = compare(coverage, 0, Some(Finding::Conflict(index)), sides);
        let words = found.sides.each_ref().map(|side| {
            let text = &coverage.corpus.article(side.passage.article).text;
            side.decides.iter().map(|span| span.of(text).to_owned()).collect()
        });
        (found, words)
    }

    #[test]
    fn of_a_number_only_the_numbers_decide() {
        let (found, [a, b]) = deciding(&fixture::coverage(), ConflictKind::Number);
        assert!(!a.is_empty() && !b.is_empty() && a != b, "{a:?} {b:?}");
        for word in a.iter().chain(&b) {
            assert!(!word.contains(' '), "a number, not a run of words: {word}");
        }
        assert_eq!(found.anchors, [found.sides.map(|side| side.passage.span.start)]);
    }

    #[test]
    fn of_a_denial_what_denies_decides_and_nothing_that_both_say() {
        let (_, [a, b]) = deciding(&fixture::coverage(), ConflictKind::Denial);
        assert!(!a.is_empty() || !b.is_empty());
        assert!(a.iter().all(|word| !b.contains(word)), "{a:?} {b:?}");
    }

    #[test]
    fn of_a_reason_the_outermost_quotation_marks_count() {
        let why = "“accepted” against “are “non-sense””";
        let found: Vec<_> = quoted(why).into_iter().map(|span| span.of(why)).collect();
        assert_eq!(found, ["accepted", "are “non-sense”"]);
    }
}
