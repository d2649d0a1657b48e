//! Direct speech in a language without a grammar: what stands inside quotation marks, and the cue
//! verb and the name right beside them.
//!
//! `„Sie ist zu“, sagte Ilse Brandt.` `Ilse Brandt sagte: „Sie ist zu.“` Lists tell what is a cue,
//! a role and a small word of grammar; capitals tell a name. Where no cue stands beside the marks, a
//! quote long enough for speech has no speaker; a pronoun is nobody. In a language without lists of
//! cues that is so everywhere. What is reported without marks is not looked for.

use std::collections::BTreeMap;

use crate::analysis::language::Feature;
use crate::analysis::prose::{Prose, Sentence, Word};
use crate::analysis::quote::direct::{INTERRUPTION, Link, stands_alone};
use crate::analysis::quote::marks::{Quoted, quoted};
use crate::analysis::quote::{blank, overlapping};
use crate::analysis::speaker::Known;
use crate::analysis::{Quote, QuoteKind, SpeakerId};
use crate::text::Span;

/// Words between a cue and the name behind it at most: "sagte am Freitag in Brenk die
/// Bürgermeisterin". This and the next are set by eye.
const REACH: usize = 8;
/// Words between a colon and the cue before it at most.
const LED: usize = 12;

/// The direct quotes of one article, in order of their first byte, and their speakers.
pub fn quotes(text: &str, prose: &Prose) -> (Vec<Quote>, Vec<Known>) {
    let (mut found, mut speakers): (Vec<Quote>, Vec<Known>) = Default::default();
    let names = Names::of(text, prose);
    for paragraph in &prose.paragraphs {
        let mut previous: Option<Quoted> = None;
        for speech in quoted(text, *paragraph) {
            let link = linked(text, &prose.sentences, speech);
            let before = found.last_mut().zip(previous);
            if let Some((quote, _)) = before.filter(|(quote, previous)| {
                link.cue.is_none_or(|cue| quote.cue == Some(cue))
                    && goes_on(text, quote, *previous, speech)
            }) {
                quote.content.push(speech.span);
                previous = Some(speech);
                continue;
            }
            if link.cue.is_none() && !stands_alone(speech.inside(text).of(text)) {
                continue;
            }
            previous = Some(speech);
            let mut quote = Quote { content: vec![speech.span], ..blank(QuoteKind::Direct) };
            (quote.cue, quote.source) = (link.cue, link.source);
            if let Some(source) = link.source {
                let (name, anonymous) = names.speaker(text, prose, source);
                quote.anonymous = anonymous;
                quote.speaker = name.map(|name| credited(&mut speakers, name));
            }
            found.push(quote);
        }
    }
    (found, speakers)
}

/// The number of whoever bears a name.
fn credited(speakers: &mut Vec<Known>, name: String) -> SpeakerId {
    if let Some(known) = speakers.iter().find(|known| known.name == name) {
        return known.id;
    }
    let id = SpeakerId::new(speakers.len());
    speakers.push(Known { id, name, roles: Vec::new(), is_body: false, is_named: false });
    id
}

/// Whether `second` is a further part of the quote of `first`, with nothing but its attribution
/// between them: „A“, sagte sie, „b.“; „A“, sagte sie. „B.“
fn goes_on(text: &str, quote: &Quote, first: Quoted, second: Quoted) -> bool {
    let between = Span::new(first.span.end, second.span.start);
    let shown = between.of(text).trim();
    let small = second.inside(text).of(text).starts_with(char::is_lowercase);
    let sentence = shown.strip_suffix('.').is_some_and(|inside| !inside.contains(['.', '!', '?']));
    quote.cue.is_some_and(|cue| between.covers(cue))
        && shown.len() < INTERRUPTION
        && (small && shown.ends_with(',') || sentence)
}

/// Cue and source right beside a quoted span: behind it, else before its colon.
fn linked(text: &str, sentences: &[Sentence], speech: Quoted) -> Link {
    let own = overlapping(sentences, speech.span);
    let behind = own.last().and_then(|sentence| after(words_after(sentence, speech.span.end)));
    // „Warum nicht?“ fragte sie: the mark of the quote ended the sentence.
    let next = sentences.partition_point(|sentence| sentence.span.start < speech.span.end);
    let cut = || {
        let asked = speech.inside(text).of(text).trim_end().ends_with(['?', '!', '…']);
        let follows = sentences.get(next).filter(|_| asked && own.len() == 1)?;
        after(&follows.words).filter(|_| !follows.words.first().is_some_and(|word| word.capital))
    };
    let before = || {
        let sentence = own.first()?;
        let to = sentence.words.partition_point(|word| word.span.end <= speech.span.start);
        led(&sentence.words[..to])
    };
    behind.or_else(cut).or_else(before).unwrap_or_default()
}

fn words_after(sentence: &Sentence, at: usize) -> &[Word] {
    let from = sentence.words.partition_point(|word| word.span.start < at);
    sentence.words.get(from..).unwrap_or_default()
}

/// `, sagte am Freitag die Bürgermeisterin Ilse Brandt`: a comma or nothing, the cue, the source.
fn after(words: &[Word]) -> Option<Link> {
    let cue = usize::from(words.first().is_some_and(|word| word.is(",")));
    let verb = words.get(cue).filter(|word| word.cue.is_some() && !word.capital)?;
    let source = source_from(words, cue + 1);
    Some(Link { cue: Some(verb.span), source })
}

/// `Ilse Brandt sagte:`, `Am Freitag sagte Ilse Brandt:` before the marks.
fn led(words: &[Word]) -> Option<Link> {
    words.last().filter(|word| word.is(":"))?;
    let near = (0..words.len() - 1).rev().take(LED);
    let cue = { near }.find(|at| words[*at].cue.is_some() && !words[*at].capital)?;
    let source = source_from(words, cue + 1).or_else(|| source_to(words, cue));
    Some(Link { cue: Some(words[cue].span), source })
}

/// The noun phrase that comes next from `from`: past days, small words, and what a preposition
/// brings.
fn source_from(words: &[Word], from: usize) -> Option<Span> {
    let mut at = from;
    let mut in_preposition = false;
    while at < words.len() && at < from + REACH {
        let word = &words[at];
        if word.is_mark() {
            return None;
        }
        if word.has(Feature::Pronoun) && !word.has(Feature::Determiner) || is_alone(words, at) {
            return Some(word.span);
        }
        let begins = word.has(Feature::Determiner) || is_name_word(word);
        if begins && !in_preposition {
            let end = phrase_end(words, at);
            let end = named_behind(words, end).unwrap_or(end);
            return Some(words[at].span.hull(words[end - 1].span));
        }
        let brings = in_preposition && word.capital;
        in_preposition = word.has(Feature::Preposition) || in_preposition && !brings;
        at += 1;
    }
    None
}

/// Whether a determiner is a pronoun here: "sagte sie.", "sagte der."
fn is_alone(words: &[Word], at: usize) -> bool {
    words[at].has(Feature::Pronoun) && words.get(at + 1).is_none_or(|next| next.is_mark())
}

/// The noun phrase that ends before `to`.
fn source_to(words: &[Word], to: usize) -> Option<Span> {
    let last = words.get(to.checked_sub(1)?)?;
    if last.has(Feature::Pronoun) && !last.has(Feature::Determiner) {
        return Some(last.span);
    }
    let in_phrase = |word: &Word| !word.is_mark() && (word.capital || is_inner(word));
    let mut start = to;
    while start > 0 && in_phrase(&words[start - 1]) && !is_time(&words[start - 1]) {
        start -= 1;
        if words[start].has(Feature::Determiner) {
            break;
        }
    }
    let governed = start > 0 && words[start - 1].has(Feature::Preposition);
    let named = words[start..to].iter().any(|word| word.capital);
    (named && !governed).then(|| words[start].span.hull(words[to - 1].span))
}

/// Where the noun phrase that begins at `at` ends: determiners and small words that names hold, up
/// to the last word with a capital.
fn phrase_end(words: &[Word], at: usize) -> usize {
    let mut end = at + 1;
    for (offset, word) in words[at..].iter().enumerate().take(REACH) {
        let inside = word.capital && !is_time(word) || is_inner(word);
        if word.is_mark() || !inside {
            break;
        }
        if word.capital {
            end = at + offset + 1;
        }
    }
    end
}

/// Where the name in full ends that stands behind the comma at `comma`: "die Sprecherin der
/// Mannschaft, Anna Holt".
fn named_behind(words: &[Word], comma: usize) -> Option<usize> {
    words.get(comma).filter(|word| word.is(","))?;
    let end = comma + 3;
    let named = words.get(comma + 1..end)?.iter().all(is_part_of_name);
    (named && words.get(end).is_none_or(|next| next.is_mark())).then_some(end)
}

/// Whether a small word can stand inside of a source: "der Sprecher der Polizei", "Ada von Lund".
fn is_inner(word: &Word) -> bool {
    !word.capital && (word.has(Feature::Determiner) || word.has(Feature::Particle))
}

fn is_time(word: &Word) -> bool {
    word.has(Feature::Day) || word.has(Feature::Month)
}

fn is_name_word(word: &Word) -> bool {
    word.capital && !word.is_mark() && !is_time(word) && !word.has(Feature::Preposition)
}

/// Who is named in full, by the folded last name: first and last name, and how often.
struct Names(BTreeMap<String, BTreeMap<String, usize>>);

impl Names {
    /// Pairs of words with capitals of which neither says what somebody is. In a language that
    /// gives each noun a capital only the pair of a last name that is a source by itself counts.
    fn of(text: &str, prose: &Prose) -> Names {
        let mut names = Names(BTreeMap::new());
        for pair in prose.sentences.iter().flat_map(|sentence| sentence.words.windows(2)) {
            let [first, last] = pair else { continue };
            if pair.iter().all(is_part_of_name) {
                let name = format!("{} {}", first.span.of(text), last.span.of(text));
                let forms = names.0.entry(last.folded.clone()).or_default();
                *forms.entry(name).or_default() += 1;
            }
        }
        names
    }

    /// The speaker of a source, and whether that is nobody who is named.
    fn speaker(&self, text: &str, prose: &Prose, source: Span) -> (Option<String>, bool) {
        let within = overlapping(&prose.sentences, source).iter().flat_map(|found| &found.words);
        let words: Vec<&Word> = within.filter(|word| source.covers(word.span)).collect();
        let name = words.iter().rposition(|word| word.is(",")).map_or(0, |comma| comma + 1);
        let words = &words[name..];
        if words.iter().all(|word| word.has(Feature::Pronoun) && !word.capital) {
            return (None, false);
        }
        let unnamed = words.iter().any(|word| word.is_unnamed());
        let determined = words.first().is_some_and(|word| word.has(Feature::Determiner));
        // The first chain of capitals: what a determiner or another small word brings is another.
        let begins = words.iter().position(|word| word.capital).unwrap_or(0);
        let chain = words[begins..].iter().take_while(|word| {
            word.capital || word.has(Feature::Particle) && !word.has(Feature::Determiner)
        });
        let chain: Vec<&Word> = chain.copied().collect();
        let titles = chain.iter().rposition(|word| is_role(word)).map_or(0, |role| role + 1);
        // "die Hafenwirtin Ilse Brandt": behind a determiner the first word is a noun.
        let noun = usize::from(determined && titles == 0 && chain.len() > 1);
        let name = &chain[(titles + noun).min(chain.len())..];
        let shown = |words: &[&Word]| {
            words.iter().map(|word| word.span.of(text)).collect::<Vec<_>>().join(" ")
        };
        let described = source.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        match name {
            [] => (Some(described), unnamed),
            [_] if determined && titles + noun == 0 => (Some(described), unnamed),
            [last] => (Some(self.in_full(last).unwrap_or_else(|| shown(name))), false),
            _ => (Some(shown(name)), false),
        }
    }

    /// The one full name that a last name is said with.
    fn in_full(&self, last: &Word) -> Option<String> {
        let forms = self.0.get(&last.folded)?;
        let mut forms = forms.keys();
        let only = forms.next()?;
        forms.next().is_none().then(|| only.clone())
    }
}

fn is_part_of_name(word: &Word) -> bool {
    is_name_word(word) && word.is_content() && !is_role(word)
}

fn is_role(word: &Word) -> bool {
    word.is_role() || word.language.lexicon.ends_in_role(&word.folded)
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyze_article;
    use crate::corpus::Article;

    /// Quotes of a German text as `speaker: content | content`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let article = Article { title: "T".into(), text: text.into(), ..Article::default() };
        let found = analyze_article(&article);
        let shown = found.quotes.iter().map(|quote| {
            let parts: Vec<_> = quote.content.iter().map(|span| span.of(text)).collect();
            let unnamed = if quote.anonymous { "?" } else { "" };
            format!("{}{unnamed}: {}", found.speaker(quote).unwrap_or("-"), parts.join(" | "))
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn behind_the_marks() {
        check(
            "„Die Brücke bleibt bis Montag zu“, sagte die Bürgermeisterin Ilse Brandt.",
            &["Ilse Brandt: „Die Brücke bleibt bis Montag zu“"],
        );
        check(
            "»Wir haben den Riss im März gesehen«, erklärte am Freitag in Brenk der Hafenmeister Bo Rask vor dem Rat.",
            &["Bo Rask: »Wir haben den Riss im März gesehen«"],
        );
        check(
            "„Das ist falsch“, so Ada von Lund. Der Rat hat es nicht bestätigt.",
            &["Ada von Lund: „Das ist falsch“"],
        );
    }

    #[test]
    fn before_the_marks() {
        check(
            "Ilse Brandt sagte: „Wir öffnen sie am Montag wieder.“",
            &["Ilse Brandt: „Wir öffnen sie am Montag wieder.“"],
        );
        check(
            "Am Freitag sagte die Verkehrsministerin Ilse Brandt vor dem Rat: „Wir öffnen sie wieder.“",
            &["Ilse Brandt: „Wir öffnen sie wieder.“"],
        );
    }

    #[test]
    fn one_quote_in_two_parts() {
        check(
            "„Die Brücke ist zu“, sagte Ilse Brandt, „und sie bleibt es auch.“",
            &["Ilse Brandt: „Die Brücke ist zu“ | „und sie bleibt es auch.“"],
        );
    }

    #[test]
    fn a_last_name_is_that_of_the_one_who_is_named_in_full() {
        check(
            "Die Bürgermeisterin Ilse Brandt kam am Montag in den Hafen. „Der Riss ist alt“, sagte Brandt.",
            &["Ilse Brandt: „Der Riss ist alt“"],
        );
        check(
            "Ilse Brandt kam mit Jan Brandt in den Hafen. „Der Riss ist alt“, sagte Brandt.",
            &["Brandt: „Der Riss ist alt“"],
        );
    }

    #[test]
    fn nobody_is_named_where_no_rule_tells() {
        check(
            "„Der Riss ist alt und er ist tief“, sagte sie.",
            &["-: „Der Riss ist alt und er ist tief“"],
        );
        check(
            "„Der Riss ist alt“, sagte ein Sprecher der Polizei. Das „Haus am Hafen“ bleibt zu.",
            &["ein Sprecher der Polizei?: „Der Riss ist alt“"],
        );
        // Without marks nothing is claimed.
        check("Ilse Brandt sagte, die Brücke sei seit dem Montag zu und bleibe es auch.", &[]);
    }

    #[test]
    fn a_text_in_a_language_without_lists_has_quotes_and_no_speakers() {
        check(
            "« Le pont est fermé depuis lundi matin », a déclaré Ilse Brandt.",
            &["-: « Le pont est fermé depuis lundi matin »"],
        );
    }
}
