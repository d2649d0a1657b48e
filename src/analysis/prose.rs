//! The part of a text that tells the event, as sentences with their words: what every pass reads.

use std::ops::Deref;

use crate::analysis::boilerplate::Part;
use crate::analysis::form::{Form, Held, form};
use crate::analysis::language::english::furniture::{links_inside, may_hold_links};
use crate::analysis::language::{ENGLISH, Language};
use crate::analysis::tag::Tag;
use crate::text::sentence::sentences;
use crate::text::token::{Token, tokens};
use crate::text::{Span, paragraph};

/// One word, number or mark in its sentence. What its spelling says of it is read through it:
/// `word.folded`.
#[derive(Clone, Debug)]
pub struct Word {
    /// Bytes of the article's text.
    pub span: Span,
    /// What it is here.
    pub tag: Tag,
    form: Held,
}

impl Deref for Word {
    type Target = Form;

    #[inline]
    fn deref(&self) -> &Form {
        &self.form
    }
}

/// One sentence and its words.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Bytes of the article's text.
    pub span: Span,
    /// Words, numbers and marks in order.
    pub words: Vec<Word>,
    /// Index into [`Prose::paragraphs`].
    pub paragraph: usize,
}

/// The prose of one article.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Paragraphs, without the parts that are no account.
    pub paragraphs: Vec<Span>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Texts of links inside of sentences, in order: no words of theirs.
    pub links: Vec<Span>,
    /// The language that it is read in.
    pub language: &'static Language,
}

impl Prose {
    /// The prose of `text`: its paragraphs less `parts`, in sentences.
    pub fn new(text: &str, parts: &[Part], language: &'static Language) -> Prose {
        let whole = paragraph::paragraphs(text);
        let paragraphs: Vec<Span> =
            whole.into_iter().flat_map(|paragraph| without(text, paragraph, parts)).collect();
        let mut found = Vec::with_capacity(text.len() / SENTENCE);
        let mut all_links = Vec::new();
        let linked = may_hold_links(text);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let links = if linked { links_inside(text, *paragraph) } else { Vec::new() };
            let mut spans = sentences(text, std::slice::from_ref(paragraph), language.code);
            if !links.is_empty() {
                join_at(&links, &mut spans);
            }
            for span in spans {
                split(words_without(text, span, &links, language), |words| {
                    if let (Some(first), Some(last)) = (words.first(), words.last()) {
                        found.push(Sentence {
                            span: first.span.hull(last.span),
                            words,
                            paragraph: index,
                        });
                    }
                });
            }
            all_links.extend(links);
        }
        Prose { paragraphs, sentences: found, links: all_links, language }
    }

    /// The index of the sentence that holds byte `at`, or of the last one before it.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)
    }
}

/// Bytes of a word with the space after it, to guess how many there are; in the measured set there
/// are 5.2.
const WORD: usize = 5;
/// Bytes of a sentence that is shorter than most, to guess how many there are.
const SENTENCE: usize = 80;

/// Words of the longest sentence. Transcripts without full stops are cut, so that what compares
/// words with words stays within bounds; a sentence of prose is far shorter.
const LONGEST: usize = 200;

/// Gives `add` the words in stretches of at most [`LONGEST`], cut where initials end a sentence
/// that the splitter let run on.
fn split(words: Vec<Word>, mut add: impl FnMut(Vec<Word>)) {
    let mut cuts: Vec<usize> =
        (0..words.len()).filter(|at| ends_in_initials(&words, *at)).map(|at| at + 1).collect();
    if cuts.is_empty() && words.len() <= LONGEST {
        return add(words);
    }
    cuts.push(words.len());
    let (mut from, mut rest) = (0, words.into_iter());
    for cut in cuts {
        while from < cut {
            let size = LONGEST.min(cut - from);
            add(rest.by_ref().take(size).collect());
            from += size;
        }
    }
}

/// Makes one of two sentences between which a link stands: none ends inside of it.
fn join_at(links: &[Span], sentences: &mut Vec<Span>) {
    sentences.dedup_by(|next, span| {
        let inside = links.iter().any(|link| link.start < next.start && next.start < link.end);
        span.end = if inside { next.end } else { span.end };
        inside
    });
}

/// Whether initials at `at` end a sentence: "… in the U.S. Holt said …".
fn ends_in_initials(words: &[Word], at: usize) -> bool {
    let cue = |word: &Word| word.cue.is_some_and(|cue| !cue.guarded) && !word.capital;
    words[at].initials
        && words.get(at + 1).is_some_and(|next| next.capital)
        && words.iter().skip(at + 2).take(3).take_while(|word| word.capital || cue(word)).any(cue)
}

/// What is left of a paragraph when the parts in it are taken out.
fn without(text: &str, paragraph: Span, parts: &[Part]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut from = paragraph.start;
    let first = parts.partition_point(|part| part.span.end <= paragraph.start);
    for part in
        parts.iter().skip(first).map(|part| part.span).take_while(|span| span.start < paragraph.end)
    {
        left.push(Span::new(from, part.start).trim(text));
        from = part.end;
    }
    left.push(Span::new(from, paragraph.end).trim(text));
    left.retain(|span| span.of(text).chars().any(char::is_alphanumeric));
    left
}

/// The words of `within`, read as English.
pub fn words(text: &str, within: Span) -> Vec<Word> {
    words_in(text, within, &ENGLISH)
}

/// The words of `within`, tagged as one sentence where the language has a grammar.
pub fn words_in(text: &str, within: Span, language: &'static Language) -> Vec<Word> {
    words_without(text, within, &[], language)
}

/// The words of `within` that stand in none of `links`.
fn words_without(
    text: &str,
    within: Span,
    links: &[Span],
    language: &'static Language,
) -> Vec<Word> {
    let own = |token: &Token| !links.iter().any(|link| link.covers(token.span));
    let word = |token: Token| Word {
        span: token.span,
        tag: Tag::default(),
        form: form(language, token.span.of(text), token.kind),
    };
    let mut words = Vec::with_capacity(within.len() / WORD);
    match links {
        [] => words.extend(tokens(text, within).map(word)),
        _ => words.extend(tokens(text, within).filter(own).map(word)),
    }
    if let Some(rules) = &language.grammar {
        (rules.tag)(&mut words);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Prose};
    use crate::analysis::language::ENGLISH;

    #[test]
    fn initials_end_a_sentence_before_an_attribution() {
        let text = "The issue was inflated in the U.N. Holt said the talks were over.";
        let prose = Prose::new(text, &[], &ENGLISH);
        let found: Vec<_> = prose.sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        assert_eq!(found, ["The issue was inflated in the U.N.", "Holt said the talks were over."]);
    }

    #[test]
    fn no_sentence_is_longer_than_what_can_be_compared() {
        let text = "and then the dam was shut ".repeat(500);
        let prose = Prose::new(&text, &[], &ENGLISH);
        assert!(
            prose.sentences.len() > 1
                && prose.sentences.iter().all(|sentence| sentence.words.len() <= LONGEST)
        );
        assert_eq!(
            prose.sentences.iter().map(|sentence| sentence.words.len()).sum::<usize>(),
            3000
        );
    }
}
