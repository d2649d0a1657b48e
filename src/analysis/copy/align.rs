//! Which words of one account are those of another, exactly: for the few pairs that are candidates.
//!
//! Method: runs of at least [`SHINGLE`] words that both have, joined to stretches where little lies
//! between them on either side; the words in between are aligned one by one (longest common
//! subsequence), so that a stretch of which single words are others stays one. A stretch counts
//! when enough of its words are nobody's speech in either account: what one has inside quotation
//! marks, in a tweet, after a colon or in the first person, both may have heard or read. Only who
//! names the other's outlet may have its quotes from there.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::ArticleFindings;
use crate::analysis::copy::candidate::{SHINGLE, number_of};
use crate::analysis::form::{Form, form};
use crate::analysis::language::Feature;
use crate::analysis::quote::marks::quoted;
use crate::text::Span;
use crate::text::token::{TokenKind, tokens};

/// Words between two runs, on either side, that still belong to one stretch. Where one word in five
/// is another, eleven in twelve gaps are shorter.
pub(super) const GAP: usize = 16;
/// Share of the longer side's words of a stretch that must be the same; with one word in five
/// edited it is about .8.
const DENSE: f32 = 0.5;
/// Words of a stretch that must stand in common runs that are nobody's speech: a long sentence.
pub(super) const LEAST: usize = 20;
/// How many of them must not be names or numbers: a list of those is nobody's text.
const LEAST_PLAIN: usize = 12;
/// Share of a sentence's words from which it is the other's sentence.
const HALF: f32 = 0.5;
/// Places of a run that are tried: a run that stands more often is a refrain.
const TRIED: usize = 16;

/// The words of one account, marks left out.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// See [`Form::number`](crate::analysis::form::Form::number).
    numbers: Vec<u64>,
    spans: Vec<Span>,
    /// Whether each is somebody's speech.
    spoken: Vec<bool>,
    /// Whether each is a word without a capital.
    plain: Vec<bool>,
    /// The words of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
    /// The bytes of each sentence.
    wholes: Vec<Span>,
}

impl Account {
    /// The words of an article's sentences.
    pub(super) fn new(text: &str, found: &ArticleFindings) -> Account {
        let ArticleFindings { paragraphs, sentences, language, .. } = found;
        let mut account = Account::default();
        let speech = speech(text, paragraphs);
        for sentence in sentences {
            let from = account.numbers.len();
            let mut first_person = false;
            for token in tokens(text, *sentence).filter(|token| token.kind != TokenKind::Mark) {
                let form = form(language, token.span.of(text), token.kind);
                let next = speech.partition_point(|spoken| spoken.end <= token.span.start);
                let spoken =
                    speech.get(next).is_some_and(|spoken| spoken.start <= token.span.start);
                first_person |= !spoken && is_first_person(&form);
                account.numbers.push(form.number);
                account.spans.push(token.span);
                account.spoken.push(spoken);
                account.plain.push(form.kind == TokenKind::Word && !form.capital);
            }
            if first_person {
                account.spoken[from..].fill(true);
            }
            account.sentences.push(from..account.numbers.len());
            account.wholes.push(*sentence);
        }
        account
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The bytes from the first to the last of these words; where a sentence begins or ends with
    /// them, its marks too.
    pub(super) fn hull(&self, words: Range<usize>) -> Span {
        let covered = self.spans.get(words.clone()).unwrap_or_default();
        let inside = covered
            .first()
            .zip(covered.last())
            .map_or_else(Span::default, |(first, last)| first.hull(*last));
        let begins = self.sentences.partition_point(|sentence| sentence.start < words.start);
        let ends = self.sentences.partition_point(|sentence| sentence.end < words.end);
        let whole = |at: usize, fits: &dyn Fn(&Range<usize>) -> bool| {
            let sentence = self.sentences.get(at).filter(|sentence| fits(sentence));
            sentence.and_then(|_| self.wholes.get(at)).copied().unwrap_or(inside)
        };
        let start = whole(begins, &|sentence| sentence.start == words.start).start;
        Span::new(start, whole(ends, &|sentence| sentence.end == words.end).end)
    }

    /// The words of a sentence as numbers.
    pub(super) fn sentence(&self, index: usize) -> &[u64] {
        self.sentences
            .get(index)
            .and_then(|words| self.numbers.get(words.clone()))
            .unwrap_or_default()
    }
}

/// Whether a word tells that its sentence is somebody's own words: news has no first person outside
/// of quotes.
fn is_first_person(form: &Form) -> bool {
    let drawn_together = || {
        let begins = form.folded.split_once('\'').map(|(begins, _)| begins);
        begins.is_some_and(|begins| {
            form.language.lexicon.features(begins, "").has(Feature::FirstPerson)
        })
    };
    form.has(Feature::FirstPerson) || drawn_together()
}

/// What stands inside quotation marks, tweets with their signatures, and paragraphs to which a
/// colon leads: in order.
fn speech(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut before: Option<Span> = None;
    for paragraph in paragraphs {
        let part = paragraph.of(text);
        let led = before.is_some_and(|before| before.of(text).ends_with(':'));
        let signed = part.rfind("(@");
        if led {
            found.push(*paragraph);
        } else if let Some(signed) = signed {
            found.extend(before.filter(|_| part.starts_with(['—', '–', '-'])));
            found.push(Span::new(paragraph.start, paragraph.start + signed));
        } else {
            found.extend(quoted(text, *paragraph).into_iter().map(|quoted| quoted.span));
        }
        before = Some(*paragraph);
    }
    // A tweet that is signed in the next paragraph may have quotes of its own.
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let inside = next.start < last.end;
        last.end = if inside { last.end.max(next.end) } else { last.end };
        inside
    });
    found
}

/// Which of two articles names the other's outlet, so that what it quotes may be from there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cites {
    pub(super) a: bool,
    pub(super) b: bool,
}

/// The places of an account's shingles.
pub(super) struct Places<'a> {
    account: &'a Account,
    first: FxHashMap<u64, usize>,
    /// By place, the next one of the same shingle.
    next: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(account: &'a Account) -> Places<'a> {
        let mut first = FxHashMap::default();
        let mut next = vec![usize::MAX; account.numbers.len()];
        for (at, shingle) in account.numbers.windows(SHINGLE).enumerate().rev() {
            if let Some(later) = first.insert(number_of(shingle), at) {
                next[at] = later;
            }
        }
        Places { account, first, next }
    }

    /// The longest run of the account that begins as `words` do: its place and length.
    fn longest(&self, words: &[u64]) -> Option<(usize, usize)> {
        let first = *self.first.get(&number_of(words.get(..SHINGLE)?))?;
        let places = std::iter::successors(Some(first), |at| self.next.get(*at).copied())
            .take_while(|at| *at != usize::MAX);
        let run = |at: usize| {
            (at, self.account.numbers[at..].iter().zip(words).take_while(|(a, b)| a == b).count())
        };
        places
            .take(TRIED)
            .map(run)
            .filter(|(_, length)| *length >= SHINGLE)
            .max_by_key(|(at, length)| (*length, usize::MAX - at))
    }
}

/// One stretch: words of a that are words of b, in order of both.
pub(super) type Stretch = Vec<(usize, usize)>;

/// The stretches that `b` shares with the account that `places` are of.
pub(super) fn stretches(places: &Places<'_>, b: &Account, cites: Cites) -> Vec<Stretch> {
    let a = places.account;
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = 0;
    while at + SHINGLE <= b.numbers.len() {
        let Some((from, length)) = places.longest(&b.numbers[at..]) else {
            at += 1;
            continue;
        };
        let run = (0..length).map(|step| (from + step, at + step));
        match found.last_mut() {
            Some(stretch) if follows(stretch, (from, at)) => {
                fill(a, b, stretch, (from, at));
                stretch.extend(run);
            }
            _ => found.push(run.collect()),
        }
        at += length;
    }
    found.retain(|stretch| is_dense(stretch) && is_text(a, b, stretch, cites));
    found
}

/// Whether a run that begins at `next` goes on with a stretch.
fn follows(stretch: &Stretch, next: (usize, usize)) -> bool {
    let near = |before: usize, next: usize| next > before && next - before - 1 <= GAP;
    stretch.last().is_some_and(|last| near(last.0, next.0) && near(last.1, next.1))
}

/// Aligns the words between a stretch and the run that begins at `next`.
fn fill(a: &Account, b: &Account, stretch: &mut Stretch, next: (usize, usize)) {
    let Some(last) = stretch.last().copied() else { return };
    let (x, y) = (&a.numbers[last.0 + 1..next.0], &b.numbers[last.1 + 1..next.1]);
    stretch.extend(common(x, y).into_iter().map(|(i, j)| (last.0 + 1 + i, last.1 + 1 + j)));
}

/// The longest common subsequence of a few words.
fn common(x: &[u64], y: &[u64]) -> Vec<(usize, usize)> {
    let width = y.len() + 1;
    let mut lengths = vec![0u16; (x.len() + 1) * width]; // of what follows each pair of places
    for i in (0..x.len()).rev() {
        for j in (0..y.len()).rev() {
            lengths[i * width + j] = if x[i] == y[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < x.len() && j < y.len() {
        if x[i] == y[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Whether a sentence is another in other words: half of the longer one's words stand in both, in
/// one order.
pub(super) fn alike(x: &[u64], y: &[u64]) -> bool {
    common(x, y).len() as f32 >= HALF * x.len().max(y.len()) as f32
}

fn is_dense(stretch: &Stretch) -> bool {
    let Some((first, last)) = stretch.first().zip(stretch.last()) else { return false };
    let longer = (last.0 - first.0).max(last.1 - first.1) + 1;
    stretch.len() as f32 >= DENSE * longer as f32
}

/// Whether enough of a stretch is text: words in runs of at least [`SHINGLE`] that are nobody's
/// speech.
fn is_text(a: &Account, b: &Account, stretch: &Stretch, cites: Cites) -> bool {
    let spoken = |(i, j): (usize, usize)| a.spoken[i] && !cites.a || b.spoken[j] && !cites.b;
    let one_run = |x: &(usize, usize), y: &(usize, usize)| {
        (x.0 + 1, x.1 + 1) == *y && spoken(*x) == spoken(*y)
    };
    let runs = stretch
        .chunk_by(one_run)
        .filter(|run| run.len() >= SHINGLE && !run.first().is_some_and(|first| spoken(*first)));
    let words: Vec<usize> = runs.flatten().map(|(i, _)| *i).collect();
    words.len() >= LEAST && words.iter().filter(|at| a.plain[**at]).count() >= LEAST_PLAIN
}

/// A sentence of a, and the words of b that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// Its place among the sentences of a.
    pub(super) sentence: usize,
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
    /// Whether they are the same word for word.
    pub(super) exact: bool,
}

/// The sentences of `a` that a stretch takes over.
pub(super) fn taken(a: &Account, b: &Account, stretch: &Stretch) -> Vec<Taken> {
    let Some((first, last)) = stretch.first().zip(stretch.last()) else { return Vec::new() };
    let near = |(_, words): &(usize, &Range<usize>)| words.start <= last.0 && words.end > first.0;
    let of_sentence = |(sentence, words): (usize, &Range<usize>)| {
        let from = stretch.partition_point(|pair| pair.0 < words.start);
        let to = stretch.partition_point(|pair| pair.0 < words.end);
        let pairs = stretch.get(from..to)?;
        let (begin, end) = pairs.first().zip(pairs.last())?;
        let there = begin.1..end.1 + 1;
        let exact = pairs.len() == words.len() && there.len() == words.len();
        let enough = pairs.len() as f32 >= HALF * words.len() as f32;
        enough.then(|| Taken { sentence, a: words.clone(), b: whole_sentences(b, &there), exact })
    };
    a.sentences.iter().enumerate().filter(near).filter_map(of_sentence).collect()
}

/// `words` reaching to the ends of the sentences of which they hold half.
fn whole_sentences(account: &Account, words: &Range<usize>) -> Range<usize> {
    let half = |sentence: &&Range<usize>| {
        let inside = sentence.end.min(words.end).saturating_sub(sentence.start.max(words.start));
        inside > 0 && inside as f32 >= HALF * sentence.len() as f32
    };
    let mut held = account.sentences.iter().filter(half);
    let Some(first) = held.next() else { return words.clone() };
    let last = held.next_back().unwrap_or(first);
    first.start.min(words.start)..last.end.max(words.end)
}
