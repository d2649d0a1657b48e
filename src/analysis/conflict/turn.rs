//! Turn: one holder's clause or sentence, and whose it is: who is quoted in it, else the subject of
//! its verb of saying or answering, else the outlet. The rules that set what stands close together
//! against each other share it.
//!
//! A holder is a person, a body, a noun for a group or for what people say, or evidence that shows;
//! whoever is only asked holds nothing.

use std::ops::Range;

use crate::analysis::Quote;
use crate::analysis::clause::Clause;
use crate::analysis::conflict::Stand;
use crate::analysis::language::english::phrase::Phrase;
use crate::analysis::language::{Feature, Stance};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::text::Span;

/// Bytes of the longest turn that is a side: a longer one holds more than one point.
const LONGEST: usize = 420;
/// Words of the shortest turn.
const FEWEST: usize = 4;
/// Share of a turn that a quote must cover so that the turn is the speaker's.
const QUOTED: f32 = 0.4;
/// Words from the beginning in which "however" sets a turn against the one before.
const EARLY: usize = 8;

/// One holder's clause or sentence.
pub(super) struct Turn<'a, 'e> {
    pub(super) telling: &'e Telling<'a>,
    pub(super) sentence: usize,
    pub(super) words: &'e [Word],
    pub(super) range: Range<usize>,
    pub(super) span: Span,
    pub(super) holder: Option<Holder>,
    /// The word that sets it against the turn before it.
    pub(super) against: Option<usize>,
}

impl Turn<'_, '_> {
    pub(super) fn own(&self) -> &[Word] {
        &self.words[self.range.clone()]
    }

    pub(super) fn has(&self, feature: Feature) -> bool {
        self.own().iter().any(|word| word.has(feature))
    }

    pub(super) fn clauses(&self) -> impl Iterator<Item = &Clause> {
        let sentence = &self.telling.prose.sentences[self.sentence];
        self.telling.clauses(sentence).iter().filter(|clause| self.range.contains(&clause.verb))
    }

    /// Whether it is too long for a side.
    pub(super) fn is_long(&self) -> bool {
        self.span.len() >= LONGEST
    }

    /// Whether it tells that somebody says nothing.
    pub(super) fn is_silent(&self) -> bool {
        self.has(Feature::Comment)
    }

    /// The side that it takes.
    pub(super) fn stand(&self) -> Stand {
        Stand { passage: self.telling.passage(self.span), holder: self.holder.clone() }
    }

    /// The words of `word` as they stand, in small letters.
    pub(super) fn lowercase(&self, word: &Word) -> String {
        word.span.of(&self.telling.article.text).to_lowercase()
    }

    /// Whether it holds the last word of what a holder is called.
    pub(super) fn names(&self, event: &Tellings, holder: &Holder) -> bool {
        let Some(last) = event.called(holder).split_whitespace().next_back() else { return false };
        let text = &self.telling.article.text;
        self.own().iter().any(|word| word.span.of(text).starts_with(last))
    }

    /// Whether it tells that somebody asks.
    pub(super) fn asks(&self) -> bool {
        self.clauses().any(|clause| clause.stance == Some(Stance::Asks))
    }

    /// Where its first verb of saying stands, in words from its beginning.
    pub(super) fn says(&self) -> Option<usize> {
        self.own().iter().position(|word| {
            word.cue.is_some() && matches!(word.tag, Tag::Verb | Tag::Participle | Tag::Gerund)
        })
    }

    /// Whether it has a verb of saying that does more than ask or agree.
    pub(super) fn states(&self) -> bool {
        let states = |word: &Word| {
            let cue = word.cue.as_ref().filter(|_| word.tag.is_verb() && word.tag != Tag::Plain);
            cue.is_some_and(|cue| !matches!(cue.stance, Stance::Asks | Stance::Endorses))
        };
        self.own().iter().any(states)
    }

    /// Whether a verb of answering is its own: told, and not denied.
    pub(super) fn rebuts(&self) -> bool {
        let told = |clause: &&Clause| !clause.negated && !clause.mood.is_hedged();
        self.clauses().filter(told).any(|clause| answers(self.words, clause.verb))
            || self.has(Feature::Untenable)
    }

    /// Whether a word of it opposes something: not, wrong, denied.
    pub(super) fn opposes(&self) -> bool {
        self.own().iter().any(opposes)
    }

    /// Which share of it stands in quotation marks.
    pub(super) fn quoted(&self) -> f32 {
        let inside = self.own().iter().filter(|word| self.telling.is_quoted(word.span.start));
        inside.count() as f32 / self.range.len().max(1) as f32
    }
}

/// Whether a word opposes something.
pub(super) fn opposes(word: &Word) -> bool {
    let opposing =
        [Feature::Rebuts, Feature::Attacks, Feature::Untenable, Feature::Denies, Feature::Rejects];
    word.is_negation() || opposing.iter().any(|feature| word.has(*feature))
}

/// Whether the verb at `at` answers: denied, hit back.
pub(super) fn answers(words: &[Word], at: usize) -> bool {
    words[at].has(Feature::Rebuts)
        || words[at].has(Feature::HitsBack)
            && words.get(at + 1).is_some_and(|next| next.has(Feature::Back))
}

/// The turns of each article of an event, in order.
pub(super) fn of_event<'a, 'e>(event: &'e Tellings<'a>) -> Vec<Vec<Turn<'a, 'e>>> {
    let of_article = |telling: &'e Telling<'a>| {
        let sentences = telling.prose.sentences.iter().enumerate();
        sentences.flat_map(|(at, sentence)| turns(telling, at, sentence)).collect()
    };
    event.all.iter().map(of_article).collect()
}

/// The turns of a sentence.
fn turns<'a, 'e>(
    telling: &'e Telling<'a>,
    number: usize,
    sentence: &'e Sentence,
) -> Vec<Turn<'a, 'e>> {
    let words = &sentence.words;
    if words.len() < FEWEST || words.last().is_some_and(|word| word.is("?")) {
        return Vec::new();
    }
    let outside = |at: usize| !telling.is_quoted(words[at].span.start);
    let mut cuts = vec![0];
    // "While she calls it safe, the union …": the first clause to its comma.
    let fronted = words[0].has(Feature::Fronts);
    if fronted {
        let opens = |word: &Word| {
            word.capital || matches!(word.tag, Tag::Pronoun | Tag::Determiner) || word.is_mark()
        };
        let comma = (1..words.len() - 1)
            .find(|at| words[*at].is(",") && outside(*at) && opens(&words[at + 1]));
        cuts.extend(comma.map(|comma| comma + 1));
    }
    let joins = |at: &usize| {
        words[at - 1].is_mark()
            && words[*at].has(Feature::SetsAgainst)
            && outside(*at)
            && !words.get(at + 1).is_some_and(|next| next.is(","))
    };
    if cuts.len() == 1 {
        cuts.extend((2..words.len()).filter(joins));
    }
    cuts.push(words.len());
    let turn = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let is_opener = |at: &usize| words[*at].has(Feature::SetsAgainst) && outside(*at);
        let opener = Some(from).filter(is_opener).filter(|_| from > 0 || !fronted);
        let aside = || {
            (from + 1..to.min(from + EARLY)).find(|at| {
                is_opener(at)
                    && words[at - 1].is(",")
                    && words.get(at + 1).is_some_and(|next| next.is(","))
            })
        };
        let main = || (fronted && from > 0 && pair[0] == cuts[1]).then_some(0);
        let against = opener.or_else(main).or_else(aside);
        let skip = usize::from(opener.is_some() || fronted && from == 0);
        let marks = |word: &&Word| word.is_mark() && !word.is("“") && !word.is("\"");
        let start = from + skip + words[from + skip..to].iter().take_while(marks).count();
        let end = to - words[start..to].iter().rev().take_while(|word| word.is(",")).count();
        let own = words.get(start..end).filter(|own| own.len() >= FEWEST)?;
        let span = own.first()?.span.hull(own.last()?.span);
        let mut turn = Turn {
            telling,
            sentence: number,
            words,
            range: start..end,
            span,
            holder: None,
            against,
        };
        turn.holder = holder(&turn);
        Some(turn)
    };
    cuts.windows(2).filter_map(turn).collect()
}

/// Who holds a turn: who is quoted in it, else the subject of its verb of saying or answering.
fn holder(turn: &Turn) -> Option<Holder> {
    let telling = turn.telling;
    let length = |quote: &Quote| -> usize {
        let inside = quote.content.iter().filter_map(|part| part.intersect(turn.span));
        inside.map(Span::len).sum()
    };
    let given = |quote: &&Quote| {
        let cue = quote.cue.is_some_and(|cue| turn.span.covers(cue));
        let share = length(quote) as f32 / turn.span.len().max(1) as f32;
        cue || share >= QUOTED
    };
    // Direct speech of nobody that is known is not the subject's of another verb.
    let best = telling.quotes_near(turn.span).filter(given).max_by_key(|quote| length(quote));
    if let Some(speaker) = best.and_then(|quote| quote.speaker) {
        return Some(Holder::Speaker(speaker));
    }
    let words = turn.words;
    let named = |clause: &Clause| {
        let acts = clause.stance.is_some()
            || answers(words, clause.verb)
            || words[clause.verb].has(Feature::Attacks)
            || words[clause.verb].has(Feature::Shows);
        let passive = words[clause.group..clause.verb].iter().any(|word| word.has(Feature::Be))
            && words[clause.verb].tag == Tag::Participle;
        let subject = clause.subject.filter(|subject| {
            acts && !passive
                && !clause.mood.is_hedged()
                && clause.stance != Some(Stance::Asks)
                && subject.start >= turn.range.start
                && !telling.is_quoted(words[clause.verb].span.start)
        })?;
        let shows = words[clause.verb].has(Feature::Shows);
        let name = subject.span(words).of(&telling.article.text);
        is_holder(words, subject, shows).then(|| Holder::Called(name.to_owned()))
    };
    turn.clauses().find_map(named)
}

/// "But he said", "but his lawyer said", "but she also": the same side goes on.
pub(super) fn is_of_the_same_side(answer: &Turn) -> bool {
    let Some(first) = answer.own().first() else { return true };
    let pronoun = first.tag == Tag::Pronoun && answer.range.start > 0;
    let his = first.has(Feature::StandsFor) || first.has(Feature::Possessive);
    pronoun || his
}

/// Whether a subject can hold a view: a person, a body, a group; what shows something, where its
/// verb says so or it is a text.
pub(super) fn is_holder(words: &[Word], subject: Phrase, shows: bool) -> bool {
    let of = |word: &Word| matches!(word.tag, Tag::Preposition | Tag::To);
    let own = subject.of(words);
    let head = own.iter().skip(1).position(of).map_or(own, |at| &own[..=at]);
    head.last().is_some_and(|last| {
        let text = last.has(Feature::Exhibit) || last.has(Feature::Document);
        let somebody = last.capital
            || last.is_role()
            || last.is_unnamed()
            || last.has(Feature::Speaks)
            || last.has(Feature::Collective);
        last.tag != Tag::Pronoun && last.tag.is_nominal() && (somebody || shows && text)
    })
}
