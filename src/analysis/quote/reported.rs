//! Reported clauses: what a sentence gives of somebody's words outside of direct speech.
//!
//! Method: each cue verb is tried with the frames that the lexicon gives it (what may begin its content), then as an
//! attribution put into or after its content; cue nouns and `according to` likewise. Where a content ends was measured on
//! PolNeAR's training part (6,000 attributions with a speech verb): with the sentence in four cases of five, else
//! mostly at `, which`, `, while`, `, saying`, `, but he`, or where the speaker's next verb follows.

use crate::analysis::lexicon::{Class, Cue, Frames, Stance};
use crate::analysis::prose::Word;
use crate::analysis::quote::phrase::{
    Phrase, apposed, begins_clause, group_start, is_between, is_opening, phrase_at, phrase_ending, subject_before,
};
use crate::analysis::tag::Tag;
use crate::text::Span;

/// One attribution found in a stretch of words.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// The content's parts in order, as words of the stretch.
    pub(super) content: Vec<Phrase>,
    pub(super) cue: Span,
    pub(super) source: Option<Span>,
    /// Whether the content is a clause and the cue seldom anything else.
    sure: bool,
    /// Through whom it came: told CNN.
    pub(super) via: Option<Span>,
}

/// A stretch of one sentence, and the attributions in it that are known: cue word and source.
pub(super) struct Stretch<'a> {
    pub(super) words: &'a [Word],
    pub(super) known: Vec<(usize, Option<Span>)>,
}

/// The attributions in `stretch` whose cues are not known already, in order of their cues.
pub(super) fn reports(stretch: &mut Stretch) -> Vec<Report> {
    let mut found = Vec::new();
    for cue in 0..stretch.words.len() {
        if stretch.known.iter().any(|(known, _)| *known == cue) {
            continue;
        }
        let inside = found.iter().any(|report: &Report| report.content.iter().any(|part| part.start <= cue && cue < part.end));
        // What stands inside of another's content counts only where it is a clause of its own: of the others one in five is
        // an attribution (PolNeAR, train).
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
        if !word.can_be(Class::Attribution) {
            return None;
        }
        self.according(at).or_else(|| self.in_words_of(at))
    }

    /// `NP cue [addressee] [that] clause`, `clause, NP cue`, `NP denied NP`.
    fn verb_report(&self, at: usize, cue: Cue) -> Option<Report> {
        let words = self.words;
        let passive = is_passive(words, at);
        let subject = self.source_of(at, passive);
        let found = complement(words, at, cue, passive).filter(|_| !is_inverted(words, at));
        if let Some(found) = found
            && (subject.is_some() || passive || !cue.guarded)
        {
            let end = content_end(words, found.start, found.clause);
            let end = main_clause(words, at, found.start, end).unwrap_or(end);
            // "repeated her claim that …": the noun reports, not the verb.
            let noun = phrase_at(words, found.start, end).filter(|_| !found.clause).is_some_and(|phrase| {
                words[phrase.end - 1].cue_noun.is_some() && words.get(phrase.end).is_some_and(|next| next.tag == Tag::That)
            });
            let whole = !noun && end > found.start && (found.clause || !passive || found.cue_end > at + 1);
            if whole && (subject.is_some() || found.clause || passive) {
                let mut content = vec![Phrase { start: found.start, end }];
                content.splice(0..0, condition(words, at, found));
                return Some(Report {
                    content,
                    cue: words[at].span.hull(words[found.cue_end - 1].span),
                    source: subject,
                    sure: cue.stance == Stance::Denies || found.clause && !cue.guarded && cue.stance != Stance::Judges,
                    via: found.told.map(|told| told.span(words)).filter(|_| found.told.is_some_and(|told| words[told.start].capital)),
                });
            }
        }
        if cue.guarded && found.is_some() || !cue.frames.any(Frames::CLAUSE) {
            return None;
        }
        self.put_in(at, cue)
    }

    /// The source of the verb at `at`; of a passive the one after "by".
    pub(super) fn source_of(&self, at: usize, passive: bool) -> Option<Span> {
        let words = self.words;
        if passive {
            let by = words.get(at + 1).is_some_and(|next| next.is("by"));
            return by.then(|| phrase_at(words, at + 2, words.len())).flatten().map(|by| by.span(words));
        }
        let start = group_start(words, 0, at);
        let before = start.checked_sub(1).map(|before| &words[before]);
        let shares = match before {
            None => words[at].tag == Tag::Gerund || words[at].tag == Tag::Participle,
            Some(before) => {
                before.tag == Tag::Conjunction
                    || ((before.is(",") || is_closing(before)) && start == at && matches!(words[at].tag, Tag::Gerund | Tag::Participle))
                    || (matches!(before.tag, Tag::Preposition | Tag::To) && matches!(words[at].tag, Tag::Gerund | Tag::Plain))
                    || before.tag.is_verb()
            }
        };
        if let Some(made) = self.made_to(at, start) {
            return Some(made.span(words));
        }
        if shares || words[at].tag == Tag::Gerund && before.is_some_and(|before| before.tag == Tag::Noun) && !self.is_personal_before(start)
        {
            return self.shared_subject(
                start,
                words[at].tag == Tag::Gerund && start <= 1 && before.is_none_or(|before| before.tag == Tag::Preposition),
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
        let makes = words[at].tag == Tag::Gerund && verb.tag == Tag::Verb && is_personal(one.of(words))
            || words[at].tag == Tag::Plain && verb.tag.is_verb() && MAKES.contains(&verb.stem.as_str());
        makes.then_some(one)
    }

    /// Whether a phrase for people or a name stands before `end`: "voters saying" and not "a statement saying".
    fn is_personal_before(&self, end: usize) -> bool {
        phrase_ending(self.words, 0, end).is_some_and(|phrase| is_personal(phrase.of(self.words)))
    }

    /// The subject that a further verb shares: that of the attribution before it, else of the sentence's first verb;
    /// after an opening participle ("Noting that …, Brandt said") that of the verb that follows.
    fn shared_subject(&self, at: usize, opening: bool) -> Option<Span> {
        let words = self.words;
        if opening {
            let comma = (at..words.len()).find(|i| words[*i].is(","))?;
            let subject = phrase_at(words, comma + 1, words.len())?;
            return Some(subject.span(words));
        }
        if let Some((_, source)) = self.known.iter().filter(|(known, _)| *known < at).max_by_key(|(known, _)| *known) {
            return *source;
        }
        let from = main_clause_start(words, at);
        let verb = (from..at).find(|i| words[*i].tag.is_finite() && !in_relative_clause(words, *i))?;
        subject_before(words, from, verb).map(|subject| subject.span(words))
    }

    /// `A, NP cue, B` and `A, cue NP`: an attribution put into or after its content, with the cue at `at`.
    fn put_in(&self, at: usize, cue: Cue) -> Option<Report> {
        let words = self.words;
        if !matches!(words[at].tag, Tag::Verb | Tag::Participle | Tag::Noun) {
            return None;
        }
        let start = group_start(words, 0, at);
        let after = skip_told(words, at + 1, cue);
        let closes =
            |i: usize| words.get(i).is_none_or(|next| matches!(next.folded.as_str(), "," | "." | "—" | "–" | ";" | "?" | "!" | "-"));
        let is_mark = |i: usize| matches!(words[i].folded.as_str(), "," | "—" | "–" | "-" | "?" | "!" | "”" | "\"" | "’" | "'");
        // A, said NP
        if start == at && at > 1 && is_mark(at - 1) && !words[at - 1].is("-") && !cue.frames.any(Frames::ADDRESSEE) {
            let subject = phrase_at(words, at + 1, words.len()).filter(|subject| !words[subject.start].tag.is_finite())?;
            let source = subject.span(words);
            return self.around(at - 1, subject.end, words[at].span, Some(source));
        }
        let subject = subject_before(words, 0, start)?;
        let opens = subject.start.checked_sub(1)?;
        let as_put = words[opens].is("as") && opens > 0;
        if words[opens].is("as") && opens == 0 {
            // As the Post reported, …
            let comma = (after..words.len().min(after + 8)).find(|i| words[*i].is(","))?;
            let content = vec![Phrase { start: comma + 1, end: content_end(words, comma + 1, true) }];
            let long = content[0].end > comma + 3;
            return long.then(|| Report { content, cue: words[at].span, source: Some(subject.span(words)), sure: true, via: None });
        }
        let opens = if as_put { opens - 1 } else { opens };
        if cue.guarded && !closes(after) || words[at].tag == Tag::Participle && is_passive(words, at) {
            return None;
        }
        is_mark(opens).then(|| self.around(opens, after, words[at].span, Some(subject.span(words))))?
    }

    /// The report whose content stands before the mark at `mark` and after `after`, around an attribution.
    fn around(&self, mark: usize, after: usize, cue: Span, source: Option<Span>) -> Option<Report> {
        let words = self.words;
        let start = content_start(words, mark);
        let mut content = Vec::new();
        if mark > start {
            content.push(Phrase { start, end: mark });
        }
        // Of "A, she said, B" both belong to it, unless B says more of her or is a report of its own.
        let mut next = after;
        while words.get(next).is_some_and(is_between) {
            next += 1;
        }
        let resumes = words.get(next).is_some_and(|word| word.is(",") || word.is("—") || word.is("–"))
            && words.get(next + 1).is_some_and(|word| {
                !(word.tag == Tag::Relative || word.tag == Tag::Gerund || word.tag == Tag::Participle || word.is("but") || word.is("while"))
            });
        if resumes {
            let end = content_end(words, next + 1, true);
            let second = Phrase { start: next + 1, end };
            let short = content.iter().all(|first: &Phrase| first.end - first.start < 2 * (end.max(next + 1) - next - 1));
            let predicate = matches!(words[next + 1].tag, Tag::Conjunction | Tag::Auxiliary | Tag::Verb);
            if end > next + 2 && (short || predicate) {
                content.push(second);
            }
        }
        // "In a letter, Brandt wrote:" says nothing yet.
        let told = |part: &Phrase| {
            part.of(words).iter().any(|word| word.tag.is_verb() || word.tag.is_finite() || word.contraction.is_some() || is_opening(word))
        };
        let enough = content.iter().map(|part| part.end - part.start).sum::<usize>() > 2 && content.iter().any(told);
        enough.then_some(Report { content, cue, source, sure: true, via: None })
    }

    /// `Putin’s assurances that …`, `her claim that …`
    fn noun_report(&self, at: usize) -> Option<Report> {
        let words = self.words;
        if !words.get(at + 1).is_some_and(|next| next.tag == Tag::That) {
            return None;
        }
        // "that" of a relative clause has the verb beside it: "the claim that was made".
        if words.get(at + 2).is_none_or(|next| next.tag.is_finite() || next.is_mark()) {
            return None;
        }
        let noun = phrase_ending(words, 0, at + 1)?;
        let owner = (noun.start..at).rev().find(|i| words[*i].possessive || words[*i].can_be(Class::Possessive));
        let source = owner.map(|owner| Phrase { start: noun.start, end: owner + 1 }.span(words));
        let end = content_end(words, at + 1, true);
        (end > at + 3).then(|| Report {
            content: vec![Phrase { start: at + 1, end }],
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
        while words
            .get(after)
            .is_some_and(|word| matches!(word.tag, Tag::Preposition | Tag::To | Tag::Participle | Tag::Relative | Tag::Verb))
        {
            match (after..words.len()).find(|i| words[*i].is_mark()) {
                Some(mark) => after = mark,
                None => after = words.len(),
            }
        }
        if at <= 1 {
            let comma = (after..words.len()).find(|i| words[*i].is(","))?;
            let end = content_end(words, comma + 1, true);
            let content = vec![Phrase { start: comma + 1, end }];
            return (end > comma + 3).then(|| Report { content, cue: link.0, source: Some(link.1.span(words)), sure: true, via: None });
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
        let telling = (at + 1..(at + 6).min(words.len())).find(|i| words[*i].can_be(Class::Telling))?;
        if telling == at + 1 || !words.get(telling + 1)?.is(",") {
            return None;
        }
        let source = phrase_ending(words, at + 1, telling)?;
        if !words[source.end - 1].possessive && !words[source.end - 1].can_be(Class::Possessive) {
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
pub(super) fn is_cue_verb(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let opens = at == 0 && matches!(word.tag, Tag::Gerund | Tag::Participle | Tag::Verb);
    word.cue.is_some_and(|cue| word.tag.is_verb() || !cue.guarded && word.tag == Tag::Noun && !word.possessive && !noun_before(words, at))
        && (!word.capital || opens)
}

fn noun_before(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let before = &words[before];
        matches!(before.tag, Tag::Determiner | Tag::Preposition | Tag::Number) || before.possessive
    })
}

/// Whether the verb at `at` is a passive: was asked, "; asked by reporters".
pub(super) fn is_passive(words: &[Word], at: usize) -> bool {
    if words[at].tag != Tag::Participle && !words.get(at + 1).is_some_and(|next| next.is("by")) {
        return false;
    }
    let helper = words[..at].iter().rev().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation));
    match helper {
        Some(helper) if helper.tag == Tag::Auxiliary => helper.can_be(Class::Be),
        Some(helper) => !helper.folded.ends_with("'ve") && !helper.folded.ends_with("'d") && !helper.folded.ends_with("'s"),
        None => true,
    }
}

/// Where the main clause of "After the vote, Brandt …" begins: past an opening phrase and its comma.
fn main_clause_start(words: &[Word], to: usize) -> usize {
    let opens = words
        .first()
        .is_some_and(|word| matches!(word.tag, Tag::Preposition | Tag::Conjunction | Tag::Gerund | Tag::Participle | Tag::Relative));
    let comma = |at: &usize| words[*at].is(",") && subject_and_verb(words, at + 1);
    if opens { (0..to).find(comma).map_or(0, |comma| comma + 1) } else { 0 }
}

/// Stems of verbs whose object then says it: led them to say.
const MAKES: [&str; 16] = [
    "lead", "led", "prompt", "allow", "caus", "forc", "encourag", "push", "press", "order", "invit", "enabl", "requir", "persuad", "want",
    "expect",
];

/// Whether a phrase is a name, a pronoun or a noun for people.
fn is_personal(words: &[Word]) -> bool {
    words.iter().any(|word| word.tag == Tag::Name || word.tag == Tag::Pronoun || word.is_role() || word.is_unnamed())
}

/// Whether the verb at `at` follows what was said and comes before its subject: “…,” says Ada Lund, the head of works.
fn is_inverted(words: &[Word], at: usize) -> bool {
    let after_mark = at.checked_sub(1).is_some_and(|before| words[before].is(",") || is_closing(&words[before]));
    let subject = phrase_at(words, at + 1, words.len()).filter(|subject| after_mark && is_personal(subject.of(words)));
    // "Bo Rask, her deputy, said Ada Lund, the mayor, knew"
    let named = |before: usize| words[before].is(",") && apposed(words, 0, before).is_some_and(|name| words[name.start].tag == Tag::Name);
    words[at].tag == Tag::Verb
        && !at.checked_sub(1).is_some_and(named)
        && subject.is_some_and(|subject| {
            words.get(subject.end).is_none_or(|next| next.is_mark() || matches!(next.tag, Tag::Preposition | Tag::Relative))
        })
}

/// What follows a cue as its content.
#[derive(Clone, Copy, Debug)]
struct Complement {
    start: usize,
    /// One past the cue's last word: "called for".
    cue_end: usize,
    /// Whether it is a clause and not a phrase.
    clause: bool,
    /// Whom it was told to.
    told: Option<Phrase>,
}

/// Words between a cue and its content at most.
const REACH: usize = 25;

/// What the frames of the cue at `at` take after it.
fn complement(words: &[Word], at: usize, cue: Cue, passive: bool) -> Option<Complement> {
    let mut cue_end = at + 1;
    if cue.frames.any(Frames::OUT) && words.get(cue_end).is_some_and(|next| next.is("out")) {
        cue_end += 1;
    } else if cue.frames.any(Frames::OUT) && !words.get(cue_end).is_some_and(|next| next.is("to") || next.tag == Tag::That) {
        return None;
    }
    let mut told = None;
    let mut i = cue_end;
    while i < words.len() && i - at < REACH {
        let word = &words[i];
        let found = |start: usize, clause: bool| Some(Complement { start, cue_end, clause, told });
        match word.tag {
            Tag::That => {
                let pronoun = words.get(i + 1).is_none_or(|next| {
                    let phrase = matches!(next.tag, Tag::Preposition | Tag::To) && !begins_clause(words, i + 2, words.len());
                    next.is_mark() && !is_opening(next) && !next.is(",") || phrase
                });
                return if pronoun {
                    cue.frames.any(Frames::NOUN).then_some(())?;
                    found(i, false)
                } else {
                    cue.frames.any(Frames::CLAUSE).then_some(())?;
                    found(i, true)
                };
            }
            Tag::Adverb | Tag::Day | Tag::Negation => i += 1,
            _ if matches!(word.folded.as_str(), "if" | "whether") || word.can_be(Class::Question) && word.tag != Tag::Pronoun => {
                return cue.frames.any(Frames::CLAUSE).then_some(()).and_then(|()| found(i, true));
            }
            Tag::To if words.get(i + 1).is_some_and(|next| next.tag == Tag::Plain || next.is("be") || next.is("have") || next.is("do")) => {
                let asked = told.is_some() && matches!(cue.stance, Stance::Asks | Stance::Tells | Stance::Demands | Stance::Says);
                // Of "urged them to leave" both are the content, of "told them to leave" what they were told.
                let start = told.filter(|_| cue.stance != Stance::Tells).map_or(i, |told: Phrase| told.start);
                return (cue.frames.any(Frames::TO) || asked || passive && cue.frames.any(Frames::ADDRESSEE))
                    .then_some(())
                    .and_then(|()| found(start, true));
            }
            // talked about how the bridge was shut
            Tag::Preposition if cue.frames.any(Frames::CLAUSE) && words.get(i + 1).is_some_and(|next| next.can_be(Class::Question)) => {
                cue_end = if told.is_none() { i + 1 } else { cue_end };
                return Some(Complement { start: i + 1, cue_end, clause: true, told });
            }
            Tag::Preposition | Tag::To => {
                let listener = prepositional_end(words, i).filter(|end| words.get(*end).is_some_and(|next| next.tag == Tag::That));
                let time = words.get(i + 1).is_some_and(|next| next.tag == Tag::Day || next.can_be(Class::Month));
                if cue.frames.takes(&word.folded) && !time && listener.is_none() && told.is_none_or(|_| cue.frames.any(Frames::ADDRESSEE)) {
                    cue_end = if told.is_none() { i + 1 } else { cue_end };
                    let start = i + 1;
                    return (start < words.len() && !words[start].is_mark() || words.get(start).is_some_and(is_opening))
                        .then_some(Complement { start, cue_end, clause: false, told });
                }
                i = prepositional_end(words, i)?;
            }
            Tag::Mark if is_opening(word) => return found(i, true),
            Tag::Mark if matches!(word.folded.as_str(), "," | "-" | "—" | "–" | "(") => {
                i = aside_end(words, i)?;
            }
            Tag::Mark => return None,
            // which the council said should be shut
            Tag::Auxiliary | Tag::Verb if i == at + 1 && cue.frames.any(Frames::CLAUSE) && after_relative(words, at) => {
                return found(i, true);
            }
            Tag::Gerund => return cue.frames.any(Frames::GERUND).then_some(()).and_then(|()| found(i, false)),
            _ => {
                if cue.frames.any(Frames::ADDRESSEE) && told.is_none() && !passive {
                    let one = addressee(words, i)?;
                    if follows_told(words, one.end, cue) {
                        told = Some(one);
                        i = one.end;
                        continue;
                    }
                }
                let to = words.len().min(i + REACH + 5);
                if cue.frames.any(Frames::CLAUSE) && (begins_clause(words, i, to.min(clause_limit(words, i)))) {
                    return found(i, true);
                }
                if cue.frames.any(Frames::NAMED) {
                    return names_it(words, i).then_some(()).and_then(|()| found(i, false));
                }
                let phrase = matches!(word.tag, Tag::Noun | Tag::Name | Tag::Number | Tag::Determiner | Tag::Pronoun | Tag::Participle);
                return (phrase && cue.frames.any(Frames::NOUN)).then_some(()).and_then(|()| found(i, false));
            }
        }
    }
    None
}

/// Whether the subject of the verb at `at` follows a relative pronoun, whose clause then ends in what is reported.
fn after_relative(words: &[Word], at: usize) -> bool {
    let subject = subject_before(words, 0, group_start(words, 0, at));
    subject.and_then(|subject| subject.start.checked_sub(1)).is_some_and(|before| matches!(words[before].tag, Tag::Relative | Tag::That))
}

/// The opening "if" clause that belongs to what is said: "If it fails, Brandt says, …", "If it fails, Brandt says it will close".
fn condition(words: &[Word], cue: usize, found: Complement) -> Option<Phrase> {
    let comma = words[..cue].iter().position(|word| word.is(","))?;
    let subject = subject_before(words, 0, group_start(words, 0, cue))?;
    let bare = found.clause && words[found.start].tag != Tag::That;
    (bare && words[0].is("if") && subject.start == comma + 1).then_some(Phrase { start: 0, end: comma })
}

/// Whether an object and what it is called stand at `at`: "him divisive", "the plan a mistake".
fn names_it(words: &[Word], at: usize) -> bool {
    let Some(object) = phrase_at(words, at, words.len()) else { return false };
    let named = words.get(object.end).is_some_and(|next| {
        next.tag == Tag::Determiner
            || is_opening(next)
            || words[at].tag == Tag::Pronoun && (next.tag.is_nominal() || next.tag == Tag::Adverb)
    });
    let quoted = words[at..].iter().take(12).any(is_opening);
    let inside = object.of(words).windows(2).any(|pair| pair[0].tag == Tag::Name && pair[1].tag == Tag::Noun);
    named || quoted || inside
}

/// The end of the words before which a clause that begins at `at` must have its verb.
fn clause_limit(words: &[Word], at: usize) -> usize {
    (at..words.len()).find(|i| matches!(words[*i].folded.as_str(), ";" | ":")).unwrap_or(words.len())
}

/// Of "CNN that …" and "reporters the plan was …" the one told.
fn addressee(words: &[Word], at: usize) -> Option<Phrase> {
    let phrase = phrase_at(words, at, words.len())?;
    if words[at].tag == Tag::Pronoun {
        return Some(phrase);
    }
    // "told Brandt cars could": names end where small letters begin.
    let end = (at + 1..phrase.end).find(|i| words[at].tag == Tag::Name && words[*i].tag == Tag::Noun && !words[*i].is_mark());
    Some(Phrase { start: at, end: end.unwrap_or(phrase.end) })
}

/// Whether what was told follows at `at`.
fn follows_told(words: &[Word], at: usize, cue: Cue) -> bool {
    words.get(at).is_some_and(|next| match next.tag {
        Tag::That | Tag::To | Tag::Relative | Tag::Preposition | Tag::Day | Tag::Adverb | Tag::Conjunction => true,
        Tag::Mark => is_opening(next) || next.is(","),
        _ => cue.stance != Stance::Says && begins_clause(words, at, words.len()) || next.can_be(Class::Question),
    })
}

/// Where the prepositional phrase that begins at `at` ends.
fn prepositional_end(words: &[Word], at: usize) -> Option<usize> {
    let next = words.get(at + 1)?;
    if is_opening(next) {
        // said on “Morning Hour” that
        let close = (at + 2..words.len()).find(|i| matches!(words[*i].folded.as_str(), "”" | "\"" | "’" | "»"))?;
        return Some(close + 1);
    }
    if next.tag == Tag::Day || next.tag == Tag::Gerund {
        return Some(at + 2);
    }
    let end = phrase_at(words, at + 1, words.len())?.end;
    // on the channel’s “Morning Hour”
    let title = words.get(end).is_some_and(is_opening);
    let mut close = (end + 2..words.len()).find(|i| title && is_closing(&words[*i])).map_or(end, |close| close + 1);
    while close > end && words.get(close).is_some_and(is_closing) {
        close += 1;
    }
    Some(close)
}

/// Where what is put in between a cue and "that" ends: "said, however, that".
fn aside_end(words: &[Word], open: usize) -> Option<usize> {
    let mark = if words[open].is("(") { ")" } else { words[open].folded.as_str() };
    let close = (open + 1..words.len().min(open + REACH)).find(|i| words[*i].is(mark))?;
    words.get(close + 1).filter(|next| next.tag == Tag::That || next.can_be(Class::Question))?;
    (!words[open + 1..close].iter().any(|word| word.tag == Tag::That)).then_some(close + 1)
}

/// Past the addressee, adverbs and days after a cue that has no content behind it: "he said on Friday", "she told them".
fn skip_told(words: &[Word], at: usize, cue: Cue) -> usize {
    let mut i = at;
    if cue.frames.any(Frames::ADDRESSEE)
        && let Some(told) = addressee(words, i)
    {
        i = told.end;
    }
    while let Some(word) = words.get(i) {
        i = match word.tag {
            Tag::Adverb | Tag::Day => i + 1,
            Tag::Preposition | Tag::To => match prepositional_end(words, i) {
                Some(end) => end,
                None => break,
            },
            Tag::Determiner | Tag::Noun
                if words.get(i + 1).is_some_and(|next| matches!(next.folded.as_str(), "week" | "month" | "year")) =>
            {
                i + 2
            }
            _ => break,
        };
    }
    i
}

/// `according to NP` at `at`: the cue's bytes and the source.
pub(super) fn according_to(words: &[Word], at: usize) -> Option<(Span, Phrase)> {
    let to = words.get(at + 1)?;
    if !(words.get(at)?.is("according") && to.is("to")) {
        return None;
    }
    let source = phrase_at(words, at + 2, words.len())?;
    Some((words[at].span.hull(to.span), source))
}

/// Whether the verb at `at` stands in a clause that `who` or `which` opens.
fn in_relative_clause(words: &[Word], at: usize) -> bool {
    let brings = |at: usize| words[at].is("who") || words[at].is("which") || words[at].tag == Tag::That && words[at + 1].tag.is_finite();
    let from = words[..at].iter().rposition(|word| word.is(",")).map_or(0, |comma| comma + 1);
    (from.max(at.saturating_sub(12))..at).any(brings)
}

/// Where a content that ends before the mark at `mark` begins: with the sentence, after its conjunction, or after a semicolon.
fn content_start(words: &[Word], mark: usize) -> usize {
    let after = (0..mark).rev().find(|i| matches!(words[*i].folded.as_str(), ";" | ":")).map_or(0, |i| i + 1);
    let mut start = after;
    while start < mark
        && (words[start].is_mark() && !is_opening(&words[start]) || matches!(words[start].folded.as_str(), "but" | "and" | "so" | "yet"))
    {
        start += 1;
    }
    start
}

/// Where a reported content that begins at `start` ends: at a relative clause, a dash, a contrast or another attribution,
/// else with the sentence. A phrase ends sooner than a clause.
pub(super) fn content_end(words: &[Word], start: usize, clause: bool) -> usize {
    let mut quoted = false;
    let mut end = words.len();
    for at in start..words.len() {
        let word = &words[at];
        match word.folded.as_str() {
            _ if !word.is_mark() => {}
            "“" => quoted = true,
            "”" => quoted = false,
            "\"" => quoted = !quoted,
            _ => {}
        }
        if at > start && !quoted && ends_content(words, start, at, clause) {
            end = at;
            break;
        }
    }
    while end > start
        && words[end - 1].is_mark()
        && !matches!(words[end - 1].folded.as_str(), "”" | "\"" | "’" | "'" | "%" | ")" | "$" | "»" | "]")
    {
        end -= 1;
    }
    end
}

/// Of "When Brandt said that it was shut, the council met" and "Asked whether it was shut, she left" the comma before the main
/// clause: where the attribution stands in an opening clause of its own, its content ends there.
fn main_clause(words: &[Word], cue: usize, start: usize, end: usize) -> Option<usize> {
    let first = words.iter().position(|word| !word.is_mark())?;
    let opens = matches!(
        words[first].folded.as_str(),
        "when" | "while" | "after" | "although" | "though" | "if" | "because" | "since" | "before" | "as"
    ) || first == cue && matches!(words[cue].tag, Tag::Gerund | Tag::Participle)
        || first + 1 == cue && words[first].tag == Tag::Adverb && words[cue].tag == Tag::Gerund;
    // "Brandt, who said that it was shut, left early"
    if in_relative_clause(words, cue) {
        let verb = |at: usize| words[at + 1..].iter().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation));
        return (start + 1..end).find(|at| words[*at].is(",") && verb(*at).is_some_and(|verb| verb.tag.is_finite()));
    }
    let alone = !words[first..cue].iter().any(|word| word.is(","));
    let comma = |at: &usize| {
        let subject = phrase_at(words, at + 1, words.len());
        words[*at].is(",")
            && subject.is_some_and(|subject| {
                words[subject.end..]
                    .iter()
                    .take(30)
                    .find(|word| !is_between(word) || word.tag == Tag::Auxiliary)
                    .is_some_and(|word| word.tag.is_finite() || word.is(","))
            })
    };
    (opens && alone).then(|| (start + 1..end).find(comma)).flatten()
}

/// Whether a content that began at `start` ends before the word at `at`.
fn ends_content(words: &[Word], start: usize, at: usize, clause: bool) -> bool {
    let word = &words[at];
    if !(word.is_mark() || word.can_be(Class::Conjunction) || word.can_be(Class::Preposition)) {
        return false;
    }
    let next = words.get(at + 1);
    let is = |at: usize, listed: &[&str]| words.get(at).is_some_and(|word| listed.contains(&word.folded.as_str()));
    if word.is(";") || (word.is(".") && next.is_some()) {
        return true;
    }
    if matches!(word.folded.as_str(), "—" | "–") || word.is("-") && next.is_some() {
        return !words[at + 1..].iter().any(|later| later.folded == word.folded);
    }
    let closed = at > start && words[at - 1].is(",") && is_closing(word);
    if !clause
        && is_closing(word)
        && (is(at + 1, &["in", "on", "at", "during", "after", "before"]) || next.is_some_and(|next| next.tag == Tag::Day))
    {
        return true;
    }
    if word.is(",") || closed {
        let Some(next) = next else { return false };
        let relative = next.is("which") || next.is("who") || next.is("whose");
        let contrast = is(at + 1, &["while", "although", "though", "according", "despite"]);
        let said = next.tag == Tag::Gerund && next.cue.is_some();
        let same_speaker = is(at + 1, &["but", "and"])
            && words.get(at + 2).is_some_and(|then| then.tag == Tag::Verb || then.tag == Tag::Auxiliary && clause && next.is("but"));
        let turn = next.is("but") && words.get(at + 2).is_some_and(|then| then.can_be(Class::Subject) || then.tag == Tag::Name);
        let aside = next.is("and") && words.get(at + 2).is_some_and(|then| then.tag == Tag::Relative || !clause && then.tag == Tag::That);
        let goes_on = relative && words[at..].windows(3).any(|w| w[0].is(",") && w[1].is("and") && w[2].tag == Tag::That);
        return (relative && !goes_on)
            || aside
            || !clause && next.is("as")
            || contrast
            || said
            || same_speaker
            || turn
            || attribution_follows(words, at + 1)
            || !clause && next.tag == Tag::Conjunction && subject_and_verb(words, at + 2)
            || !clause && (next.tag == Tag::Gerund || next.tag == Tag::Conjunction && !is(at + 1, &["and", "or"]));
    }
    if is(at, &["and", "but"]) {
        let mut then = at + 1;
        while words.get(then).is_some_and(|word| matches!(word.tag, Tag::Adverb)) {
            then += 1;
        }
        let said = |word: &Word| word.cue.is_some_and(|cue| !cue.guarded);
        let has_said = || words[then..].iter().find(|word| !is_between(word)).is_some_and(|word| word.tag == Tag::Participle && said(word));
        // "said it was late and warned that …"; after a phrase any verb is the speaker's.
        return words
            .get(then)
            .is_some_and(|verb| verb.tag == Tag::Verb && (said(verb) || !clause) || verb.tag == Tag::Auxiliary && (!clause || has_said()))
            && !words[start..at].iter().any(|word| word.tag == Tag::Relative && !clause);
    }
    !clause && is(at, &["when", "while", "because", "although", "though", "after", "before"]) && begins_clause(words, at + 1, words.len())
}

/// Whether a short noun phrase and a finite verb stand at `at`.
fn subject_and_verb(words: &[Word], at: usize) -> bool {
    let verb = |subject: Phrase| {
        words[subject.end..].iter().find(|word| !matches!(word.tag, Tag::Adverb | Tag::Negation)).is_some_and(|word| word.tag.is_finite())
    };
    phrase_at(words, at, words.len()).is_some_and(verb)
}

fn is_closing(word: &Word) -> bool {
    matches!(word.folded.as_str(), "”" | "\"" | "»" | "'" | "’")
}

/// Whether `[and] NP cue` stands at `at`, within a few words.
fn attribution_follows(words: &[Word], at: usize) -> bool {
    let at = at + usize::from(words.get(at).is_some_and(|word| word.is("and")));
    phrase_at(words, at, words.len()).is_some_and(|phrase| {
        let mut verb = phrase.end;
        while words.get(verb).is_some_and(is_between) {
            verb += 1;
        }
        phrase.end - at <= 6 && verb < words.len() && is_cue_verb(words, verb) && words[verb].cue.is_some_and(|cue| !cue.guarded)
    })
}
