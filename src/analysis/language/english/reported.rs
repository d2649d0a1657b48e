//! Reported clauses: what a sentence gives of somebody's words outside of direct speech.
//!
//! Method: each cue verb is tried with the frames that the lexicon gives it (what may begin its
//! content), then as an attribution put into or after its content; cue nouns and `according to`
//! likewise.

use crate::analysis::language::english::clause::{
    content_end, content_start, in_relative_clause, is_closing, main_clause, main_clause_start,
};
use crate::analysis::language::english::complement::{complement, condition, skip_told};
use crate::analysis::language::english::phrase::{
    Phrase, apposed, group_start, is_between, is_opening, is_verb_like, phrase_at, phrase_ending,
    stays_unnamed, subject_before, unnamed_before,
};
use crate::analysis::language::english::saying::{
    is_before_its_noun, is_thing, is_topic, is_unsaid,
};
use crate::analysis::language::{Cue, Feature, Frames, Stance};
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
use crate::text::Span;

/// One attribution found in a stretch of words.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Report {
    /// The content's parts in order, as words of the stretch.
    pub(in crate::analysis) content: Vec<Phrase>,
    pub(in crate::analysis) cue: Span,
    pub(in crate::analysis) source: Option<Span>,
    /// Whether the content is a clause and the cue seldom anything else.
    sure: bool,
    /// Through whom it came: told CNN.
    pub(in crate::analysis) via: Option<Span>,
}

/// A stretch of one sentence, and the attributions in it that are known: cue word and source.
pub(in crate::analysis) struct Stretch<'a> {
    pub(in crate::analysis) words: &'a [Word],
    pub(in crate::analysis) known: Vec<(usize, Option<Span>)>,
}

/// The attributions in `stretch` whose cues are not known already, in order of their cues.
pub(in crate::analysis) fn reports(stretch: &mut Stretch) -> Vec<Report> {
    let mut found = Vec::new();
    for cue in 0..stretch.words.len() {
        if stretch.known.iter().any(|(known, _)| *known == cue) {
            continue;
        }
        let inside = found.iter().any(|report: &Report| {
            report.content.iter().any(|part| part.start <= cue && cue < part.end)
        });
        // What stands inside of another's content counts only where it is a clause of its own: of
        // the others one in five is an attribution (PolNeAR, train).
        if let Some(report) = stretch.report(cue).filter(|report| report.sure || !inside) {
            stretch.known.push((cue, report.source));
            found.push(report);
        }
    }
    found
}

impl Stretch<'_> {
    fn report(&self, at: usize) -> Option<Report> {
        let word = &self.words[at];
        if let Some(cue) = word.cue.filter(|_| is_cue_verb(self.words, at)) {
            return self.verb_report(at, cue);
        }
        if word.cue_noun.is_some() {
            return self.noun_report(at);
        }
        if !word.has(Feature::Attribution) {
            return None;
        }
        self.according(at).or_else(|| self.in_words_of(at))
    }

    /// `NP cue [addressee] [that] clause`, `clause, NP cue`, `NP denied NP`.
    fn verb_report(&self, at: usize, cue: Cue) -> Option<Report> {
        let words = self.words;
        if is_unsaid(words, at) {
            return None;
        }
        let passive = is_passive(words, at) && unnamed_before(words, at).is_none();
        let subject = self.source_of(at, passive);
        let source = subject.map_or(&[][..], |span| words_of(words, span));
        let written = || source.iter().any(|word| word.has(Feature::Document));
        if cue.frames.any(Frames::WRITTEN) && !written() {
            return None;
        }
        // "was asked to leave" gives nobody's words; "I am told" gives those of sources.
        let mine = || {
            subject_before(words, 0, group_start(words, 0, at))
                .is_some_and(|one| words[one.start].has(Feature::FirstSubject))
        };
        if passive && subject.is_none() && is_agentless(words, at) && !mine() {
            return None;
        }
        if is_thing(source) && !words[at].has(Feature::OfText) {
            return None;
        }
        let found = complement(words, at, cue, passive).filter(|_| !is_inverted(words, at));
        if let Some(found) = found
            && (subject.is_some() || passive || !cue.guarded)
        {
            let end = content_end(words, found.start, found.clause);
            let end = main_clause(words, at, found.start, end).unwrap_or(end);
            let end = relative_end(words, at, found.start, end).unwrap_or(end);
            // "repeated her claim that …": the noun reports, not the verb.
            let noun = phrase_at(words, found.start, end).filter(|_| !found.clause).is_some_and(
                |phrase| {
                    words[phrase.end - 1].cue_noun.is_some()
                        && words.get(phrase.end).is_some_and(|next| next.tag == Tag::That)
                },
            );
            let whole =
                !noun && end > found.start && (found.clause || !passive || found.cue_end > at + 1);
            let judged = found.cue_end == at + 1;
            let topic =
                !found.clause && is_topic(&words[found.start..end.max(found.start)], cue, judged);
            if whole && !topic && (subject.is_some() || found.clause || passive) {
                let mut content = vec![Phrase { start: found.start, end }];
                content.splice(0..0, condition(words, at, found));
                return Some(Report {
                    content,
                    cue: words[at].span.hull(words[found.cue_end - 1].span),
                    source: subject,
                    sure: cue.stance == Stance::Denies
                        || found.clause && !cue.guarded && cue.stance != Stance::Judges,
                    via: found.told.and_then(|told| outlet(words, told)),
                });
            }
        }
        if cue.guarded && found.is_some() || !cue.frames.any(Frames::CLAUSE) {
            return None;
        }
        self.put_in(at, cue)
    }

    /// The source of the verb at `at`; of a passive the one after "by".
    pub(in crate::analysis) fn source_of(&self, at: usize, passive: bool) -> Option<Span> {
        let words = self.words;
        if let Some(subject) = unnamed_before(words, at) {
            return Some(subject.span(words));
        }
        if passive {
            let by = words.get(at + 1).is_some_and(|next| next.is("by"));
            return by
                .then(|| phrase_at(words, at + 2, words.len()))
                .flatten()
                .map(|by| by.span(words));
        }
        let start = group_start(words, 0, at);
        let before = start.checked_sub(1).map(|before| &words[before]);
        let shares = match before {
            None => words[at].tag == Tag::Gerund || words[at].tag == Tag::Participle,
            Some(before) => {
                before.tag == Tag::Conjunction
                    || ((before.is(",") || is_closing(before))
                        && start == at
                        && matches!(words[at].tag, Tag::Gerund | Tag::Participle))
                    || (matches!(before.tag, Tag::Preposition | Tag::To)
                        && matches!(words[at].tag, Tag::Gerund | Tag::Plain))
                    || before.tag.is_verb()
            }
        };
        if let Some(made) = self.made_to(at, start) {
            return Some(made.span(words));
        }
        if shares
            || words[at].tag == Tag::Gerund
                && before.is_some_and(|before| before.tag == Tag::Noun)
                && !self.is_personal_before(start)
        {
            return self.shared_subject(
                start,
                words[at].tag == Tag::Gerund
                    && start <= 1
                    && before.is_none_or(|before| before.tag == Tag::Preposition),
            );
        }
        subject_before(words, 0, start).map(|subject| subject.span(words))
    }

    /// Who is made to say it: "led Republicans to say", "left her wondering".
    fn made_to(&self, at: usize, start: usize) -> Option<Phrase> {
        let words = self.words;
        let end = match words[at].tag {
            Tag::Plain if words[at - 1].tag == Tag::To => at - 1,
            Tag::Gerund => start,
            _ => return None,
        };
        let one = phrase_ending(words, 0, end)?;
        let verb = words.get(one.start.checked_sub(1)?)?;
        let makes =
            words[at].tag == Tag::Gerund && verb.tag == Tag::Verb && is_personal(one.of(words))
                || words[at].tag == Tag::Plain && verb.tag.is_verb() && verb.has(Feature::Makes);
        makes.then_some(one)
    }

    /// Whether a phrase for people or a name stands before `end`: "voters saying" and not "a
    /// statement saying".
    fn is_personal_before(&self, end: usize) -> bool {
        phrase_ending(self.words, 0, end).is_some_and(|phrase| is_personal(phrase.of(self.words)))
    }

    /// The subject that a further verb shares: that of the attribution before it, else of the
    /// sentence's first verb; after an opening participle ("Noting that …, Brandt said") that of
    /// the verb that follows.
    fn shared_subject(&self, at: usize, opening: bool) -> Option<Span> {
        let words = self.words;
        if opening {
            let comma = (at..words.len()).find(|i| words[*i].is(","))?;
            let subject = phrase_at(words, comma + 1, words.len())?;
            return Some(subject.span(words));
        }
        if let Some((_, source)) =
            self.known.iter().filter(|(known, _)| *known < at).max_by_key(|(known, _)| *known)
        {
            return *source;
        }
        let from = main_clause_start(words, at);
        let subject = (from..at)
            .filter(|i| words[*i].tag.is_finite() && !in_relative_clause(words, *i))
            .find_map(|verb| subject_before(words, from, verb));
        let Some(subject) = subject else {
            // "After being fined for claiming that …, the board paid"
            let opens = from == 0 && words[0].tag == Tag::Preposition;
            let comma = (at..words.len()).find(|i| opens && words[*i].is(","));
            let subject = comma.and_then(|comma| phrase_at(words, comma + 1, words.len()));
            return subject.or_else(|| self.set_off(from, at)).map(|subject| subject.span(words));
        };
        if !is_thing(subject.of(words)) {
            return Some(subject.span(words));
        }
        // "The letter comes after a judge ruled against it, saying …": of things nobody's word.
        let near = (from..at).rev().filter(|i| words[*i].tag.is_finite()).find_map(|verb| {
            let one = subject_before(words, from, group_start(words, from, verb))?;
            (is_personal(one.of(words)) && !is_thing(one.of(words))).then_some(one)
        });
        Some(near.unwrap_or(subject).span(words))
    }

    /// Whose further verb at `at` it is where the verb before it has no subject that the rules know:
    /// of "Lund flat out denies it, saying that …" what the sentence begins with, of "along comes
    /// Ada Lund, saying that …" the name before the comma.
    fn set_off(&self, from: usize, at: usize) -> Option<Phrase> {
        let words = self.words;
        let comma = at.checked_sub(1).filter(|comma| words[*comma].is(","))?;
        let name = phrase_ending(words, from, comma)
            .filter(|name| words[name.end - 1].tag == Tag::Name && name.start > from + 1)
            .filter(|name| is_verb_like(&words[name.start - 1]));
        name.or_else(|| {
            let first = phrase_at(words, from, comma)?;
            let named = first.of(words).iter().take_while(|word| word.tag == Tag::Name).count();
            let end = if named > 0 { first.start + named } else { first.end };
            let first = Phrase { end, ..first };
            let alone = words[first.start].has(Feature::StandsAlone);
            (alone || is_personal(first.of(words))).then_some(first)
        })
    }

    /// `A, NP cue, B` and `A, cue NP`: an attribution put into or after its content, with the cue
    /// at `at`.
    fn put_in(&self, at: usize, cue: Cue) -> Option<Report> {
        let words = self.words;
        if !matches!(words[at].tag, Tag::Verb | Tag::Participle | Tag::Noun) {
            return None;
        }
        let start = group_start(words, 0, at);
        let after = skip_told(words, at + 1, cue);
        let closes = |i: usize| {
            words.get(i).is_none_or(|next| {
                matches!(next.folded.as_str(), "," | "." | "—" | "–" | ";" | "?" | "!" | "-")
            })
        };
        let is_mark = |i: usize| {
            matches!(
                words[i].folded.as_str(),
                "," | "—" | "–" | "-" | "?" | "!" | "”" | "\"" | "’" | "'"
            )
        };
        // A, said NP
        if start == at
            && at > 1
            && is_mark(at - 1)
            && !words[at - 1].is("-")
            && !cue.frames.any(Frames::ADDRESSEE)
            && let Some(subject) = phrase_at(words, at + 1, words.len())
                .filter(|subject| !words[subject.start].tag.is_finite())
        {
            let source = subject.span(words);
            return self.around(at - 1, subject.end, words[at].span, Some(source));
        }
        let subject = subject_before(words, 0, start)?;
        let opens = subject.start.checked_sub(1)?;
        let as_put = words[opens].is("as") && opens > 0;
        if words[opens].is("as") && opens == 0 {
            // As the Post reported, …
            let comma = (after..words.len().min(after + 8)).find(|i| words[*i].is(","))?;
            let content =
                vec![Phrase { start: comma + 1, end: content_end(words, comma + 1, true) }];
            let long = content[0].end > comma + 3;
            return long.then(|| Report {
                content,
                cue: words[at].span,
                source: Some(subject.span(words)),
                sure: true,
                via: None,
            });
        }
        let opens = if as_put { opens - 1 } else { opens };
        if cue.guarded && !closes(after)
            || words[at].tag == Tag::Participle && is_passive(words, at)
        {
            return None;
        }
        is_mark(opens)
            .then(|| self.around(opens, after, words[at].span, Some(subject.span(words))))?
    }

    /// The report whose content stands before the mark at `mark` and after `after`, around an
    /// attribution.
    fn around(&self, mark: usize, after: usize, cue: Span, source: Option<Span>) -> Option<Report> {
        let words = self.words;
        let start = content_start(words, mark);
        let mut content = Vec::new();
        if mark > start {
            content.push(Phrase { start, end: mark });
        }
        // Of "A, she said, B" both belong to it, unless B says more of her or is a report of its
        // own.
        let mut next = after;
        while words.get(next).is_some_and(is_between) {
            next += 1;
        }
        let resumes =
            words.get(next).is_some_and(|word| word.is(",") || word.is("—") || word.is("–"))
                && words.get(next + 1).is_some_and(|word| {
                    !(word.tag == Tag::Relative
                        || word.tag == Tag::Gerund
                        || word.tag == Tag::Participle
                        || word.is("but")
                        || word.is("while"))
                });
        if resumes {
            let end = content_end(words, next + 1, true);
            let second = Phrase { start: next + 1, end };
            let short = content
                .iter()
                .all(|first: &Phrase| first.end - first.start < 2 * (end.max(next + 1) - next - 1));
            let predicate =
                matches!(words[next + 1].tag, Tag::Conjunction | Tag::Auxiliary | Tag::Verb);
            if end > next + 2 && (short || predicate) {
                content.push(second);
            }
        }
        // "In a letter, Brandt wrote:" says nothing yet.
        let told = |part: &Phrase| {
            let place = part
                .of(words)
                .first()
                .is_some_and(|first| matches!(first.tag, Tag::Preposition | Tag::To));
            part.of(words).iter().skip(1).any(|word| !place && is_verb_like(word))
                || part.of(words).iter().any(|word| {
                    word.tag.is_verb()
                        || word.tag.is_finite()
                        || word.contraction.is_some()
                        || is_opening(word)
                })
        };
        let enough = content.iter().map(|part| part.end - part.start).sum::<usize>() > 2
            && content.iter().any(told);
        enough.then_some(Report { content, cue, source, sure: true, via: None })
    }

    /// `Putin’s assurances that …`, `her claim that …`
    fn noun_report(&self, at: usize) -> Option<Report> {
        let words = self.words;
        // "the announcement on Monday that", "accusations from the board that"
        let mut that = at + 1;
        while words.get(that).is_some_and(|word| word.tag == Tag::Day) {
            that += 1;
        }
        let maker = words
            .get(that)
            .filter(|word| word.has(Feature::Maker))
            .and_then(|_| phrase_at(words, that + 1, words.len()));
        that = maker.map_or(that, |maker| maker.end);
        if !words.get(that).is_some_and(|next| next.tag == Tag::That) {
            return None;
        }
        // "that" of a relative clause has the verb beside it: "the claim that was made".
        if words.get(that + 1).is_none_or(|next| next.tag.is_finite() || next.is_mark()) {
            return None;
        }
        let noun = phrase_ending(words, 0, at + 1)?;
        let owner = (noun.start..at)
            .rev()
            .find(|i| words[*i].possessive || words[*i].has(Feature::Possessive));
        // "full faith in the board’s claim that": the board’s.
        let source = owner.map(|owner| {
            let apart =
                |i: &usize| words[*i].tag == Tag::Preposition && !words[*i].has(Feature::Of);
            let start = (noun.start..owner).rev().find(apart).map_or(noun.start, |apart| apart + 1);
            Phrase { start, end: owner + 1 }
        });
        let source = source.or(maker);
        // "Reports that it may fall" are nobody's.
        source?;
        let source = source.map(|source| source.span(words));
        let end = content_end(words, that, true);
        (end > that + 2).then(|| Report {
            content: vec![Phrase { start: that, end }],
            cue: words[at].span,
            source,
            sure: source.is_some(),
            via: None,
        })
    }

    /// `according to NP`: the clause before it, or after its comma, or both.
    fn according(&self, at: usize) -> Option<Report> {
        let words = self.words;
        let link = according_to(words, at)?;
        let mut after = link.1.end;
        // ", according to Ada Lund, the head of works, …"
        while words.get(after).is_some_and(|word| {
            matches!(
                word.tag,
                Tag::Preposition | Tag::To | Tag::Participle | Tag::Relative | Tag::Verb
            )
        }) {
            match (after..words.len()).find(|i| words[*i].is_mark()) {
                Some(mark) => after = mark,
                None => after = words.len(),
            }
        }
        if at <= 1 {
            let comma = (after..words.len()).find(|i| words[*i].is(","))?;
            let end = content_end(words, comma + 1, true);
            let content = vec![Phrase { start: comma + 1, end }];
            return (end > comma + 3).then(|| Report {
                content,
                cue: link.0,
                source: Some(link.1.span(words)),
                sure: true,
                via: None,
            });
        }
        let mark = if words[at - 1].is(",") || words[at - 1].is("—") { at - 1 } else { at };
        self.around(mark, after, link.0, Some(link.1.span(words)))
    }

    /// `to use Holt’s words, …`, `in her telling, …`
    fn in_words_of(&self, at: usize) -> Option<Report> {
        let words = self.words;
        if !(words[at].is("in") || words[at].is("use")) {
            return None;
        }
        let telling =
            (at + 1..(at + 6).min(words.len())).find(|i| words[*i].has(Feature::Telling))?;
        if telling == at + 1 || !words.get(telling + 1)?.is(",") {
            return None;
        }
        let source = phrase_ending(words, at + 1, telling)?;
        if !words[source.end - 1].possessive && !words[source.end - 1].has(Feature::Possessive) {
            return None;
        }
        let end = content_end(words, telling + 2, true);
        (end > telling + 2).then(|| Report {
            content: vec![Phrase { start: telling + 2, end }],
            cue: words[at].span.hull(words[telling].span),
            source: Some(source.span(words)),
            sure: false,
            via: None,
        })
    }
}

/// Whether the cue form at `at` is a verb here.
pub(in crate::analysis) fn is_cue_verb(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let opens = at == 0 && matches!(word.tag, Tag::Gerund | Tag::Participle | Tag::Verb);
    word.cue.is_some_and(|cue| {
        word.tag.is_verb()
            || !cue.guarded && word.tag == Tag::Noun && !word.possessive && !noun_before(words, at)
    }) && (!word.capital || opens)
        && !stays_unnamed(words, at)
        && !is_before_its_noun(words, at)
}

/// Of "the man who Brandt says closed it denies that" where the content of "says" ends: before the
/// verb of the man.
fn relative_end(words: &[Word], at: usize, start: usize, end: usize) -> Option<usize> {
    let first = words.get(start)?.tag;
    if start != at + 1 || !(first.is_finite() || first == Tag::Participle) {
        return None;
    }
    let (mut next, mut helped) = (start + 1, first == Tag::Auxiliary);
    while next < end {
        let word = &words[next];
        if matches!(word.tag, Tag::Mark | Tag::Conjunction | Tag::Relative | Tag::That)
            || word.has(Feature::OpensClause)
        {
            return None;
        }
        if word.tag.is_finite() && !helped {
            return Some(next);
        }
        helped &= word.tag == Tag::Adverb || word.tag == Tag::Negation;
        next += 1;
    }
    None
}

/// The outlet or agency in a phrase for who was told: "the Courier", and "the Courier’s" of "the
/// Courier’s Ada Lund".
fn outlet(words: &[Word], told: Phrase) -> Option<Span> {
    let alone = told.end == told.start + 1;
    let named = |at: &usize| {
        let word = &words[*at];
        word.capital && (word.has(Feature::Outlet) || alone && word.has(Feature::ThreeLetters))
    };
    let last = (told.start..told.end).rev().find(named)?;
    let (outlet, next) = (&words[last], words.get(last + 1).filter(|_| last + 1 < told.end));
    let whole = outlet.possessive || next.is_none_or(|next| !next.capital || next.is_mark());
    whole.then(|| Phrase { start: told.start, end: last + 1 }.span(words))
}

/// The words that lie in `span`.
fn words_of(words: &[Word], span: Span) -> &[Word] {
    let from = words.partition_point(|word| word.span.start < span.start);
    let to = words.partition_point(|word| word.span.end <= span.end);
    words.get(from..to).unwrap_or_default()
}

fn noun_before(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let before = &words[before];
        matches!(before.tag, Tag::Determiner | Tag::Preposition | Tag::Number) || before.possessive
    })
}

/// Whether the verb at `at` is a passive: was asked, "; asked by reporters".
pub(in crate::analysis) fn is_passive(words: &[Word], at: usize) -> bool {
    if words[at].tag != Tag::Participle && !words.get(at + 1).is_some_and(|next| next.is("by")) {
        return false;
    }
    let helper =
        words[..at].iter().rev().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation));
    match helper {
        Some(helper) if helper.tag == Tag::Auxiliary => helper.has(Feature::Be),
        Some(helper) => helper.contraction.is_none_or(|end| end == "re" || end == "m"),
        None => true,
    }
}

/// Whether a passive has its helper, or opens its clause: "was asked", "Asked about it, she left".
fn is_agentless(words: &[Word], at: usize) -> bool {
    let helper =
        words[..at].iter().rposition(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation));
    helper.is_none_or(|helper| {
        let helper = &words[helper];
        helper.has(Feature::Be)
            || helper.contraction.is_some()
            || helper.is_mark()
            || helper.has(Feature::OpensClause)
    })
}

/// Whether a phrase is a name, a pronoun or a noun for people.
pub(in crate::analysis) fn is_personal(words: &[Word]) -> bool {
    words.iter().any(|word| {
        word.tag == Tag::Name || word.tag == Tag::Pronoun || word.is_role() || word.is_unnamed()
    })
}

/// Whether the verb at `at` follows what was said and comes before its subject: “…,” says Ada Lund,
/// the head of works.
fn is_inverted(words: &[Word], at: usize) -> bool {
    let after_mark =
        at.checked_sub(1).is_some_and(|before| words[before].is(",") || is_closing(&words[before]));
    let subject = phrase_at(words, at + 1, words.len())
        .filter(|subject| after_mark && is_personal(subject.of(words)));
    // "Bo Rask, her deputy, said Ada Lund, the mayor, knew"
    let named = |before: usize| {
        words[before].is(",")
            && apposed(words, 0, before).is_some_and(|name| words[name.start].tag == Tag::Name)
    };
    words[at].tag == Tag::Verb
        && !at.checked_sub(1).is_some_and(named)
        && subject.is_some_and(|subject| {
            words.get(subject.end).is_none_or(|next| {
                next.is_mark() || matches!(next.tag, Tag::Preposition | Tag::Relative)
            })
        })
}

/// `according to NP` at `at`: the cue's bytes and the source.
pub(in crate::analysis) fn according_to(words: &[Word], at: usize) -> Option<(Span, Phrase)> {
    let to = words.get(at + 1)?;
    if !(words.get(at)?.is("according") && to.is("to")) {
        return None;
    }
    let source = phrase_at(words, at + 2, words.len())?;
    Some((words[at].span.hull(to.span), source))
}
