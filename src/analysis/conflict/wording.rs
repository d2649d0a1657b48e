//! Wording: one utterance, different words inside quotation marks. Case, marks, contractions, spelling and
//! cuts at either end are none; a content word that was swapped between words that agree is.

use crate::analysis::conflict::{Finding, Side};
use crate::analysis::prose::Word;
use crate::analysis::quantity::value;
use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::variant::{Alignment, Utterance};
use crate::analysis::{ConflictKind, Strength, speaker};
use crate::text::Span;

/// Words on either side of the swapped ones that are shown with them.
const CONTEXT: usize = 4;
/// Words swapped at one place; more are another sentence.
const SWAPPED: usize = 4;

/// Altered quotes in an event.
pub(super) fn detect(event: &Tellings, utterances: &[Utterance], alignments: &[Alignment]) -> Vec<Finding> {
    alignments.iter().filter_map(|alignment| altered(event, utterances, alignment)).collect()
}

fn altered(event: &Tellings, utterances: &[Utterance], alignment: &Alignment) -> Option<Finding> {
    let (a, b) = (&utterances[alignment.a], &utterances[alignment.b]);
    let (here, there) = (&event.all[a.telling], &event.all[b.telling]);
    let who = a.speaker()?;
    if !speaker::same(who, b.speaker()?) {
        return None;
    }
    let swap = swaps(&alignment.pairs).find(|swap| swap.counts(here, there, &a.words, &b.words))?;
    let (old, new) = (span(&a.words, swap.a), span(&b.words, swap.b));
    let shown = |telling: &Telling, span: Span| span.of(&telling.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let why = format!("{who} is quoted with “{}” and with “{}”", shown(here, old), shown(there, new));
    let context = |telling: &Telling, words: &[&Word], range: (usize, usize), utterance: &Utterance| {
        let from = words[range.0.saturating_sub(CONTEXT)].span.start;
        let to = words[(range.1 + CONTEXT).min(words.len()) - 1].span.end;
        Side {
            passage: telling.passage(quoted_part(telling, Span::new(from, to), span(words, range))),
            speaker: utterance.speaker().map(str::to_owned),
        }
    };
    let (x, y) = (context(here, &a.words, swap.a, a), context(there, &b.words, swap.b, b));
    Some(Finding::new(ConflictKind::Wording, Strength::Medium, 0.3 + 0.6 * alignment.share, why, x, y))
}

/// The part of `around` that stands inside the same quotation marks as `inner`.
fn quoted_part(telling: &Telling, around: Span, inner: Span) -> Span {
    let quoted = telling.quoted.iter().find(|quoted| quoted.span.covers(inner));
    quoted.and_then(|quoted| quoted.span.intersect(around)).unwrap_or(around)
}

/// Words of a and of b that stand at one place between aligned words: half-open ranges.
#[derive(Clone, Copy)]
struct Swap {
    a: (usize, usize),
    b: (usize, usize),
}

/// The places between two aligned pairs where both sides have other words; an aligned pair of synonyms is one too.
fn swaps(pairs: &[(usize, usize)]) -> impl Iterator<Item = Swap> + '_ {
    let between = pairs.windows(2).filter_map(|pair| {
        let ((i, j), (k, l)) = (pair[0], pair[1]);
        (k > i + 1 && l > j + 1).then_some(Swap { a: (i + 1, k), b: (j + 1, l) })
    });
    let aligned = pairs.iter().map(|(i, j)| Swap { a: (*i, i + 1), b: (*j, j + 1) });
    between.chain(aligned)
}

impl Swap {
    /// Whether the swap changes what was said: inside marks on both sides, short, and a content word of one
    /// side without its like on the other.
    fn counts(self, here: &Telling, there: &Telling, a: &[&Word], b: &[&Word]) -> bool {
        let (x, y) = (&a[self.a.0..self.a.1], &b[self.b.0..self.b.1]);
        if x.is_empty() || y.is_empty() || x.len() > SWAPPED || y.len() > SWAPPED {
            return false;
        }
        // An editor's brackets and an abbreviation change no word that was said.
        let bracketed =
            |telling: &Telling, word: &Word| Span::new(word.span.start.saturating_sub(1), word.span.start).of(&telling.article.text) == "[";
        let edited = |telling: &Telling, word: &Word| bracketed(telling, word) || word.folded.ends_with('.');
        if x.iter().any(|word| edited(here, word)) || y.iter().any(|word| edited(there, word)) {
            return false;
        }
        let quoted = x.iter().all(|word| here.is_quoted(word.span.start)) && y.iter().all(|word| there.is_quoted(word.span.start));
        let other = |word: &Word, others: &[&Word]| word.is_content() && !others.iter().any(|other| spelled_alike(word, other));
        quoted && (x.iter().any(|word| other(word, y)) && y.iter().any(|word| !word.is_mark()) || y.iter().any(|word| other(word, x)))
    }
}

/// Whether two words differ in spelling or form only.
fn spelled_alike(a: &Word, b: &Word) -> bool {
    let british =
        |word: &str| word.replace("our", "or").replace("ise", "ize").replace("isa", "iza").replace("tre", "ter").replace("ll", "l");
    a.stem == b.stem || british(&a.folded) == british(&b.folded) || (value(a).is_some() && value(a) == value(b))
}

fn span(words: &[&Word], range: (usize, usize)) -> Span {
    words[range.0].span.hull(words[range.1 - 1].span)
}
