//! Direct speech: which quoted spans are speech, and the cue and source that stand beside them.

use crate::analysis::language::english::clause::{content_end, is_closing};
use crate::analysis::language::english::phrase::{
    Phrase, group_start, is_between, is_opening, phrase_at, phrase_ending, subject_before,
};
use crate::analysis::language::english::reported::{
    Stretch, according_to, is_cue_verb, is_passive, is_personal,
};
use crate::analysis::language::{Feature, Language, VerbForms};
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::quote::marks::Quoted;
use crate::analysis::quote::overlapping;
use crate::analysis::tag::Tag;
use crate::text::Span;

/// Words that a quoted span needs to stand as a quote without any cue; shorter ones are mostly
/// scare quotes and names (spans of 5 words and more are quotes in 98 of 100 cases, counted on
/// the training articles of PolNeAR, Newell et al. 2018).
const STANDS_ALONE: usize = 5;

/// Whether a quoted text has words enough for speech; in a script without spaces two characters
/// count as a word.
pub(super) fn stands_alone(quoted: &str) -> bool {
    let words = quoted.split_whitespace().count();
    let unspaced = quoted
        .chars()
        .filter(|c| matches!(u32::from(*c), 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF))
        .count();
    words.max(unspaced / 2) >= STANDS_ALONE
}

/// Cue and source of a quote, as far as they were found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Link {
    pub(super) cue: Option<Span>,
    pub(super) source: Option<Span>,
}

/// Cue and source of a sentence whose colon leads to the next paragraph.
pub(super) fn lead(sentence: &Sentence) -> Option<Link> {
    let words = &sentence.words;
    if let Some(cue) = (0..words.len()).rev().find(|at| is_cue_verb(words, *at)) {
        return Some(Link { cue: Some(words[cue].span), source: subject_of(words, cue) });
    }
    if let Some((cue, source)) = (0..words.len()).rev().find_map(|at| according_to(words, at)) {
        return Some(Link { cue: Some(cue), source: Some(source.span(words)) });
    }
    announced(words)
}

/// Who is named before a colon as the one whose words follow: "And from Ada Lund:", "In the words of
/// Ada Lund:", "Ada Lund’s statement:", "the chair, Ada Lund:".
fn announced(words: &[Word]) -> Option<Link> {
    let end = words.iter().rposition(|word| !word.is_mark())? + 1;
    let link = |source: Phrase| {
        Some(Link {
            cue: words[end..].iter().find(|word| word.is(":")).map(|word| word.span),
            source: Some(source.span(words)),
        })
    };
    let plain =
        |at: usize| !words[at..end].iter().any(|word| word.tag.is_verb() || word.tag.is_finite());
    let told = |word: &Word| word.has(Feature::Telling) || word.has(Feature::Document);
    let of = (1..end).find(|at| words[*at].has(Feature::Of) && told(&words[at - 1]) && plain(*at));
    let from = || (0..end).rev().find(|at| words[*at].has(Feature::Maker) && plain(*at));
    if let Some(source) = of.or_else(from).and_then(|at| phrase_at(words, at + 1, end)) {
        // "from the desk of Ada Lund"
        let name = (source.start..source.end)
            .find(|at| {
                words[*at].has(Feature::Of) && !words[at - 1].is_role() && !words[at - 1].capital
            })
            .and_then(|of| phrase_at(words, of + 1, end))
            .filter(|name| words[name.start].tag == Tag::Name);
        return link(name.unwrap_or(source));
    }
    let last = phrase_ending(words, 0, end)?;
    let owner = (last.start..last.end).rev().find(|at| words[*at].possessive);
    if let Some(owner) =
        owner.filter(|_| told(&words[end - 1]) || words[end - 1].has(Feature::Claim))
    {
        return link(Phrase { start: last.start, end: owner + 1 });
    }
    let name = words[..end].iter().rposition(|word| word.tag != Tag::Name)? + 1;
    if name < end { link(Phrase { start: name, end }) } else { None }
}

/// What opens a sentence to say whose words follow, without a verb of saying.
pub(super) struct Opening {
    pub(super) cue: Span,
    pub(super) source: Span,
    /// The first word behind it.
    pub(super) end: usize,
}

/// "In the words of the coroner, Ada Lund, …", "As Lund put it, …", "To Lund, …"
pub(super) fn opening(words: &[Word]) -> Option<Opening> {
    let first = words.first()?;
    let set_off = |at: usize| words.get(at).is_some_and(|mark| mark.is(",") || mark.is(":"));
    let found = |cue: Phrase, source: Phrase, end: usize| {
        set_off(end).then(|| Opening {
            cue: cue.span(words),
            source: source.span(words),
            end: end + 1,
        })
    };
    if first.has(Feature::As) {
        let it = words.iter().take(PUT).position(|word| word.has(Feature::It))?;
        let verb = it.checked_sub(1)?;
        let source = phrase_at(words, 1, verb).filter(|source| source.end == verb)?;
        let put = words[verb].verb.any(VerbForms::PAST.and(VerbForms::THIRD));
        return found(Phrase { start: verb, end: it + 1 }, source, it + 1).filter(|_| put);
    }
    let of = words.iter().take(TELLING).position(|word| word.has(Feature::Of)).unwrap_or(0);
    let telling = first.has(Feature::Attribution) && of > 1 && words[of - 1].has(Feature::Telling);
    if !(telling || first.has(Feature::To) || first.has(Feature::For)) {
        return None;
    }
    let source = phrase_at(words, of + 1, words.len())?;
    let person = |word: &Word| {
        word.tag == Tag::Name || word.is_role() || word.is_unnamed() || word.has(Feature::Kin)
    };
    let whole = apposed_name(words, source).unwrap_or(source);
    found(Phrase { start: 0, end: of + 1 }, whole, whole.end)
        .filter(|_| source.of(words).iter().any(person))
}

/// Words of "as the mayor of Brenk put it" at most.
const PUT: usize = 10;
/// Words of "in the very own words of" at most.
const TELLING: usize = 6;

/// A phrase with the name behind its comma: "the coroner, Ada Lund".
fn apposed_name(words: &[Word], phrase: Phrase) -> Option<Phrase> {
    words.get(phrase.end).filter(|word| word.is(","))?;
    let name = phrase_at(words, phrase.end + 1, words.len())?;
    let closed = words.get(name.end).is_some_and(|mark| mark.is(",") || mark.is(":"));
    let named = name.of(words).iter().all(|word| word.tag == Tag::Name);
    (closed && named).then_some(Phrase { start: phrase.start, end: name.end })
}

/// Of a sentence that says what somebody does beside their words, "Ada Lund shook her head", who it
/// is.
fn gesture(words: &[Word]) -> Option<Span> {
    let who = phrase_at(words, 0, words.len())?;
    let verb = &words[skip(words, who.end).min(words.len() - 1)];
    let one = who.of(words).iter().all(|word| word.tag == Tag::Name)
        || who.of(words).iter().all(|word| word.has(Feature::HeOrShe));
    (one && words.len() <= GESTURE && is_told(verb)).then(|| who.span(words))
}

/// Words of a gesture at most. Set by eye.
const GESTURE: usize = 12;

/// Whether a quoted span begins as speech does: a capital after a comma, a colon, a cue or a full
/// stop.
pub(super) fn is_speech(
    text: &str,
    paragraph: Span,
    sentences: &[Sentence],
    language: &Language,
    quoted: Quoted,
) -> bool {
    if !quoted.marked {
        return true;
    }
    let inside = quoted.inside(text).of(text);
    let begins_large = inside
        .trim_start_matches(['[', '…', '.', ' '])
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let before = Span::new(paragraph.start, quoted.span.start).of(text).trim_end();
    let set_off = before.is_empty()
        || before.ends_with([',', ':', '.', '!', '?', '”', '"', '—', '’', '\'', ')'])
        || ends_in_cue(before, language);
    let words = inside.split_whitespace().count();
    // “They are painful” but necessary, he said.
    let rest = Span::new(quoted.span.end, paragraph.end).of(text).trim_start();
    let unfinished = quoted.closed
        && !inside
            .trim_end()
            .ends_with([',', '.', '?', '!', '—', '-', '…', ':', ';', '”', '’', '\'', '"']);
    if unfinished && rest.starts_with(|c: char| c.is_lowercase()) && before.is_empty() {
        return false;
    }
    if begins_large {
        return set_off
            && (words >= 2
                || before.ends_with([',', ':'])
                || inside.ends_with([',', '.', '!', '?']));
    }
    // The second part of an interrupted quote begins small: “A,” she said, “b.”
    let resumes = before.ends_with(',') && (words >= 2 || inside.ends_with(['—', '–']));
    resumes && follows_attribution(sentences, quoted.span.start)
}

/// Whether the words before byte `at` are `”, NP cue,` in one sentence.
fn follows_attribution(sentences: &[Sentence], at: usize) -> bool {
    let Some(sentence) =
        sentences.get(sentences.partition_point(|sentence| sentence.span.end <= at))
    else {
        return false;
    };
    let before = &sentence.words[..sentence.words.partition_point(|word| word.span.start < at)];
    // Of several the first: an apostrophe looks like one (the growers’ union).
    let reach = before.len().saturating_sub(24);
    let Some(close) = (reach..before.len()).find(|i| is_closing(&before[*i])) else {
        return false;
    };
    (close + 1..before.len()).any(|i| is_cue_verb(before, i))
}

fn ends_in_cue(before: &str, language: &Language) -> bool {
    before.split_whitespace().next_back().is_some_and(|word| {
        language.lexicon.cue(&word.to_lowercase()).is_some_and(|cue| !cue.guarded)
    })
}

/// Whether most of the words of a quoted span have capitals, as in a title.
pub(super) fn is_title(text: &str, span: Span) -> bool {
    let words: Vec<&str> = span.of(text).split_whitespace().collect();
    let small = words
        .iter()
        .filter(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase)
        })
        .count();
    2 * small < words.len()
}

/// The clause with a quoted fragment behind an opening that says whose word it is: "To Lund, it is
/// “a farce”".
pub(super) fn opened(words: &[Word], fragment: Span) -> Option<(Span, Link)> {
    let put = opening(words)?;
    let first = words.get(put.end).filter(|first| first.span.start <= fragment.start)?;
    let end = content_end(words, put.end, false);
    let content = first.span.hull(words[end.max(put.end + 1) - 1].span);
    let link = Link { cue: Some(put.cue), source: Some(put.source) };
    content.covers(fragment).then_some((content, link))
}

/// Words between a verb and a quoted fragment that it governs at most. Set by eye.
const GOVERNS: usize = 15;

/// The verb that governs a quoted fragment, "ripped him for acting as “the judge”": what it
/// governs, and cue and source.
pub(super) fn governed(words: &[Word], fragment: Span) -> Option<(Span, Link)> {
    let to = words.partition_point(|word| word.span.start < fragment.start);
    let stretch = (to.saturating_sub(GOVERNS)..to)
        .rev()
        .take_while(|at| !matches!(words[*at].folded.as_str(), ";" | "—" | "”"));
    let verb = { stretch }.find(|at| words[*at].tag == Tag::Verb && !words[*at].capital)?;
    let source = subject_before(words, 0, group_start(words, 0, verb))?;
    // Beside a verb that reports nothing, two words are more often scare quotes.
    let enough = words[verb].cue.is_some()
        || words[to..]
            .iter()
            .take_while(|word| fragment.covers(word.span))
            .filter(|word| !word.is_mark())
            .count()
            > 2;
    let start =
        (verb + 1..words.len()).find(|at| !words[*at].is_mark() || is_opening(&words[*at]))?;
    let end = content_end(words, start, false);
    let content = words[start].span.hull(words[end.max(start + 1) - 1].span).hull(fragment);
    (is_personal(source.of(words)) && enough)
        .then(|| (content, Link { cue: Some(words[verb].span), source: Some(source.span(words)) }))
}

/// Whether a quoted span is a phrase of speech and not a title, a name or a word in scare quotes.
pub(super) fn says_something(text: &str, span: Span) -> bool {
    stands_alone(span.of(text)) && !is_title(text, span)
}

/// Bytes that may stand between two parts of one quote. Set by eye.
pub(super) const INTERRUPTION: usize = 300;

/// Whether `second` is a further part of the quote of `first`: “A,” she said, “b.”, and “A,” she
/// said. “B.” when nothing but the attribution stands between them, or when `second` has no cue of
/// its own (not `cued`; in PolNeAR's training part 1,100 of 1,150 such pairs are one quote).
pub(super) fn goes_on(text: &str, first: Quoted, second: Quoted, cued: bool) -> bool {
    // “A,” she said on “Morning Hour.” “B.”
    let between = Span::new(first.span.end, second.span.start)
        .of(text)
        .trim_end()
        .trim_end_matches(['”', '"', '\'', '’']);
    if between.len() >= INTERRUPTION {
        return false;
    }
    let interrupted =
        first.inside(text).of(text).trim_end().ends_with([',', '—', '–', '-', '?', '!', '’', '\'']);
    let small = second.inside(text).of(text).starts_with(char::is_lowercase);
    let one_sentence =
        between.ends_with('.') && (!cued || !ends_inside(between.trim_end_matches('.')));
    interrupted && ((small && between.ends_with(',')) || one_sentence)
}

/// Whether a sentence ends inside of `between`; the full stops of initials and titles end none.
fn ends_inside(between: &str) -> bool {
    let mut words = between.split_whitespace().peekable();
    let mut ended = false;
    while let Some(word) = words.next() {
        let title = word.len() <= 5 && word.starts_with(char::is_uppercase);
        ended |= word.ends_with(['!', '?', ';', ':'])
            || (word.ends_with('.') && !title && words.peek().is_some());
    }
    ended
}

/// The words around one directly quoted span, up to its neighbours and the ends of its sentences.
pub(super) struct Surroundings<'a> {
    before: &'a [Word],
    after: &'a [Word],
    sentence_before: &'a [Word],
    speech: Quoted,
}

/// The words of a sentence that lie inside of `range`.
fn within(sentence: Option<&Sentence>, range: Span) -> &[Word] {
    let Some(sentence) = sentence else { return &[] };
    let from = sentence.words.partition_point(|word| word.span.start < range.start);
    let to = sentence.words.partition_point(|word| word.span.end <= range.end);
    sentence.words.get(from..to).unwrap_or_default()
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(
        sentences: &'a [Sentence],
        previous: Option<Quoted>,
        speech: Quoted,
        next: Option<Quoted>,
    ) -> Surroundings<'a> {
        let from = previous.map_or(0, |quoted| quoted.span.end);
        let to = next.map_or(usize::MAX, |quoted| quoted.span.start);
        let own = overlapping(sentences, speech.span);
        let before = within(own.first(), Span::new(from, speech.span.start));
        let mut after = within(own.last(), Span::new(speech.span.end, to));
        if after.is_empty() {
            // “Why not?” she asked. — the full stop of the quote ended the sentence.
            let next = sentences
                .get(sentences.partition_point(|sentence| sentence.span.start < speech.span.end));
            after = within(next, Span::new(speech.span.end, to));
        }
        let ended = sentences.partition_point(|sentence| sentence.span.end <= speech.span.start);
        let sentence_before = sentences[..ended]
            .last()
            .filter(|sentence| sentence.span.start >= from)
            .map_or(&[][..], |sentence| &sentence.words);
        Surroundings { before, after, sentence_before, speech }
    }

    /// `“Q,” NP cue`, `“Q,” cue NP`, `“Q,” according to NP`.
    pub(super) fn after(&self, text: &str) -> Option<Link> {
        let words = self.after;
        let at = usize::from(
            words.first().is_some_and(|word| word.is(",") || word.is("-") || word.is("—")),
        );
        let ended = self.speech.inside(text).of(text).trim_end().ends_with(['.', ';']);
        if ended && words.get(at).is_some_and(|word| word.capital) && !is_attribution(words) {
            return None; // a new sentence, which speaks of something else
        }
        if let Some((cue, source)) = according_to(words, at) {
            return Some(Link { cue: Some(cue), source: Some(source.span(words)) });
        }
        let at = at + usize::from(words.get(at).is_some_and(|word| word.has(Feature::As)));
        // Beside speech that ends in a comma any verb is a cue: “Enough,” barked Brandt.
        let led = self.speech.inside(text).of(text).trim_end().ends_with([',', '?', '!', '—', '-']);
        let is_cue = |i: usize| {
            let spoken = is_cue_verb(words, i) && !matches!(words[i].tag, Tag::Gerund | Tag::Plain);
            spoken
                || led
                    && (is_told(&words[i])
                        || words[i].tag == Tag::Noun && words[i].verb.any(VerbForms::PAST))
        };
        let verb = skip(words, at);
        if verb < words.len() && is_cue(verb) {
            let subject = phrase_at(words, verb + 1, words.len())?;
            return Some(Link { cue: Some(words[verb].span), source: Some(subject.span(words)) });
        }
        // The first cue after the quote whose subject begins where the quote ends.
        let cue = (at + 1..words.len().min(at + 40)).find(|i| is_cue(*i))?;
        let subject = subject_before(words, at, group_start(words, at, cue))?;
        // “Q,” the tall, bespectacled mayor said: what stands before the phrase is part of it.
        let start = (at..=subject.start).find(|i| !words[*i].is_mark())?;
        let one = start + 4 >= subject.start
            && !words[start..subject.start].iter().any(|word| {
                word.tag.is_verb() || word.tag.is_finite() || word.tag == Tag::Preposition
            });
        one.then(|| Link {
            cue: Some(words[cue].span),
            source: Some(Phrase { start, end: subject.end }.span(words)),
        })
    }

    /// `NP does something. “Q”`, `“Q” NP does something.`
    pub(super) fn beside(&self, text: &str) -> Option<Link> {
        let ended = self.speech.inside(text).of(text).trim_end().ends_with(['.', '!', '?']);
        let apart = self.before.is_empty() && self.speech.marked;
        let before = gesture(self.sentence_before).filter(|_| apart);
        let alone = apart && ended && self.sentence_before.is_empty();
        let source = before.or_else(|| gesture(self.after).filter(|_| alone))?;
        Some(Link { cue: None, source: Some(source) })
    }

    /// `NP cue [addressee or adverb], “Q”`, `NP cue that “Q”`, `This, according to NP. “Q”`
    pub(super) fn before(&self) -> Option<Link> {
        let words = self.before;
        let set_off = words.last().is_some_and(|word| word.is(",") || word.is(":"));
        // Hillary shot back, “Q”
        let beside = (0..words.len()).rev().take(8).find(|at| {
            set_off && is_told(&words[*at]) && *at > 0 && words[*at - 1].tag != Tag::Relative
        });
        if let Some(cue) =
            (0..words.len()).rev().take(15).find(|at| is_cue_verb(words, *at)).max(beside)
        {
            return Some(Link { cue: Some(words[cue].span), source: subject_of(words, cue) });
        }
        if let Some((cue, source)) = (0..words.len()).rev().find_map(|at| according_to(words, at)) {
            return Some(Link { cue: Some(cue), source: Some(source.span(words)) });
        }
        // As Brandt put it: “We closed it.”
        if let Some(put) = opening(words).filter(|put| put.end == words.len()) {
            return Some(Link { cue: Some(put.cue), source: Some(put.source) });
        }
        // Ilse Brandt (@brandt) We closed it.
        if let Some(open) = words.iter().rposition(|word| word.is("("))
            && words[open..].iter().any(|word| word.folded.starts_with('@'))
        {
            let source = phrase_ending(words, 0, open);
            return source.map(|source| Link { cue: None, source: Some(source.span(words)) });
        }
        // Brandt: “We closed it.”
        if words.last().is_some_and(|word| word.is(":")) {
            // Q: Who closed it?
            if words.len() == 2 && words[0].has(Feature::Turn) {
                return Some(Link { cue: words.last().map(|word| word.span), source: None });
            }
            let whole = phrase_ending(words, 0, words.len() - 1)
                .filter(|source| source.start == 0 && words.len() <= 8);
            return match whole {
                Some(source) => Some(Link {
                    cue: words.last().map(|word| word.span),
                    source: Some(source.span(words)),
                }),
                None => announced(words),
            };
        }
        if !words.is_empty() {
            return None;
        }
        let before = self.sentence_before;
        let (cue, source) = match (0..before.len().min(6)).find_map(|at| according_to(before, at)) {
            Some((cue, source)) => (cue, Some(source.span(before))),
            None if before.last().is_some_and(|word| word.is(":")) => {
                let cue = (0..before.len()).rev().find(|at| is_cue_verb(before, *at))?;
                (before[cue].span, subject_of(before, cue))
            }
            None => return None,
        };
        Some(Link { cue: Some(cue), source })
    }
}

/// The source of the cue verb at `cue` before direct speech.
fn subject_of(words: &[Word], cue: usize) -> Option<Span> {
    // “A,” said Brandt, adding: “B.” Said Brandt: “A.”
    let first = words.iter().position(|word| !word.is_mark())?;
    if first < cue && is_cue_verb(words, first) && words[first].tag == Tag::Verb {
        return phrase_at(words, first + 1, cue).map(|inverted| inverted.span(words));
    }
    let inverted = phrase_at(words, first + 1, words.len()).filter(|_| first == cue);
    if let Some(inverted) = inverted.filter(|inverted| is_personal(inverted.of(words))) {
        return Some(inverted.span(words));
    }
    Stretch { words, known: Vec::new() }.source_of(cue, is_passive(words, cue))
}

/// Whether a sentence is nothing but a subject and its cue: Brandt said.
fn is_attribution(words: &[Word]) -> bool {
    let last = words.iter().rposition(|word| !word.is_mark());
    words.len() <= 8 && last.is_some_and(|last| last > 0 && is_cue_verb(words, last))
}

/// Whether a word is a verb that tells: shot back, sings.
fn is_told(word: &Word) -> bool {
    word.tag == Tag::Verb && word.verb.any(VerbForms::PAST.and(VerbForms::THIRD))
}

fn skip(words: &[Word], from: usize) -> usize {
    (from..words.len()).find(|at| !is_between(&words[*at])).unwrap_or(words.len())
}
