//! Attached: a few quoted words that one article says of one thing and another of another: “frank”
//! of one quarrel, or of the whole supper. A wording conflict: the words agree, what they are said
//! of does not.

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, Stand};
use crate::analysis::language::Feature;
use crate::analysis::language::english::phrase;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::analysis::variant::{Alignment, Utterance};
use crate::text::Span;

/// Words of the shorter form at most: longer ones say themselves what they are about.
const SHORT: usize = 4;

/// Bytes of a full stop or comma and the mark that closes a quotation.
const CLOSING: usize = 4;

/// Quoted words of an event that are attached to two things.
pub(super) fn detect(
    event: &Tellings,
    utterances: &[Utterance],
    alignments: &[Alignment],
) -> Vec<Finding> {
    alignments.iter().filter_map(|alignment| two_things(event, utterances, alignment)).collect()
}

fn two_things(
    event: &Tellings,
    utterances: &[Utterance],
    alignment: &Alignment,
) -> Option<Finding> {
    let (a, b) = (&utterances[alignment.a], &utterances[alignment.b]);
    let who = a.speaker().zip(b.speaker()).filter(|(x, y)| x == y).map(|(x, _)| x)?;
    // Told in another's words on one side, it may be of anything.
    let quoted = |telling: &Telling, word: &Word| telling.is_quoted(word.span.start);
    let all_of = |utterance: &Utterance| {
        utterance.marked && utterance.words.len() <= SHORT && alignment.run == utterance.words.len()
    };
    if !all_of(a) && !all_of(b) {
        return None;
    }
    let (here, there) = (&event.all[a.telling], &event.all[b.telling]);
    let (first, last) = (alignment.pairs.first()?, alignment.pairs.last()?);
    if !quoted(here, a.words[first.0]) || !quoted(there, b.words[first.1]) {
        return None;
    }
    let x = said_of(here, a.words[first.0], a.words[last.0])?;
    let y = said_of(there, b.words[first.1], b.words[last.1])?;
    if x.thing.stem == y.thing.stem {
        return None;
    }
    let shown =
        |telling: &Telling, said: &SaidOf| said.thing.span.of(&telling.article.text).to_owned();
    let words = a.words[first.0].span.hull(a.words[last.0].span).of(&here.article.text);
    let why = Reason::of(&shown(here, &x), &shown(there, &y), |x, y| {
        format!("the quoted words “{words}” are said of the {x} and of the {y}")
    });
    let side = |telling: &Telling, said: &SaidOf| Stand {
        passage: telling.passage(said.clause),
        holder: Some(Holder::Speaker(who)),
    };
    Some(Finding::new(
        ConflictKind::Wording,
        Evidence { shared: alignment.run, ..Evidence::of(Pattern::SaidOfTwo) },
        why,
        side(here, &x),
        side(there, &y),
    ))
}

/// What words are said of.
struct SaidOf<'w> {
    /// The last word of its name.
    thing: &'w Word,
    /// Its name and the words.
    clause: Span,
}

/// What the words from `first` to `last` are said of: the noun right behind them, else the subject
/// of the "is" before them.
fn said_of<'w>(telling: &Telling<'w>, first: &Word, last: &Word) -> Option<SaidOf<'w>> {
    let sentence: &'w Sentence =
        telling.whole.sentences.get(telling.whole.sentence_at(first.span.start)?)?;
    let words = &sentence.words;
    let start = words.iter().position(|word| word.span == first.span)?;
    let end = words.iter().position(|word| word.span == last.span)? + 1;
    let noun = |word: &Word| word.tag == Tag::Noun && word.is_content();
    let behind = &words[end..];
    // "“frank” and noisy quarrel"
    let joined = usize::from(behind.first().is_some_and(|word| word.has(Feature::And)));
    let run = behind.iter().skip(joined).take_while(|word| noun(word)).count();
    if run > 0 {
        let thing = &behind[joined + run - 1];
        return Some(SaidOf { thing, clause: words[start].span.hull(thing.span) });
    }
    let before = (0..start).rev().find(|at| !words[*at].is_mark())?;
    if !words[before].has(Feature::Be) {
        return None;
    }
    let subject = phrase::subject_before(words, 0, before)?;
    let own =
        words[subject.start..subject.end].iter().take_while(|word| !phrase::is_preposition(word));
    let thing = own.filter(|word| noun(word)).last()?;
    // With the mark that closes them.
    let closed =
        telling.marks_around(last.span).filter(|marks| marks.span.end <= last.span.end + CLOSING);
    let until = closed.map_or(words[end - 1].span, |marks| {
        Span::new(marks.span.start.max(words[subject.start].span.start), marks.span.end)
    });
    Some(SaidOf { thing, clause: words[subject.start].span.hull(until) })
}
