//! Day: one happening, on two days of the week. A number conflict: days are counted too.
//!
//! The constants were chosen, not measured: in 1,586 American
//! articles one event has such a pair.

use std::collections::BTreeSet;

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, side};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::language::english::phrase;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, Tellings, term};
use crate::text::Span;

/// Content words of its name that two happenings must share.
const NAMED: usize = 2;
/// Words after a happening's name that tell which it is.
const AFTER: usize = 6;
/// Days between two articles from which each may mean a week of its own.
const APART: i32 = 3;

/// A happening and its day.
struct Dated<'a, 'e> {
    telling: &'e Telling<'a>,
    day: &'e Word,
    /// The last word of its name: hearing.
    head: Term,
    /// The words of its name: budget hearing.
    name: BTreeSet<Term>,
    clause: Span,
}

/// Happenings that two articles put on two days.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let dated: Vec<Dated> =
        event.sentences().flat_map(|(telling, sentence)| dated(telling, sentence)).collect();
    let mut found = Vec::new();
    for (index, a) in dated.iter().enumerate() {
        found.extend(dated[index + 1..].iter().filter_map(|b| two_days(&dated, a, b)));
    }
    found
}

fn dated<'a, 'e>(telling: &'e Telling<'a>, sentence: &'e Sentence) -> Vec<Dated<'a, 'e>> {
    let words = &sentence.words;
    (0..words.len())
        .filter(|at| is_weekday(&words[*at]))
        .filter_map(|at| happening(telling, words, at))
        .collect()
}

fn is_weekday(word: &Word) -> bool {
    word.tag == Tag::Day && word.capital && word.has(Feature::Day)
}

/// "Wednesday's budget hearing before the board", "her budget hearing on Thursday".
fn happening<'a, 'e>(
    telling: &'e Telling<'a>,
    words: &'e [Word],
    at: usize,
) -> Option<Dated<'a, 'e>> {
    let day = &words[at];
    let of_name = |word: &Word| {
        word.is_content() && matches!(word.tag, Tag::Noun | Tag::Gerund | Tag::Participle)
    };
    let (start, end) = if day.possessive {
        (at + 1, (at + 1..words.len()).find(|i| !of_name(&words[*i])).unwrap_or(words.len()))
    } else {
        let end = if at > 0 && words[at - 1].has(Feature::On) { at - 1 } else { at };
        ((0..end).rev().find(|i| !of_name(&words[*i])).map_or(0, |i| i + 1), end)
    };
    let inside = words.get(start..end)?;
    let name: BTreeSet<Term> = inside.iter().map(term).collect();
    let whose = start.checked_sub(1).filter(|i| phrase::is_determiner(&words[*i])).unwrap_or(start);
    let (from, past) = (whose.min(at), end.max(at + 1));
    let to = words.len().min(past + AFTER);
    let stop = (past..to).find(|i| words[*i].is_mark()).unwrap_or(to);
    let clause = words[from].span.hull(words[stop - 1].span);
    (name.len() >= NAMED).then(|| Dated {
        telling,
        day,
        head: inside.last().map(term).unwrap_or_default(),
        name,
        clause,
    })
}

fn two_days(all: &[Dated], a: &Dated, b: &Dated) -> Option<Finding> {
    let one = a.head == b.head && a.name.intersection(&b.name).count() >= NAMED;
    let (here, there) = (a.telling, b.telling);
    let apart = here
        .article
        .published
        .zip(there.article.published)
        .is_some_and(|(x, y)| x.days_until(y).abs() > APART);
    if !one || here.id == there.id || a.day.stem == b.day.stem || apart {
        return None;
    }
    // An article that knows both days tells of two happenings.
    let knows = |telling: &Telling, other: &Dated| {
        all.iter().any(|known| {
            known.telling.id == telling.id
                && known.head == other.head
                && known.day.stem == other.day.stem
        })
    };
    if knows(here, b) || knows(there, a) {
        return None;
    }
    let shown = |dated: &Dated| {
        let day = dated.day.span.of(&dated.telling.article.text);
        dated.day.language.without_possessive(day).to_owned()
    };
    let why =
        Reason::of(&shown(a), &shown(b), |x, y| format!("one puts it on {x} and the other on {y}"));
    Some(Finding::new(
        ConflictKind::Number,
        Evidence { shared: a.name.intersection(&b.name).count(), ..Evidence::of(Pattern::Day) },
        why,
        side(here, a.clause),
        side(there, b.clause),
    ))
}
