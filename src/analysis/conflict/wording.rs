//! Wording: one utterance, different words inside quotation marks. Case, marks, contractions,
//! spelling, an editor's brackets and cuts at either end are none; words that were swapped, put in
//! or left out between words that agree, and another tense, are.
//!
//! The constants were set by reading sixty of the pairs that 1,586 American articles give, twice;
//! none was tuned by itself.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, Stand, shown};
use crate::analysis::language::Feature;
use crate::analysis::language::english::phrase;
use crate::analysis::language::english::wording::{
    british, drawn_apart, is_past_helper, one_helper,
};
use crate::analysis::prose::Word;
use crate::analysis::quantity::value;
use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::analysis::variant::{Alignment, Utterance};
use crate::text::Span;

/// Words on either side of the changed ones that are shown with them.
const CONTEXT: usize = 4;
/// Words changed at one place; more are another sentence.
const CHANGED: usize = 3;
/// Words of grammar changed at one place from which more than the style is another.
const GRAMMAR: usize = 4;
/// Words that two short forms have in common, without which a swapped word makes another sentence;
/// and one put in.
const SWAPPED: usize = 4;
const PUT_IN: usize = 5;
/// Words that agree right beside the changed place.
const ANCHORED: usize = 3;
/// Share of the shorter form's words that the other has too.
const EQUAL: f32 = 0.65;
/// Aligned share of the shorter form's weight from which two forms are one utterance.
const SHARED: f32 = 0.5;

/// Letters from which a word that another begins with is its abbreviation.
const ABBREVIATED: usize = 3;
/// Letters of a word from which one other letter is a slip.
const SLIP: usize = 5;

/// Altered quotes in an event.
pub(super) fn detect(
    event: &Tellings,
    utterances: &[Utterance],
    alignments: &[Alignment],
) -> Vec<Finding> {
    alignments.iter().filter_map(|alignment| altered(event, utterances, alignment)).collect()
}

fn altered(event: &Tellings, utterances: &[Utterance], alignment: &Alignment) -> Option<Finding> {
    let (a, b) = (&utterances[alignment.a], &utterances[alignment.b]);
    let (here, there) = (&event.all[a.telling], &event.all[b.telling]);
    if !one_utterance(alignment, a, b) || !is_told(here, a) || !is_told(there, b) {
        return None;
    }
    let weighed = places(alignment, &a.words, &b.words).into_iter();
    let weighed = weighed.filter_map(|change| {
        change.weight(here, there, &a.words, &b.words).map(|weight| (weight, change))
    });
    let (weight, change) = weighed.min_by_key(|(weight, change)| (*weight, change.a))?;
    let who = a.speaker().or(b.speaker()).and_then(|who| event.name(who));
    let who = who.map_or_else(|| "one utterance is".to_owned(), |who| format!("{who} is"));
    let with = |word: &str| format!("{who} quoted with “{word}” and without");
    let without = |word: &str| format!("{who} quoted without “{word}” and with it");
    let why = match (changed(here, &a.words, change.a), changed(there, &b.words, change.b)) {
        (Some(old), Some(new)) => {
            Reason::of(&old, &new, |old, new| format!("{who} quoted with “{old}” and with “{new}”"))
        }
        (Some(word), None) => Reason { forth: with(&word), back: Some(without(&word)) },
        (None, Some(word)) => Reason { forth: without(&word), back: Some(with(&word)) },
        (None, None) => return None,
    };
    let evidence = Evidence {
        shared: alignment.content,
        share: alignment.share,
        ..Evidence::of(match weight {
            Weight::Denied => Pattern::NegationInQuote,
            Weight::Swapped => Pattern::WordInQuote,
            Weight::LeftOut => Pattern::MoreInQuote,
            Weight::Changed => Pattern::FormOfQuote,
        })
    };
    let (x, y) = (in_context(here, a, change.a), in_context(there, b, change.b));
    Some(Finding::new(ConflictKind::Wording, evidence, why, x, y))
}

/// The changed words with those beside them in the same quotation marks.
fn in_context(telling: &Telling, utterance: &Utterance, range: (usize, usize)) -> Stand {
    let words = &utterance.words;
    let from = words[range.0.saturating_sub(CONTEXT)].span.start;
    let to = words[(range.1 + CONTEXT).min(words.len()) - 1].span.end;
    let around = Span::new(from, to);
    let marks = telling.marks_around(words[range.0.min(words.len() - 1)].span);
    let passage = marks.and_then(|quoted| quoted.span.intersect(around)).unwrap_or(around);
    Stand { passage: telling.passage(passage), holder: utterance.speaker().map(Holder::Speaker) }
}

/// Where two forms of one utterance differ.
fn places(alignment: &Alignment, a: &[&Word], b: &[&Word]) -> Vec<Change> {
    let ops = differences(a, b);
    let equal: usize =
        ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.old_range().len()).sum();
    let enough = |change: &Change| {
        let swapped = change.a.0 < change.a.1 && change.b.0 < change.b.1;
        equal >= if swapped { SWAPPED } else { PUT_IN }
    };
    let alike = equal as f32 >= EQUAL * a.len().min(b.len()) as f32;
    let mut found: Vec<Change> = changes(&ops).filter(|change| alike && enough(change)).collect();
    found.extend(near_swaps(&alignment.pairs, a, b));
    found
}

/// Whether both articles print one utterance of one speaker, where both name one.
fn one_utterance(alignment: &Alignment, a: &Utterance, b: &Utterance) -> bool {
    let one_speaker = a.speaker().zip(b.speaker()).map(|(x, y)| x == y);
    one_speaker.unwrap_or(alignment.run > ANCHORED)
        && (alignment.dense || alignment.share >= SHARED)
}

/// Whether the article tells the utterance itself, rather than repeat another article's paragraph.
fn is_told(telling: &Telling, utterance: &Utterance) -> bool {
    let start = utterance.passage.span.start;
    let sentence =
        telling.prose.sentence_at(start + 1).map(|index| telling.prose.sentences[index].span);
    sentence.is_some_and(|span| span.overlaps(utterance.passage.span))
}

fn changed(telling: &Telling, words: &[&Word], range: (usize, usize)) -> Option<String> {
    let inside = words.get(range.0..range.1)?;
    Some(shown(telling, inside.first()?.span.hull(inside.last()?.span)))
}

/// Words of a and of b that stand at one place, next to words that agree: half-open ranges, of
/// which one may be empty.
#[derive(Clone, Copy)]
struct Change {
    a: (usize, usize),
    b: (usize, usize),
    /// How many words agree right before and after it.
    anchored: usize,
    /// Whether it stands where one of the forms begins or ends.
    at_the_edge: bool,
}

/// What one form has in common with the other and what not (Myers' algorithm over folded words).
fn differences(a: &[&Word], b: &[&Word]) -> Vec<DiffOp> {
    let folded = |words: &[&Word]| words.iter().map(|word| word.folded.clone()).collect::<Vec<_>>();
    capture_diff_slices(Algorithm::Myers, &folded(a), &folded(b))
}

/// The places where two forms have different words.
fn changes(ops: &[DiffOp]) -> impl Iterator<Item = Change> + '_ {
    let equal =
        |at: Option<usize>| at.and_then(|at| ops.get(at)).map_or(0, |op| op.old_range().len());
    let place = move |(at, op): (usize, &DiffOp)| {
        let (old, new) = (op.old_range(), op.new_range());
        let (before, after) = (equal(at.checked_sub(1)), equal(Some(at + 1)));
        Change {
            a: (old.start, old.end),
            b: (new.start, new.end),
            anchored: before + after,
            at_the_edge: before == 0 || after == 0,
        }
    };
    ops.iter().enumerate().filter(|(_, op)| op.tag() != DiffTag::Equal).map(place)
}

/// The places where a near synonym of a word stands among aligned words, whatever the rest of the
/// sentences says: there a few words in marks may be all that is quoted.
fn near_swaps<'p>(
    pairs: &'p [(usize, usize)],
    a: &'p [&Word],
    b: &'p [&Word],
) -> impl Iterator<Item = Change> + 'p {
    let equal = move |at: usize| pairs.get(at).is_some_and(|(i, j)| a[*i].folded == b[*j].folded);
    (0..pairs.len()).filter_map(move |at| {
        let (i, j) = pairs[at];
        let near = (a[i].is_content() || b[j].is_content())
            && a[i].stem != b[j].stem
            && a[i].term() == b[j].term();
        let (x, y) = *pairs.get(at.checked_sub(1)?)?;
        let anchored = at > 1 && equal(at - 1) && equal(at - 2) && i - x <= 2 && j - y <= 2;
        (near && anchored).then_some(Change {
            a: (x + 1, i + 1),
            b: (y + 1, j + 1),
            anchored: ANCHORED - 1,
            at_the_edge: false,
        })
    })
}

/// How much a change changes, most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weight {
    /// A negation more or less.
    Denied,
    /// Another content word.
    Swapped,
    /// A content word more or less.
    LeftOut,
    /// Another tense, or several words of grammar.
    Changed,
}

/// The first pair of near synonyms in two stretches of words.
fn synonyms(x: &[&Word], y: &[&Word]) -> Option<(usize, usize)> {
    let like = |word: &Word, other: &Word| word.stem != other.stem && word.term() == other.term();
    (0..x.len()).find_map(|i| Some((i, y.iter().position(|other| like(x[i], other))?)))
}

impl Change {
    /// How much the words say otherwise; `None` where it is a matter of style, or not inside one
    /// pair of marks on both sides.
    fn weight(self, here: &Telling, there: &Telling, a: &[&Word], b: &[&Word]) -> Option<Weight> {
        let (x, y) = (&a[self.a.0..self.a.1], &b[self.b.0..self.b.1]);
        let near = synonyms(x, y).is_some();
        let cut = self.at_the_edge && (x.is_empty() || y.is_empty());
        if cut
            || self.anchored < ANCHORED - usize::from(near)
            || x.len() > CHANGED
            || y.len() > CHANGED
        {
            return None;
        }
        if !is_unedited(here, around(a, self.a)?) || !is_unedited(there, around(b, self.b)?) {
            return None;
        }
        if x.iter().chain(y).any(|word| word.initials || word.folded.ends_with('.')) {
            return None;
        }
        if joined(x) == joined(y) {
            return None; // hand picked, hand-picked
        }
        let initials = |words: &[&Word]| {
            words.iter().filter_map(|word| word.folded.chars().next()).collect::<String>()
        };
        if initials(x) == joined(y)
            || joined(x) == initials(y)
            || repeats(x, b, self.b)
            || repeats(y, a, self.a)
        {
            return None; // HNA, Halvany News Agency; "a boat or a boat with sails"
        }
        let (left, right) = unmatched(x, y);
        let (past, left, right) = tense(left, right);
        let denies = |words: &[Piece]| words.iter().any(Piece::is_negation);
        if denies(&left) != denies(&right) {
            return Some(Weight::Denied);
        }
        let content = |words: &[Piece]| words.iter().any(Piece::is_content);
        match (content(&left), content(&right)) {
            (true, true) => Some(Weight::Swapped),
            (true, false) | (false, true) => Some(Weight::LeftOut),
            (false, false) => {
                (past || left.len() + right.len() >= GRAMMAR).then_some(Weight::Changed)
            }
        }
    }
}

/// Whether all content words of a stretch stand elsewhere in the other form, in order: there the
/// two are aligned at the wrong place.
fn repeats(stretch: &[&Word], other: &[&Word], changed: (usize, usize)) -> bool {
    let mut content = stretch.iter().filter(|word| word.is_content()).peekable();
    let mut rest = other[..changed.0].iter().chain(&other[changed.1..]);
    content.peek().is_some() && content.all(|word| rest.any(|held| held.stem == word.stem))
}

fn joined(words: &[&Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect()
}

/// The words of `range` with one on either side.
fn around(words: &[&Word], range: (usize, usize)) -> Option<Span> {
    let (first, last) =
        (words.get(range.0.saturating_sub(1))?, words.get(range.1).or(words.last())?);
    Some(first.span.hull(last.span))
}

/// Whether a span stands inside one pair of quotation marks, and nobody marked a change or a cut in
/// it.
fn is_unedited(telling: &Telling, span: Span) -> bool {
    let text = span.of(&telling.article.text);
    telling.marks_around(span).is_some()
        && !text.contains(['[', ']', '(', ')', '…', '*', '“', '”'])
        && !text.contains("..")
}

/// A word, or one of the two that a contraction stands for.
#[derive(Clone, Debug)]
struct Piece<'w> {
    folded: String,
    word: &'w Word,
    whole: bool,
}

impl Piece<'_> {
    fn is_negation(&self) -> bool {
        self.word.language.lexicon.features(&self.folded, "").has(Feature::Negation)
    }

    fn is_content(&self) -> bool {
        self.whole && self.word.is_content() && !self.word.has(Feature::Filler)
    }

    /// Whether two words are one in two spellings, one number, or a word and its abbreviation.
    fn is_like(&self, other: &Piece) -> bool {
        let (a, b) = (self.folded.as_str(), other.folded.as_str());
        let number = || {
            self.whole
                && other.whole
                && value(self.word).is_some()
                && value(self.word) == value(other.word)
        };
        let abbreviated = || {
            a.len().min(b.len()) >= ABBREVIATED
                && (a.starts_with(b) || b.starts_with(a))
                && self.word.stem != other.word.stem
        };
        a == b || spelled_alike(a, b) || number() || abbreviated()
    }
}

/// Whether two long words differ in one letter or in an ending that is spelled in two ways: more
/// often a slip than another word.
fn spelled_alike(a: &str, b: &str) -> bool {
    british(a) == british(b)
        || a.chars().count().min(b.chars().count()) >= SLIP
            && a.chars().next() == b.chars().next()
            && one_slip(a, b)
}

/// Whether one letter was swapped, put in or left out, or two changed places.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail =
        a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    x.len().max(y.len()) <= 1 || matches!((x, y), ([p, q], [r, s]) if p == s && q == r)
}

/// The words with contractions in full: "they’ve" as "they have".
fn pieces<'w>(words: &[&'w Word]) -> Vec<Piece<'w>> {
    let mut found = Vec::new();
    for word in words {
        let (head, tail) = drawn_apart(word);
        found.push(Piece { folded: head.to_owned(), word, whole: tail.is_none() });
        found.extend(tail.map(|tail| Piece { folded: tail.to_owned(), word, whole: false }));
    }
    found
}

/// What of two sequences of words has no like in the other.
fn unmatched<'w>(x: &[&'w Word], y: &[&'w Word]) -> (Vec<Piece<'w>>, Vec<Piece<'w>>) {
    let mut right = pieces(y);
    let mut left = pieces(x);
    left.retain(|piece| {
        right.iter().position(|other| piece.is_like(other)).map(|at| right.remove(at)).is_none()
    });
    (left, right)
}

/// Whether the two hold one verb in two tenses; and the rest, without other forms of one word.
fn tense<'w>(
    mut left: Vec<Piece<'w>>,
    mut right: Vec<Piece<'w>>,
) -> (bool, Vec<Piece<'w>>, Vec<Piece<'w>>) {
    let mut past = false;
    left.retain(|piece| {
        let same = right.iter().position(|other| {
            one_verb(piece, other)
                || piece.whole && other.whole && piece.word.stem == other.word.stem
        });
        let Some(at) = same else { return true };
        let other = right.remove(at);
        past |= is_past(piece) != is_past(&other);
        false
    });
    (past, left, right)
}

fn one_verb(a: &Piece, b: &Piece) -> bool {
    one_helper(&a.folded, &b.folded)
}

fn is_past(piece: &Piece) -> bool {
    is_past_helper(&piece.folded) || piece.whole && phrase::is_past(piece.word)
}
