//! Dispute: what one party denies, rejects or calls false, and the passage in which somebody says
//! it.
//!
//! A dispute is between parties, not between outlets: both sides often stand in one article. So the
//! clause that disputes is found first, with who holds it and what it is about; then, in every
//! article, the passage of another voice that asserts it. Where nothing is left of what is denied
//! but the claim itself ("denied the allegations", "denied any involvement"), the passage must
//! accuse the one who denies.
//!
//! The constants were set by reading what the rules show of 1,586 American articles, sixty pairs at
//! a time; none was tuned by itself.

mod assertion;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::ConflictKind;
use crate::analysis::conflict::dispute::assertion::{Assertion, is_accusing};
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::judge::{NEARLY, degree};
use crate::analysis::conflict::{Finding, shown, side};
use crate::analysis::form::Term;
use crate::analysis::language::english::dispute::{Cue, CueKind, NEAR, cue_at};
use crate::analysis::language::english::phrase;
use crate::analysis::language::english::sentence::clause_start;
use crate::analysis::language::{Feature, Language};
use crate::analysis::prose::{self, Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Telling, Tellings, term, terms};
use crate::corpus::ArticleId;
use crate::text::Span;

/// Share of the disputed words' weight that an assertion must hold.
const ASSERTED: f32 = 0.6;
/// Weight of few words that tell something: two that a third of the sentences hold, or a rare one.
const TELLING: f32 = 3.0;
/// Words of a dispute's content from which most of them are enough.
const MANY: usize = 3;
/// Sentences before an answer in which what it answers stands.
const BEFORE: usize = 1;
/// Passages that a dispute is set against at most: the others say it again.
const ANSWERED: usize = 2;
/// Words of what is disputed by which assertions of it are looked for: those that tell most.
const TELLING_MOST: usize = 3;
/// Words between an accusing word and the name of the accused.
const ACCUSED: usize = 4;
/// Words after a verb of saying in which the charge stands.
const CHARGED: usize = 4;

/// Disputes of an event.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let disputes: Vec<Dispute> =
        event.sentences().flat_map(|(telling, sentence)| disputes(telling, sentence)).collect();
    if disputes.is_empty() {
        return Vec::new();
    }
    let assertions = Assertions::of(event);
    let answers = |dispute: &Dispute| {
        contrasted(event, dispute)
            .into_iter()
            .chain(answered(event, &assertions, dispute))
            .collect::<Vec<_>>()
    };
    disputes.iter().flat_map(answers).collect()
}

/// "While she says it is safe, the council calls that false": what the reporter sets against the
/// dispute in its sentence.
fn contrasted(event: &Tellings, dispute: &Dispute) -> Option<Finding> {
    let telling = dispute.there;
    let sentence = &telling.prose.sentences[telling.prose.sentence_at(dispute.span.start)?];
    let words = &sentence.words;
    let at = words.iter().position(is_contrast)?;
    let comma = |word: &Word| word.is(",") && !telling.is_quoted(word.span.start);
    // The clause that the contrast opens: to its comma where it comes first, to the end where it
    // comes last.
    let (first, second) = match at {
        0 => {
            let end = words.iter().position(comma)?;
            (1..end, end + 1..words.len())
        }
        _ if words[at - 1].is(",") => (0..at - 1, at + 1..words.len()),
        _ => return None,
    };
    let span = |range: &Range<usize>| {
        Some(words.get(range.start)?.span.hull(words.get(range.end.checked_sub(1)?)?.span))
    };
    let (one, other) = (span(&first)?, span(&second)?);
    let (asserts, range) = match (one.covers(dispute.span), other.covers(dispute.span)) {
        (true, false) => (other, second),
        (false, true) => (one, first),
        _ => return None,
    };
    let holder = event.called(dispute.holder.as_ref()?);
    let own = name_term(holder, telling.prose.language);
    let clause = &words[range];
    let named: Vec<&Word> = clause
        .iter()
        .take_while(|word| !is_speech(word))
        .filter(|word| word.tag == Tag::Name && word.is_content())
        .collect();
    let says = clause.iter().any(is_speech);
    let denies = clause
        .iter()
        .any(|word| word.is_negation() || word.has(Feature::False) || word.has(Feature::Denies));
    if !says
        || denies
        || named.is_empty()
        || named.iter().any(|word| own.as_ref() == Some(word.term()))
    {
        return None;
    }
    // It must be that which is disputed: one of its words, whoever says it, or "her", "it".
    let object = words
        .iter()
        .filter(|word| dispute.span.covers(word.span) && !dispute.phrase.covers(word.span));
    let meets = |word: &Word| {
        let held = || clause.iter().any(|other| other.term() == word.term());
        word.is_content()
            && (event.weight(word.term()) >= TELLING && held()
                || named.iter().any(|name| name.term() == word.term()))
            || word.has(Feature::PointsAt)
    };
    if !object.into_iter().any(meets) {
        return None;
    }
    let contrast = words[at].span.of(&telling.article.text).to_lowercase();
    let why = format!(
        "one sentence sets them against each other with “{contrast}”, and {holder} disputes it: “{}”",
        shown(dispute.there, dispute.phrase)
    );
    let mut there = side(telling, dispute.span);
    there.holder = there.holder.or_else(|| dispute.holder.clone());
    let mut here = side(telling, asserts);
    here.holder = here.holder.or_else(|| {
        let (first, last) = named.first().zip(named.last())?;
        let name = first.span.hull(last.span).of(&telling.article.text);
        Some(Holder::Called(name.to_owned()))
    });
    let evidence = Evidence { holder: true, ..Evidence::of(Pattern::Contrasted) };
    Some(Finding::new(ConflictKind::Denial, evidence, why, here, there))
}

fn is_contrast(word: &Word) -> bool {
    word.has(Feature::Contrast)
}

fn is_speech(word: &Word) -> bool {
    word.cue.is_some() && matches!(word.tag, Tag::Verb | Tag::Participle)
}

/// A clause that disputes something.
struct Dispute<'a, 'e> {
    there: &'e Telling<'a>,
    /// The clause.
    span: Span,
    /// The words that dispute.
    phrase: Span,
    /// Who disputes; `None` for the outlet itself.
    holder: Option<Holder>,
    kind: CueKind,
    /// What the disputed passage must say of the holder.
    of_holder: OfHolder,
    /// What is disputed, without words for claims and links: one set for each of the things that
    /// are listed.
    contents: Vec<BTreeSet<Term>>,
    /// Whether it answers a claim that it does not repeat.
    answers: bool,
}

impl Dispute<'_, '_> {
    /// What its holder is called.
    fn holder_name(&self) -> Option<&str> {
        called(self.there, self.holder.as_ref()?)
    }

    /// The term of the last word of the holder's name.
    fn holder_term(&self) -> Option<Term> {
        name_term(self.holder_name()?, self.there.prose.language)
    }
}

/// What the passage that is disputed must say of the one who disputes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OfHolder {
    /// Nothing.
    Free,
    /// His name: he denies to have to do with something.
    Named,
    /// His name, unless the article says it right there: he denies to have met somebody.
    Met,
    /// An accusation: he denies any part in it.
    Accused,
    /// What he is charged with: he denies the charge.
    Charged,
}

fn disputes<'a, 'e>(telling: &'e Telling<'a>, sentence: &'e Sentence) -> Vec<Dispute<'a, 'e>> {
    let words = &sentence.words;
    if words.last().is_some_and(|word| word.is("?")) {
        return Vec::new();
    }
    (0..words.len())
        .filter_map(|at| cue_at(words, at))
        .filter_map(|cue| dispute(telling, words, &cue))
        .collect()
}

fn dispute<'a, 'e>(
    telling: &'e Telling<'a>,
    words: &'e [Word],
    cue: &Cue,
) -> Option<Dispute<'a, 'e>> {
    let disputed = words.get(cue.object.0..cue.object.1)?;
    let first = cue.cue.0.min(cue.object.0);
    let from = clause_start(words, cue.cue.0);
    let subject =
        phrase::subject_before(words, from, cue.cue.0).filter(|_| cue.kind != CueKind::False);
    let start = subject.map_or(first, |phrase| phrase.start.min(first));
    let mut end = cue.cue.1.max(cue.object.1);
    // "She rejected the claims, calling them absurd."
    if words.get(end).is_some_and(|word| word.is(","))
        && words.get(end + 1).is_some_and(|word| word.tag == Tag::Gerund && word.cue.is_some())
    {
        end = words.len();
    }
    while end > start + 1 && words[end - 1].is_mark() {
        end -= 1;
    }
    let span = words[start].span.hull(words[end - 1].span);
    let phrase = words[cue.cue.0].span.hull(words[cue.cue.1 - 1].span);
    let cue_has =
        |feature: Feature| words[cue.cue.0..cue.cue.1].iter().any(|word| word.has(feature));
    let nobody = subject.is_none_or(|phrase| words[phrase.start].has(Feature::There));
    if cue.kind == CueKind::Link && nobody && !cue_has(Feature::Trace) {
        return None;
    }
    let holder =
        holder(telling, words, subject.map(|phrase| (phrase.start, phrase.end)), phrase, span);
    if cue.kind == CueKind::False && holder.is_none() {
        return None;
    }
    let found = |feature: Feature| {
        disputed.iter().take(NEAR).chain(&words[cue.cue.0..cue.cue.1]).any(|word| word.has(feature))
    };
    let mut contents: Vec<BTreeSet<Term>> = listed(disputed).collect();
    if found(Feature::Trace) {
        // "The firm had no record of her": of her work there, that is, for the firm.
        let place = holder
            .as_ref()
            .and_then(|holder| called(telling, holder))
            .map(|name| {
                terms(&prose::words_in(name, Span::new(0, name.len()), telling.prose.language))
            })
            .unwrap_or_default();
        contents.iter_mut().for_each(|content| content.extend(place.iter().cloned()));
    }
    let found_met = words[cue.cue.0..cue.cue.1].iter().any(|word| word.has(Feature::Met));
    if found_met {
        contents.iter_mut().for_each(|content| {
            content.extend(
                words[cue.cue.0..cue.cue.1].iter().filter(|word| word.is_content()).map(term),
            );
        });
    }
    let attributive = cue.kind == CueKind::False && cue.object.0 > cue.cue.0;
    let bare = contents.iter().all(|content| content.len() <= 1);
    let names_claim = disputed.iter().any(|word| word.has(Feature::Claim));
    let points = disputed.iter().any(|word| word.has(Feature::Points));
    let of_holder = match cue.kind {
        _ if found(Feature::Trace) => OfHolder::Free,
        _ if found(Feature::Part) => OfHolder::Accused,
        CueKind::Link if found_met => OfHolder::Met,
        CueKind::Link if found(Feature::Link) => OfHolder::Named,
        CueKind::Link => OfHolder::Accused,
        CueKind::Denies if found(Feature::Link) => OfHolder::Named,
        CueKind::Denies if bare => OfHolder::Charged,
        CueKind::False if attributive && contents.iter().all(|content| content.len() < MANY) => {
            return None;
        }
        CueKind::Denies | CueKind::False => OfHolder::Free,
    };
    Some(Dispute {
        there: telling,
        span,
        phrase,
        holder,
        kind: cue.kind,
        of_holder,
        contents,
        answers: names_claim || points,
    })
}

/// The terms of each of the things that are listed, without words for claims and links.
fn listed(words: &[Word]) -> impl Iterator<Item = BTreeSet<Term>> + '_ {
    let claim = |word: &Word| {
        [Feature::Claim, Feature::Link, Feature::Part, Feature::Trace, Feature::Accuses]
            .iter()
            .any(|feature| word.has(*feature))
    };
    // "The allegations from the union": that is who makes them.
    let own =
        words.iter().position(|word| word.has(Feature::Maker)).map_or(words, |end| &words[..end]);
    let things = own.split(|word| word.has(Feature::And) || word.has(Feature::Or) || word.is(","));
    things
        .map(move |thing| {
            thing.iter().filter(|word| word.is_content() && !claim(word)).map(term).collect()
        })
        .filter(|thing: &BTreeSet<Term>| !thing.is_empty())
}

/// Who disputes: whom the quote with this cue is credited to, else the clause's subject where it is
/// a name, else the voice.
fn holder(
    telling: &Telling,
    words: &[Word],
    subject: Option<(usize, usize)>,
    cue: Span,
    span: Span,
) -> Option<Holder> {
    let quoted =
        telling.quotes.iter().find(|quote| quote.cue.is_some_and(|known| known.overlaps(cue)));
    if let Some(speaker) = quoted.and_then(|quote| quote.speaker) {
        return Some(Holder::Speaker(speaker));
    }
    // "experts who inspected Morva found nothing": Morva is no subject.
    let clean = |from: usize| {
        from == 0
            || words[from - 1].is_mark()
            || matches!(words[from - 1].tag, Tag::Conjunction | Tag::That | Tag::Relative)
    };
    let subject = subject.filter(|(from, _)| clean(*from)).map(|(from, to)| &words[from..to]);
    let named: Vec<&Word> =
        subject.into_iter().flatten().filter(|word| word.capital && word.is_content()).collect();
    let own = subject.is_none_or(|words| {
        words.iter().any(|word| word.has(Feature::FirstSubject) || word.has(Feature::HeOrShe))
    });
    match (named.first(), named.last()) {
        (Some(first), Some(last)) if !own => {
            let name = first.span.hull(last.span).of(&telling.article.text);
            Some(Holder::Called(name.to_owned()))
        }
        _ => telling.speaker(span).map(Holder::Speaker),
    }
}

/// What a holder is called in an article.
fn called<'h>(telling: &'h Telling, holder: &'h Holder) -> Option<&'h str> {
    match holder {
        Holder::Speaker(speaker) => telling.name(*speaker),
        Holder::Called(name) => Some(name),
    }
}

/// All assertions of an event, by the terms that they hold.
struct Assertions<'a, 'e> {
    /// In order of article, then text.
    all: Vec<(&'e Telling<'a>, Assertion)>,
    by_term: FxHashMap<Term, Vec<usize>>,
    by_article: FxHashMap<ArticleId, Range<usize>>,
}

impl<'a, 'e> Assertions<'a, 'e> {
    fn of(event: &'e Tellings<'a>) -> Assertions<'a, 'e> {
        let sentences = |telling: &'e Telling<'a>| {
            let all = telling.prose.sentences.iter().enumerate();
            all.filter_map(move |(index, sentence)| {
                Some((telling, Assertion::in_sentence(telling, index, sentence)?))
            })
        };
        let all: Vec<_> = event.all.iter().flat_map(sentences).collect();
        let mut by_term: FxHashMap<Term, Vec<usize>> = FxHashMap::default();
        let mut by_article: FxHashMap<ArticleId, Range<usize>> = FxHashMap::default();
        for (index, (_, assertion)) in all.iter().enumerate() {
            by_article.entry(assertion.telling).or_insert(index..index).end = index + 1;
            for term in &assertion.terms {
                by_term.entry(Term::clone(term)).or_default().push(index);
            }
        }
        Assertions { all, by_term, by_article }
    }

    /// Those that may be what is disputed, in order: those that hold one of the words that tell
    /// most of it, those that name the holder where it must, and those right before it.
    fn candidates(&self, event: &Tellings, dispute: &Dispute) -> BTreeSet<usize> {
        let mut keys: Vec<Term> = Vec::new();
        for content in &dispute.contents {
            let mut terms: Vec<&Term> = content.iter().collect();
            terms.sort_by(|a, b| event.weight(b).total_cmp(&event.weight(a)).then(a.cmp(b)));
            keys.extend(terms.into_iter().take(TELLING_MOST).cloned());
        }
        if matches!(dispute.of_holder, OfHolder::Accused | OfHolder::Charged) {
            keys.extend(dispute.holder_term());
        }
        let mut found: BTreeSet<usize> =
            keys.iter().filter_map(|key| self.by_term.get(key)).flatten().copied().collect();
        let own = self.by_article.get(&dispute.there.id).cloned().unwrap_or_default();
        let before =
            self.all[own.clone()].partition_point(|(_, assertion)| assertion.span < dispute.span);
        found.extend(own.skip(before.saturating_sub(BEFORE + 1)).take(BEFORE + 1));
        found
    }
}

/// The passages that a dispute disputes most, one an article.
fn answered<'d>(
    event: &Tellings,
    assertions: &'d Assertions,
    dispute: &'d Dispute,
) -> impl Iterator<Item = Finding> + 'd {
    let mut best: BTreeMap<ArticleId, (Evidence, &Telling, Span)> = BTreeMap::new();
    for index in assertions.candidates(event, dispute) {
        let (here, assertion) = &assertions.all[index];
        let Some(evidence) = evidence(event, here, assertion, dispute) else { continue };
        let known = best.entry(assertion.telling).or_insert((evidence, here, assertion.span));
        if degree(&evidence) >= degree(&known.0) {
            *known = (evidence, here, assertion.span); // of two alike, the later: what is disputed stands close before
        }
    }
    let mut best: Vec<(Evidence, &Telling, Span)> = best.into_values().collect();
    best.sort_by(|a, b| degree(&b.0).total_cmp(&degree(&a.0)).then(a.1.id.cmp(&b.1.id)));
    best.into_iter().take(ANSWERED).map(|(evidence, here, span)| {
        let phrase = shown(dispute.there, dispute.phrase);
        let (a, mut b) = (side(here, span), side(dispute.there, dispute.span));
        let named = a.holder.as_ref().and_then(|holder| called(here, holder));
        let named = named.filter(|name| name.starts_with(char::is_uppercase));
        let said = named.map_or_else(
            || format!("what {} says", here.article.outlet.name),
            |name| format!("what {name} says"),
        );
        let why = match dispute.holder_name() {
            Some(holder) => format!("{said} is disputed by {holder}: “{phrase}”"),
            None => format!("{said} is disputed: “{phrase}”"),
        };
        b.holder = b.holder.or_else(|| dispute.holder.clone());
        Finding::new(ConflictKind::Denial, evidence, why, a, b)
    })
}

/// What tells that an assertion is what is disputed; `None` where it is not.
fn evidence(
    event: &Tellings,
    here: &Telling,
    assertion: &Assertion,
    dispute: &Dispute,
) -> Option<Evidence> {
    let one_article = here.id == dispute.there.id;
    if one_article && assertion.span.overlaps(dispute.span) {
        return None;
    }
    let speaker = here.speaker(assertion.span).map(Holder::Speaker);
    if speaker.as_ref().zip(dispute.holder.as_ref()).is_some_and(|(a, b)| event.one_voice(a, b)) {
        return None;
    }
    let own_name = dispute.holder_term();
    let names_holder = own_name.is_some_and(|term| assertion.terms.contains(&term));
    let share = |content: &BTreeSet<Term>| {
        let shared: Vec<&Term> = content.intersection(&assertion.terms).collect();
        // Without the word that tells most of it, the rest is the talk of the day.
        let most = content
            .iter()
            .max_by(|a, b| event.weight(a).total_cmp(&event.weight(b)).then(b.cmp(a)));
        let share = event.weigh(shared.iter().copied()) / event.weigh(content).max(0.1);
        let told = share >= NEARLY || most.is_none_or(|most| shared.contains(&most));
        (if told { share } else { 0.0 }, shared.len(), event.weigh(content))
    };
    let (share, shared, weight) =
        dispute.contents.iter().map(share).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
    let weight_shared = share * weight;
    let whole = share > 0.99 && weight >= TELLING;
    // What the outlet tells by the way is no claim that somebody disputes.
    let most = assertion.told
        && !assertion.hedged
        && (share >= ASSERTED && shared >= MANY || whole && shared >= 2 && one_article);
    let before = || one_article && just_before(here, assertion, dispute);
    // "Rask denied the allegations": that which stands right before it.
    let right_before = dispute.contents.is_empty()
        && match dispute.of_holder {
            OfHolder::Charged => names_holder && assertion.accuses && before(),
            OfHolder::Free => dispute.answers && before(),
            _ => false,
        };
    let is_disputed = match dispute.of_holder {
        OfHolder::Accused if dispute.answers && !before() => false,
        OfHolder::Accused if dispute.kind == CueKind::Link && weight_shared < TELLING => false,
        OfHolder::Accused => names_holder && accuses(here, assertion, dispute),
        OfHolder::Charged => names_holder && whole && charges(here, assertion, dispute),
        OfHolder::Named => names_holder && most,
        OfHolder::Met => {
            whole
                && shared >= 2
                && assertion.told
                && !assertion.hedged
                && (names_holder || one_article)
        }
        OfHolder::Free => most,
    };
    (is_disputed || right_before).then(|| Evidence {
        one_article,
        shared,
        weight: weight_shared,
        share,
        holder: dispute.holder.is_some(),
        by_words: matches!(dispute.of_holder, OfHolder::Free | OfHolder::Named)
            && !dispute.contents.is_empty(),
        right_before: right_before && !is_disputed,
        hedged: assertion.hedged,
        ..Evidence::of(Pattern::Disputed)
    })
}

/// Whether a word that accuses stands near the holder's name.
fn accuses(here: &Telling, assertion: &Assertion, dispute: &Dispute) -> bool {
    let words = &here.prose.sentences[assertion.sentence].words;
    let name = dispute.holder_term();
    let is_name = |word: &Word| name.as_ref().is_some_and(|name| name == word.term());
    // "accused Tolvan of it", "allegations against Tolvan"; "Tolvan was responsible", "held Tolvan
    // responsible".
    let held = |at: usize| {
        let (before, after) = (
            &words[at.saturating_sub(ACCUSED)..at],
            &words[at + 1..words.len().min(at + 1 + ACCUSED)],
        );
        let of_what_one_is = words[at].has(Feature::AccusesOfBeing);
        if of_what_one_is {
            before.iter().any(is_name)
        } else {
            after.iter().any(is_name)
                || words[at].has(Feature::Responsibility) && before.iter().any(is_name)
        }
    };
    (0..words.len())
        .any(|at| is_accusing(words, at) && assertion.span.covers(words[at].span) && held(at))
}

/// Whether a verb of saying has what is disputed right behind it: "who claim affairs with him".
fn charges(here: &Telling, assertion: &Assertion, dispute: &Dispute) -> bool {
    let words = &here.prose.sentences[assertion.sentence].words;
    let says = |word: &Word| {
        word.cue.is_some() && matches!(word.tag, Tag::Verb | Tag::Plain | Tag::Gerund)
    };
    let disputed =
        |word: &Word| dispute.contents.iter().any(|content| content.contains(word.term()));
    (0..words.len())
        .any(|at| says(&words[at]) && words.iter().skip(at + 1).take(CHARGED).any(disputed))
}

/// Whether somebody is credited with the assertion right before the dispute.
fn just_before(here: &Telling, assertion: &Assertion, dispute: &Dispute) -> bool {
    let there = here.prose.sentence_at(dispute.span.start).unwrap_or(0);
    assertion.told
        && assertion.span.end <= dispute.span.start
        && assertion.sentence + BEFORE >= there
}

/// The term of the last word of a name.
fn name_term(name: &str, language: &'static Language) -> Option<Term> {
    prose::words_in(name, Span::new(0, name.len()), language)
        .iter()
        .rev()
        .find(|word| word.is_content())
        .filter(|word| word.capital)
        .map(term)
}
