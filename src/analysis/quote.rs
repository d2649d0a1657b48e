//! Quotes: content, cue and source of what somebody is reported to have said.
//!
//! Method: rules in the order that published rule systems give them (GenderGapTracker's cue and
//! subject patterns, Krestel's reporting verbs, O'Keefe's sieves for direct speech), without a
//! parser. Marks are paired first; a quoted span that begins like a sentence is direct speech and
//! looks for its cue after it, then before it, then takes over the speaker before it. Outside of direct speech,
//! and inside each direct quote, cue verbs, cue nouns and `according to` open reported clauses; one
//! with quoted words inside is mixed.
//!
//! Not done: block quotes, transcripts, attitudes without a speech verb.

pub mod marks;
pub mod phrase;

use std::collections::HashSet;

use crate::analysis::lexicon::{self, CUE_NOUNS, CUES, Class, Stance};
use crate::analysis::prose::{Prose, Sentence, Word};
use crate::analysis::quote::marks::{Quoted, quoted};
use crate::analysis::quote::phrase::{
    Phrase, begins_clause, is_adverb, is_auxiliary, is_preposition, phrase_at, phrase_ending, subject_before,
};
use crate::analysis::{Quote, QuoteKind};
use crate::text::Span;

/// Words that a quoted span needs to stand as a quote without any cue; shorter ones are mostly scare
/// quotes and names (methods.md: spans of 5 words and more are quotes in 98 of 100 cases).
const STANDS_ALONE: usize = 5;

/// The quotes of one article in order of their first byte; sources are not resolved to speakers yet.
pub fn extract(text: &str, prose: &Prose) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut rest = prose.sentences.as_slice();
    let mut before = Before::default();
    for (index, paragraph) in prose.paragraphs.iter().enumerate() {
        let count = rest.iter().take_while(|sentence| sentence.paragraph == index).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        before = paragraph_quotes(text, *paragraph, here, &before, &mut found);
    }
    found.sort_by_key(|quote| (quote.hull().start, std::cmp::Reverse(quote.hull().end)));
    found.dedup_by(|b, a| a.hull() == b.hull());
    found
}

/// What the paragraph before leaves to the next one.
#[derive(Clone, Debug, Default)]
struct Before {
    /// The quote whose mark it did not close, by its index.
    open: Option<usize>,
    /// Its last sentence, when a colon leads from it to what follows.
    lead: Option<Sentence>,
}

fn paragraph_quotes(text: &str, paragraph: Span, sentences: &[Sentence], left: &Before, found: &mut Vec<Quote>) -> Before {
    let marks = quoted(text, paragraph);
    let (full, fragments): (Vec<Quoted>, Vec<Quoted>) = marks.into_iter().partition(|quoted| is_speech(text, paragraph, *quoted));
    let first = found.len();
    let mut used = HashSet::new();
    let mut before: Option<Span> = None; // the source of the paragraph's quote before
    let mut last: Option<usize> = None; // that quote
    for (at, speech) in full.iter().enumerate() {
        let next = full.get(at + 1).copied();
        let previous = at.checked_sub(1).map(|i| full[i]);
        let near = Surroundings::new(sentences, previous, *speech, next);
        let link = near.after(text).or_else(|| near.before()).unwrap_or_default();
        used.extend(link.cue.map(|cue| cue.start));
        let opens_paragraph = speech.span.start == paragraph.start;
        if opens_paragraph && let Some(quote) = left.open.and_then(|open| found.get_mut(open)) {
            // A quote over several paragraphs opens its mark in each; its cue may stand in any.
            quote.content.push(speech.span);
            (quote.cue, quote.source) = (quote.cue.or(link.cue), quote.source.or(link.source));
            (before, last) = (quote.source, left.open);
            continue;
        }
        let goes_on = previous.is_some_and(|previous| goes_on(text, previous, *speech, link));
        if goes_on
            && let Some(quote) = last.and_then(|last| found.get_mut(last))
            && (link.cue.is_none() || link.cue == quote.cue)
        {
            quote.content.push(speech.span);
            continue;
        }
        let led = left.lead.as_ref().filter(|_| opens_paragraph && link.cue.is_none()).and_then(lead);
        let link = led.unwrap_or(link);
        let source = link.source.or(if link.cue.is_none() { before } else { None });
        before = source.or(before);
        last = Some(found.len());
        found.push(Quote { content: vec![speech.span], cue: link.cue, source, ..blank(QuoteKind::Direct) });
    }
    let open = full.last().filter(|speech| !speech.closed && speech.span.end == paragraph.end).and(last);
    for sentence in sentences {
        reported(text, sentence, &full, &fragments, &used, found);
    }
    for speech in &full {
        for clause in inner_sentences(sentences, *speech, text) {
            let own: Vec<Quoted> = Vec::new();
            clause_quotes(text, &clause, &own, &used, found);
        }
    }
    let covered: Vec<Span> = found[first..].iter().map(Quote::hull).collect();
    let alone = |fragment: &&Quoted| !covered.iter().any(|hull| hull.overlaps(fragment.span)) && says_something(text, fragment.span);
    let leftovers: Vec<Quote> =
        fragments.iter().filter(alone).map(|fragment| Quote { content: vec![fragment.span], ..blank(QuoteKind::Mixed) }).collect();
    found.extend(leftovers);
    Before { open, lead: sentences.last().filter(|sentence| sentence.words.last().is_some_and(|word| word.is(":"))).cloned() }
}

/// Cue and source of a sentence whose colon leads to the next paragraph.
fn lead(sentence: &Sentence) -> Option<Link> {
    let words = &sentence.words;
    let cue = (0..words.len()).rev().find(|at| is_cue(words, *at))?;
    Some(Link { cue: Some(words[cue].span), source: subject_of(words, 0, cue).map(|phrase| phrase.span(words)) })
}

fn blank(kind: QuoteKind) -> Quote {
    Quote { kind, content: Vec::new(), cue: None, source: None, speaker: None, anonymous: false, via: None }
}

/// Whether a quoted span begins as speech does: a capital after a comma, a colon, a cue or a full stop.
fn is_speech(text: &str, paragraph: Span, quoted: Quoted) -> bool {
    let inside = quoted.inside(text).of(text);
    let begins_large = inside.trim_start_matches(['[', '…', '.', ' ']).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let before = Span::new(paragraph.start, quoted.span.start).of(text).trim_end();
    let set_off = before.is_empty() || before.ends_with([',', ':', '.', '!', '?', '”', '"', '—', '’', ')']) || ends_in_cue(before);
    let words = inside.split_whitespace().count();
    if begins_large {
        return set_off && (words >= 2 || before.ends_with([',', ':']) || inside.ends_with([',', '.', '!', '?']));
    }
    // The second part of an interrupted quote begins small: “A,” she said, “b.”
    let resumes = before.ends_with(',') && before.contains(['”', '"', '»', '’']) && words >= 2;
    resumes && before.trim_end_matches(',').split_whitespace().rev().take(6).any(|word| CUES.contains_key(&word.to_lowercase()))
}

fn ends_in_cue(before: &str) -> bool {
    before.split_whitespace().next_back().is_some_and(|word| CUES.get(&word.to_lowercase()).is_some_and(|cue| !cue.guarded))
}

fn says_something(text: &str, span: Span) -> bool {
    let words: Vec<&str> = span.of(text).split_whitespace().collect();
    // A title has capitals in most of its words.
    let small = words.iter().filter(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase)).count();
    words.len() >= STANDS_ALONE && 2 * small >= words.len()
}

/// Bytes that may stand between two parts of one quote.
const INTERRUPTION: usize = 200;

/// Whether `second` is a further part of the quote of `first`: “A,” she said, “b.”, and “A,” she said. “B.”
/// when nothing but the attribution stands between them.
fn goes_on(text: &str, first: Quoted, second: Quoted, link: Link) -> bool {
    let between = Span::new(first.span.end, second.span.start).of(text).trim_end();
    if between.len() >= INTERRUPTION {
        return false;
    }
    let interrupted = first.inside(text).of(text).trim_end().ends_with([',', '—', '–', '?', '!']);
    let small = second.inside(text).of(text).starts_with(char::is_lowercase);
    let one_sentence = between.ends_with('.') && !between.trim_end_matches('.').contains(['.', '!', '?', ';', ':']);
    interrupted && ((small && between.ends_with(',')) || (one_sentence && link.cue.is_none()))
}

/// Cue and source of a quote, as far as they were found.
#[derive(Clone, Copy, Default)]
struct Link {
    cue: Option<Span>,
    source: Option<Span>,
}

/// The words around one directly quoted span, up to its neighbours and the ends of its sentences.
struct Surroundings {
    before: Vec<Word>,
    after: Vec<Word>,
    sentence_before: Vec<Word>,
    speech: Quoted,
}

/// The sentences (in order, apart from each other) that share a byte with `span`.
fn overlapping(sentences: &[Sentence], span: Span) -> &[Sentence] {
    let from = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let to = sentences.partition_point(|sentence| sentence.span.start < span.end);
    sentences.get(from..to).unwrap_or_default()
}

impl Surroundings {
    fn new(sentences: &[Sentence], previous: Option<Quoted>, speech: Quoted, next: Option<Quoted>) -> Surroundings {
        let from = previous.map_or(0, |quoted| quoted.span.end);
        let to = next.map_or(usize::MAX, |quoted| quoted.span.start);
        let own = overlapping(sentences, speech.span);
        let outside = |range: Span| {
            let words = own.iter().flat_map(|sentence| &sentence.words);
            words.filter(|word| range.covers(word.span)).cloned().collect::<Vec<_>>()
        };
        let before = outside(Span::new(from, speech.span.start));
        let mut after = outside(Span::new(speech.span.end, to));
        if after.is_empty() {
            // “Why not?” she asked. — the full stop of the quote ended the sentence.
            let next = sentences.get(sentences.partition_point(|sentence| sentence.span.start < speech.span.end));
            let next = next.filter(|sentence| sentence.span.end <= to);
            after = next.map(|sentence| sentence.words.clone()).unwrap_or_default();
        }
        let ended = sentences.partition_point(|sentence| sentence.span.end <= speech.span.start);
        let sentence_before = sentences[..ended]
            .last()
            .filter(|sentence| sentence.span.start >= from)
            .map(|sentence| sentence.words.clone())
            .unwrap_or_default();
        Surroundings { before, after, sentence_before, speech }
    }

    /// `“Q,” NP cue`, `“Q,” cue NP`, `“Q,” according to NP`.
    fn after(&self, text: &str) -> Option<Link> {
        let words = &self.after;
        let at = usize::from(words.first().is_some_and(|word| word.is(",")));
        let ended = self.speech.inside(text).of(text).trim_end().ends_with(['.', ';']);
        if ended && words.get(at).is_some_and(|word| word.capital) {
            return None; // a new sentence, which speaks of something else
        }
        if let Some(link) = according(words, at) {
            return Some(link);
        }
        let verb = skip_adverbs(words, at);
        if is_cue(words, verb) {
            let subject = phrase_at(words, verb + 1, words.len())?;
            return Some(Link { cue: Some(words[verb].span), source: Some(subject.span(words)) });
        }
        let subject = phrase_at(words, at, words.len())?;
        let mut verb = skip_adverbs(words, subject.end);
        if words.get(verb).is_some_and(|word| word.is(",") || word.is("who")) {
            let until = words.iter().skip(verb + 1).take(24).position(|word| word.is(","));
            verb = until.map_or(verb, |offset| skip_adverbs(words, verb + offset + 2));
        }
        is_cue(words, verb).then(|| Link { cue: Some(words[verb].span), source: Some(subject.span(words)) })
    }

    /// `NP cue [addressee or adverb], “Q”`, `NP cue that “Q”`, `This, according to NP. “Q”`
    fn before(&self) -> Option<Link> {
        let words = &self.before;
        let cue = (0..words.len()).rev().take(12).find(|at| is_cue(words, *at));
        if let Some(cue) = cue {
            let source = subject_of(words, 0, cue);
            return Some(Link { cue: Some(words[cue].span), source: source.map(|phrase| phrase.span(words)) });
        }
        if let Some(at) = (0..words.len()).rev().find(|at| words[*at].is("according")) {
            return according(words, at);
        }
        if !words.is_empty() {
            return None;
        }
        let before = &self.sentence_before;
        let at = (0..before.len().min(6)).find(|at| before[*at].is("according"));
        at.and_then(|at| according(before, at)).or_else(|| {
            let ends_in_colon = before.last().is_some_and(|word| word.is(":"));
            let cue = (0..before.len()).rev().find(|at| ends_in_colon && is_cue(before, *at))?;
            Some(Link { cue: Some(before[cue].span), source: subject_of(before, 0, cue).map(|phrase| phrase.span(before)) })
        })
    }
}

/// `according to NP` at `at`.
fn according(words: &[Word], at: usize) -> Option<Link> {
    let to = words.get(at + 1)?;
    if !(words.get(at)?.is("according") && to.is("to")) {
        return None;
    }
    let source = phrase_at(words, at + 2, words.len())?;
    Some(Link { cue: Some(words[at].span.hull(to.span)), source: Some(source.span(words)) })
}

fn skip_adverbs(words: &[Word], from: usize) -> usize {
    let mut at = from;
    while words.get(at).is_some_and(|word| is_adverb(word) || is_auxiliary(word)) {
        at += 1;
    }
    at
}

fn is_cue(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| !word.capital && CUES.contains_key(&word.folded))
}

/// The subject of the cue at `cue`: of a participle (", adding that …") or an infinitive ("was quick to say") the
/// subject of the clause before it, else the phrase before it.
fn subject_of(words: &[Word], from: usize, cue: usize) -> Option<Phrase> {
    let verb = &words[cue];
    let infinitive = cue > from && words[cue - 1].is("to");
    let participle = verb.folded.ends_with("ing") && !(cue > from && is_auxiliary(&words[cue - 1]));
    if infinitive || participle {
        let earlier = (from..cue).rev().find(|at| is_cue(words, *at) && !words[*at].folded.ends_with("ing"));
        let of_earlier = earlier.and_then(|at| subject_before(words, from, at));
        let of_clause = || {
            let after_comma = (from..cue).find(|at| words[*at].is(",")).map(|comma| comma + 1);
            [Some(from), after_comma]
                .into_iter()
                .flatten()
                .filter_map(|start| phrase_at(words, start, cue))
                .find(|phrase| phrase.is_personal(words))
        };
        return of_earlier.or_else(of_clause);
    }
    let relative = (from..cue).rev().take(4).find(|at| words[*at].is("who"));
    if let Some(who) = relative
        && (who + 1..cue).all(|at| is_adverb(&words[at]) || is_auxiliary(&words[at]))
    {
        let end = if who > from && words[who - 1].is(",") { who - 1 } else { who };
        return phrase_ending(words, from, end);
    }
    subject_before(words, from, cue)
}

/// Reported clauses of one sentence, outside its direct speech.
fn reported(text: &str, sentence: &Sentence, full: &[Quoted], fragments: &[Quoted], used: &HashSet<usize>, found: &mut Vec<Quote>) {
    let from = full.partition_point(|quoted| quoted.span.end <= sentence.span.start);
    let to = full.partition_point(|quoted| quoted.span.start < sentence.span.end).max(from);
    let near = &full[from..to];
    let inside = |word: &Word| near.iter().any(|quoted| quoted.span.covers(word.span));
    let mut stretch: Vec<Word> = Vec::new();
    for word in &sentence.words {
        if inside(word) {
            clause_quotes(text, &std::mem::take(&mut stretch), fragments, used, found);
        } else {
            stretch.push(word.clone());
        }
    }
    clause_quotes(text, &stretch, fragments, used, found);
}

/// The sentences inside direct speech, which the sentence splitter leaves whole.
fn inner_sentences(sentences: &[Sentence], speech: Quoted, text: &str) -> Vec<Vec<Word>> {
    let inside = speech.inside(text);
    let own = overlapping(sentences, inside);
    let words = own.iter().flat_map(|sentence| &sentence.words).filter(|word| inside.covers(word.span));
    let mut clauses = vec![Vec::new()];
    for word in words {
        let stop = word.is(".") || word.is("!") || word.is("?");
        if stop {
            clauses.push(Vec::new());
        } else if let Some(clause) = clauses.last_mut() {
            clause.push(word.clone());
        }
    }
    clauses
}

/// Reported clauses in one stretch of words.
fn clause_quotes(text: &str, words: &[Word], fragments: &[Quoted], used: &HashSet<usize>, found: &mut Vec<Quote>) {
    let mut push = |content: Phrase, cue: Span, source: Option<Span>, via: Option<Span>| {
        let mut span = content.span(words);
        if let Some(edge) = fragments.iter().find(|fragment| fragment.span.overlaps(span)) {
            span = grow(span, edge.span, words, content);
        }
        let inner: Vec<&Quoted> = fragments.iter().filter(|fragment| span.covers(fragment.span)).collect();
        let kind = match inner.as_slice() {
            [] => QuoteKind::Indirect,
            [only] if only.span == span => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        };
        let via = via.map(|span| span.of(text).to_owned());
        found.push(Quote { kind, content: vec![span], cue: Some(cue), source, speaker: None, anonymous: false, via });
    };
    for cue in 0..words.len() {
        if used.contains(&words[cue].span.start) {
            continue;
        }
        if let Some(report) = verb_report(words, cue).or_else(|| noun_report(words, cue)).or_else(|| in_words_of(words, cue)) {
            push(report.content, report.cue, report.source, report.via);
        } else if let Some(link) = according(words, cue)
            && let Some(content) = around_according(words, cue)
            && let Some(cue) = link.cue
        {
            push(content, cue, link.source, None);
        }
    }
}

/// Content that touches a quoted fragment takes its marks in.
fn grow(span: Span, fragment: Span, words: &[Word], content: Phrase) -> Span {
    let last_inside = words[content.end - 1].span.end <= fragment.end;
    let mut grown = span;
    if fragment.start < span.start && span.start - fragment.start <= '“'.len_utf8() {
        grown.start = fragment.start;
    }
    if fragment.end > span.end && last_inside {
        grown.end = fragment.end;
    }
    grown
}

/// A reported clause: its words, and the bytes of cue, source and the one it was told to.
struct Report {
    content: Phrase,
    cue: Span,
    source: Option<Span>,
    via: Option<Span>,
}

/// `NP cue [addressee] [that] clause`, `clause, NP cue`, `NP denied NP`.
fn verb_report(words: &[Word], at: usize) -> Option<Report> {
    let word = &words[at];
    let cue = CUES.get(&word.folded).filter(|_| !word.capital)?;
    let before = at.checked_sub(1).map(|i| &words[i]);
    if cue.guarded && before.is_none_or(|before| is_preposition(before) || before.is("of") || phrase::is_determiner(before)) {
        return None;
    }
    let subject = subject_of(words, 0, at);
    let source = subject.map(|phrase| phrase.span(words));
    let mut start = at + 1;
    let mut via = None;
    if matches!(cue.stance, Stance::Tells | Stance::Asks)
        && let Some(told) = phrase_at(words, start, words.len()).map(|told| addressee(words, told, start))
    {
        start = told.end;
        via = words[told.start].capital.then(|| told.span(words));
        start = skip_day(words, start);
    } else if words.get(start + 1).is_some_and(|next| next.is("that")) && !words[start].is_mark() {
        start += 1; // "told reporters that"
    }
    let start = skip_manner(words, skip_day(words, start));
    let opener = words
        .get(start)
        .is_some_and(|word| matches!(word.folded.as_str(), "that" | "how" | "whether" | "if" | "why" | "what" | "when" | "where"));
    let takes_object = matches!(cue.stance, Stance::Denies | Stance::Judges) && !cue.guarded;
    let object = takes_object && words.get(start).is_some_and(|next| !next.is_mark() && !is_preposition(next));
    let mut to = clause_end(words, start);
    if (object && !opener || in_relative_clause(words, at))
        && let Some(comma) = (start..to).find(|i| words[*i].is(","))
    {
        to = comma;
    }
    let quoted_clause = words.get(start).is_some_and(|next| matches!(next.folded.as_str(), "“" | "\"" | "‘"));
    let clause = begins_clause(words, start, to) && !cue.guarded
        || (cue.guarded && opener)
        || (cue.guarded && begins_clause(words, start, to) && subject.is_some());
    // "repeated her claim that …": the noun reports, not the verb.
    let noun_cue = !opener
        && phrase_at(words, start, to).is_some_and(|phrase| {
            CUE_NOUNS.contains_key(&words[phrase.end - 1].folded) && words.get(phrase.end).is_some_and(|next| next.is("that"))
        });
    if (opener || object || clause || quoted_clause) && to > start && subject.is_some() && !noun_cue {
        return Some(Report { content: Phrase { start, end: to }, cue: word.span, source, via });
    }
    let closes = words.get(start).is_none_or(|next| matches!(next.folded.as_str(), "." | "," | "—"));
    let subject = subject.filter(|phrase| phrase.start > 1 && words[phrase.start - 1].is(",") && closes && !object)?;
    let end = subject.start - 1;
    let start = (0..end).rev().find(|i| words[*i].is(";")).map_or(0, |i| i + 1);
    (end > start + 2).then_some(Report { content: Phrase { start, end }, cue: word.span, source, via })
}

/// Whether the cue at `at` stands in a clause that `who` or `which` opens.
fn in_relative_clause(words: &[Word], at: usize) -> bool {
    let clause = words[..at].iter().rev().take_while(|word| !word.is(","));
    clause.take(8).any(|word| word.is("who") || word.is("which"))
}

/// Of "CNN that …" and "Putin the issue was …" the one told, without the clause that follows.
fn addressee(words: &[Word], told: Phrase, start: usize) -> Phrase {
    let end = if words[start].capital {
        (start..told.end).find(|i| !words[*i].capital).unwrap_or(told.end)
    } else {
        let until = (start + 1..told.end).find(|i| words[*i].capital && !words[i - 1].is("the")).unwrap_or(told.end);
        if phrase::is_pronoun(&words[start]) { start + 1 } else { until }
    };
    Phrase { start, end: end.max(start + 1) }
}

/// `on Friday` and `Friday` after a cue.
fn skip_day(words: &[Word], at: usize) -> usize {
    let day = |i: usize| words.get(i).is_some_and(|word| word.capital && word.folded.ends_with("day"));
    match words.get(at) {
        Some(word) if word.is("on") && day(at + 1) => at + 2,
        Some(_) if day(at) => at + 1,
        _ => at,
    }
}

/// `in a statement that`, `to Russian state media that`: a short prepositional phrase before `that`.
fn skip_manner(words: &[Word], at: usize) -> usize {
    if !words.get(at).is_some_and(|word| is_preposition(word) || is_adverb(word)) {
        return at;
    }
    let infinitive = words[at].is("to") && words.get(at + 1).is_some_and(|next| !next.capital && !phrase::is_determiner(next));
    if infinitive {
        return at;
    }
    let that = words.iter().enumerate().skip(at).take(8).take_while(|(_, word)| !word.is_mark()).find(|(_, word)| word.is("that"));
    that.map_or(at, |(i, _)| i)
}

/// Where a reported clause that begins at `start` ends: at a relative clause, a dash, a contrast or
/// another attribution, else with the sentence.
fn clause_end(words: &[Word], start: usize) -> usize {
    let mut end = words.len();
    let mut quoted = 0i32;
    for at in start..words.len() {
        let word = &words[at];
        match word.folded.as_str() {
            "“" => quoted += 1,
            "”" => quoted = (quoted - 1).max(0),
            _ => {}
        }
        if at == start || quoted > 0 {
            continue;
        }
        let next = words.get(at + 1).map_or("", |next| next.folded.as_str());
        let relative = word.is(",")
            && matches!(next, "which" | "who" | "where" | "whose" | "but" | "although" | "though" | "while" | "according")
            && !goes_on_with_that(words, at + 1);
        let participle = word.is(",") && next.ends_with("ing") && CUES.contains_key(next);
        let second = word.is(",") && attribution_follows(words, at + 1);
        let aside = word.is(",") && next == "and" && words.get(at + 2).is_some_and(|word| word.is("which") || word.is("who"));
        if relative
            || aside
            || participle
            || second
            || matches!(word.folded.as_str(), "—" | ";" | "–")
            || (word.is(".") && at + 1 < words.len())
        {
            end = at;
            break;
        }
    }
    while end > start && words[end - 1].is_mark() && !matches!(words[end - 1].folded.as_str(), "”" | "\"" | "’" | "%" | ")" | "$") {
        end -= 1;
    }
    end
}

/// Whether the report is taken up again later in the sentence: `, and that …`
fn goes_on_with_that(words: &[Word], from: usize) -> bool {
    words.get(from..).is_some_and(|rest| rest.windows(3).any(|w| w[0].is(",") && w[1].is("and") && w[2].is("that")))
}

/// Whether `[and] NP cue` stands at `at`, within a few words.
fn attribution_follows(words: &[Word], at: usize) -> bool {
    let at = at + usize::from(words.get(at).is_some_and(|word| word.is("and")));
    phrase_at(words, at, words.len()).is_some_and(|phrase| {
        let verb = skip_adverbs(words, phrase.end);
        phrase.end - at <= 6
            && is_cue(words, verb)
            && words.get(verb).is_some_and(|word| CUES.get(&word.folded).is_some_and(|cue| !cue.guarded))
    })
}

/// `Putin’s assurances that …`, `her claim that …`
fn noun_report(words: &[Word], at: usize) -> Option<Report> {
    let noun = &words[at];
    if !CUE_NOUNS.contains_key(&noun.folded) || !words.get(at + 1)?.is("that") {
        return None;
    }
    let owner = phrase_ending(words, at.saturating_sub(5), at)?;
    let possessive = matches!(words[owner.end - 1].folded.as_str(), "his" | "her" | "their" | "its");
    let source = if possessive || words[owner.start..owner.end].iter().any(|word| word.capital) {
        let end = owner.end;
        let start = (owner.start..end).rev().take_while(|i| words[*i].capital || phrase::is_determiner(&words[*i]) || possessive).last();
        start.map(|start| Phrase { start, end }.span(words))
    } else {
        None
    };
    source?;
    let end = clause_end(words, at + 1);
    Some(Report { content: Phrase { start: at + 1, end }, cue: noun.span, source, via: None })
}

/// `to use Holt’s words, …`, `in her telling, …`
fn in_words_of(words: &[Word], at: usize) -> Option<Report> {
    let opens = words[at].is("in") || words[at].is("use");
    let telling = (at + 1..(at + 6).min(words.len())).find(|i| Class::Telling.has(&words[*i].folded))?;
    if !opens || telling == at + 1 || !words.get(telling + 1)?.is(",") {
        return None;
    }
    let source = phrase_ending(words, at + 1, telling)?;
    let end = clause_end(words, telling + 2);
    (end > telling + 2).then(|| Report {
        content: Phrase { start: telling + 2, end },
        cue: words[at].span.hull(words[telling].span),
        source: Some(source.span(words)),
        via: None,
    })
}

/// What `according to NP` at `at` is about: the clause before it, or after its comma.
fn around_according(words: &[Word], at: usize) -> Option<Phrase> {
    if at > 3 {
        let end = if words[at - 1].is(",") { at - 1 } else { at };
        return Some(Phrase { start: 0, end });
    }
    let comma = (at..words.len()).find(|i| words[*i].is(","))? + 1;
    let end = clause_end(words, comma);
    (end > comma + 2).then_some(Phrase { start: comma, end })
}

/// Whether a phrase names nobody: officials, a person familiar with the talks, state media.
pub fn is_anonymous(words: &[Word]) -> bool {
    let head = words.iter().position(|word| is_preposition(word) || word.is("who") || word.is(",")).unwrap_or(words.len());
    words[..head].iter().next_back().is_some_and(|last| lexicon::is_anonymous_head(&last.folded) && !last.capital)
}

#[cfg(test)]
mod tests {
    use crate::analysis::{QuoteKind, analyze_article};
    use crate::corpus::Article;

    /// Quotes of `text` as `kind speaker: content | content`, one a line.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let article = Article { title: "T".into(), text: text.into(), ..Article::default() };
        let found: Vec<String> = analyze_article(&article)
            .quotes
            .iter()
            .map(|quote| {
                let kind = match quote.kind {
                    QuoteKind::Direct => "direct",
                    QuoteKind::Mixed => "mixed",
                    QuoteKind::Indirect => "indirect",
                };
                let parts: Vec<_> = quote.content.iter().map(|span| span.of(text)).collect();
                let via = quote.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
                format!("{kind} {}{via}: {}", quote.speaker.as_deref().unwrap_or("-"), parts.join(" | "))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn cues_before_after_and_inside() {
        check("“We closed it,” said Mayor Ilse Brandt.", &["direct Ilse Brandt: “We closed it,”"]);
        check("Ilse Brandt, the mayor, said: “We closed it.”", &["direct Ilse Brandt: “We closed it.”"]);
        check(
            "“We closed it,” Ilse Brandt said, “before anyone was hurt.”",
            &["direct Ilse Brandt: “We closed it,” | “before anyone was hurt.”"],
        );
        check("“Why now?” asked Ilse Brandt.", &["direct Ilse Brandt: “Why now?”"]);
    }

    #[test]
    fn the_subject_is_not_the_nearest_name() {
        check("Ilse Brandt, who came with her deputy, Bo Rask, said the bridge was shut.", &["indirect Ilse Brandt: the bridge was shut"]);
    }

    #[test]
    fn indirect_speech_with_and_without_that() {
        check("Ilse Brandt said that the bridge was shut, which surprised nobody.", &["indirect Ilse Brandt: that the bridge was shut"]);
        check("The bridge was shut for good, Ilse Brandt said.", &["indirect Ilse Brandt: The bridge was shut for good"]);
        check("According to Ilse Brandt, the bridge was shut.", &["indirect Ilse Brandt: the bridge was shut"]);
        check("Ilse Brandt denied any part in it.", &["indirect Ilse Brandt: any part in it"]);
        check("They repeated Ilse Brandt’s claim that the bridge was safe.", &["indirect Ilse Brandt: that the bridge was safe"]);
    }

    #[test]
    fn a_mixed_quote_is_its_whole_clause() {
        check(
            "Ilse Brandt said the council had been “told nothing before Tuesday” about it.",
            &["mixed Ilse Brandt: the council had been “told nothing before Tuesday” about it"],
        );
    }

    #[test]
    fn unnamed_sources_and_their_way() {
        check("Two officials told ABN that the bridge was shut.", &["indirect Two officials via ABN: that the bridge was shut"]);
    }

    #[test]
    fn pronouns_roles_and_carried_speakers() {
        check(
            "Mayor Ilse Brandt said the bridge was shut. The mayor said it was late.\n\n“It was time to close it.”",
            &[
                "indirect Ilse Brandt: the bridge was shut",
                "indirect Ilse Brandt: it was late",
                "direct Ilse Brandt: “It was time to close it.”",
            ],
        );
        check("Ilse Brandt left. She said it was late.", &["indirect Ilse Brandt: it was late"]);
    }

    #[test]
    fn scare_quotes_titles_and_nouns_are_no_quotes() {
        check("The “urgent” report of the council’s claims board costs “a lot”.", &[]);
        check("The state reports on bridges and notes are kept.", &[]);
    }
}
